@NullMarked
package io.github.reactorchutes.account;

import org.jspecify.annotations.NullMarked;
