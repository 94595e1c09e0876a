/** Tests of videos as return values of controllers. */
@NullMarked
package io.github.reactorchutes.spring.web;

import org.jspecify.annotations.NullMarked;
