package io.github.reactorchutes.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTextsTests {

    private static final Image IMAGE = Image.base64("aW1hZ2U=").unchecked();

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
}
