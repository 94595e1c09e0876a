/**
 * The emulator in Spring tests. Requires {@code spring-test}; depends on the client only by the names of its settings.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.test.spring.AutoConfigureChutesEmulator}: points the auto-configured clients of a test at an emulator
 *   <li>{@link io.github.reactorchutes.test.spring.ChutesEmulatorCustomizer}: sets the options of that emulator; an
 *       extension point
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.test.spring;

import org.jspecify.annotations.NullMarked;
