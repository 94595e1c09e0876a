package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Metadata;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldDefaultsTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void completesTheRequestsOfEachClient(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withPropertyValues(
                        "chutes.defaults.text-to-video.steps=20",
                        "chutes.defaults.text-to-video.negative-prompt=blur",
                        "chutes.defaults.image-to-video.steps=11",
                        "chutes.clients.acme.defaults.text-to-video.steps=10")
                .run(context -> {
                    ChutesClients clients = context.getBean(ChutesClients.class);
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(emulator.takeRequest(SOON).json())
                            .containsExactlyInAnyOrderEntriesOf(
                                    Map.of("prompt", "a red fox", "negative_prompt", "blur", "steps", 20));
                    Videos.generate(clients.get("acme"));
                    assertThat(emulator.takeRequest(SOON).json())
                            .containsEntry("steps", 10)
                            .containsEntry("negative_prompt", "blur");
                    Videos.block(clients.get("acme")
                            .textToVideo(TextToVideoRequest.builder("a hen")
                                    .steps(30)
                                    .build())
                            .flatMap(Videos::size));
                    assertThat(emulator.takeRequest(SOON).json()).containsEntry("steps", 30);
                });
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.request.Endpoint#known")
    void hasASettingForEveryFieldButThoseOfEachRequest(Endpoint endpoint) {
        String prefix = "chutes.defaults." + endpoint.name() + ".";
        assertThat(Metadata.all())
                .extracting(Metadata::name)
                .filteredOn(name -> name.startsWith(prefix))
                .containsExactlyInAnyOrderElementsOf(endpoint.fields().stream()
                        .filter(field -> !field.isRequired())
                        .map(Field::key)
                        .map(key -> prefix + key.replace("_2", "2").replace('_', '-'))
                        .toList());
    }
}
