package io.github.reactorchutes.test.spring;

import io.github.reactorchutes.test.ChutesEmulator;

/** The default: no options but those of the annotation. */
final class NoOptions implements ChutesEmulatorCustomizer {

    @Override
    public void customize(ChutesEmulator.Builder emulator) {
        // Keep the defaults.
    }
}
