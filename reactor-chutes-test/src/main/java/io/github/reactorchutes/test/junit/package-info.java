/**
 * Extensions for JUnit Jupiter, an optional dependency.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.test.junit.ChutesEmulatorExtension}: provides a test class with an emulator
 *   <li>{@link io.github.reactorchutes.test.junit.NettyLeakExtension}: fails a test class that leaks Netty buffers
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.test.junit;

import org.jspecify.annotations.NullMarked;
