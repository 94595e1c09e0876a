package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTextsTests {

    private static final Image IMAGE = Image.base64("aW1hZ2U=").withoutCheck();

    @Test
    void areThePromptsAndTheTextsOfUnknownFields() {
        assertThat(RequestTexts.of(
                        TextToVideoRequest.builder("a fox")
                                .negativePrompt("a dog")
                                .extraField("style", "noir")
                                .build(),
                        "token"))
                .containsExactlyInAnyOrder("token", "a fox", "a dog", "noir");
        assertThat(RequestTexts.of(ImageToVideoRequest.builder("a fox", IMAGE).build(), "token"))
                .containsExactlyInAnyOrder("token", "a fox");
        assertThat(RequestTexts.of(
                        FastImageToVideoRequest.builder("a fox", IMAGE)
                                .negativePrompt("a dog")
                                .build(),
                        "token"))
                .containsExactlyInAnyOrder("token", "a fox", "a dog");
        assertThat(RequestTexts.of(
                        ChuteRequest.builder("own", URI.create("https://own.chutes.ai/x"))
                                .field("text", "a fox")
                                .field("shots", List.of("one", Map.of("two", "three"), 4))
                                .build(),
                        "token"))
                .containsExactlyInAnyOrder("token", "a fox", "one", "three");
    }

    @Test
    void areAllTextsOfAKnownEndpointsUncheckedRequestExceptItsChoices() {
        assertThat(RequestTexts.of(
                        ChuteRequest.builder(Endpoint.TEXT_TO_VIDEO)
                                .field("prompt", "a fox")
                                .field("resolution", "832*480")
                                .field("steps", "twenty")
                                .build(),
                        "token"))
                .containsExactlyInAnyOrder("token", "a fox", "twenty");
        assertThat(RequestTexts.of(
                        ChuteRequest.builder(Endpoint.TEXT_TO_VIDEO)
                                .field("resolution", "a secret")
                                .build(),
                        "token"))
                .containsExactlyInAnyOrder("token", "a secret");
    }
}
