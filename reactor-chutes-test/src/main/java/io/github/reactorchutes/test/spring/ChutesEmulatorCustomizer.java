package io.github.reactorchutes.test.spring;

import io.github.reactorchutes.test.ChutesEmulator;

/**
 * Sets the options of the emulator of {@link AutoConfigureChutesEmulator#options()}. Implementations need a constructor
 * without parameters.
 *
 * <pre>{@code
 * class OneAtATime implements ChutesEmulatorCustomizer {
 *
 *     @Override
 *     public void customize(ChutesEmulator.Builder emulator) {
 *         emulator.concurrency(1).timeToFirstByte(Duration.ofMillis(50));
 *     }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChutesEmulatorCustomizer {

    /**
     * Set options.
     *
     * @param emulator the builder of the emulator, with the options of the annotation applied
     */
    void customize(ChutesEmulator.Builder emulator);
}
