@NullMarked
package io.github.reactorchutes.spring.docs;

import org.jspecify.annotations.NullMarked;
