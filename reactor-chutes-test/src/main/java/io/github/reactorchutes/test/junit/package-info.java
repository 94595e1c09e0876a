/**
 * JUnit extensions: an emulator per test class, and a check that fails a class that leaks Netty buffers.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.test.junit;

import org.jspecify.annotations.NullMarked;
