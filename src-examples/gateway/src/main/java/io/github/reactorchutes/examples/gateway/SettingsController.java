package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.test.ChutesEmulator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The settings that the page needs before a visitor acts. */
@RestController
final class SettingsController {

    private final Settings settings;

    SettingsController(GatewayProperties properties, ObjectProvider<ChutesEmulator> emulator) {
        this.settings = new Settings(
                emulator.getIfAvailable() != null,
                properties.maxPromptLength(),
                properties.maxImageSize().toBytes());
    }

    @GetMapping("/settings")
    Settings settings() {
        return settings;
    }

    record Settings(boolean emulator, int maxPromptLength, long maxImageBytes) {}
}
