/**
 * The emulator in Spring's tests. Needs {@code spring-test}, and of the client nothing but the names of its settings.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.test.spring.AutoConfigureChutesEmulator}: points the auto-configured client of a test at an emulator
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.test.spring;

import org.jspecify.annotations.NullMarked;
