package io.github.reactorchutes.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestDefaultsTests {

    private static final Endpoint OTHER = Endpoint.of("other", URI.create("https://other.chutes.ai/video"));

    private final RequestDefaults defaults = new RequestDefaults();

    @Test
    void fillWhatARequestLeavesUnset() {
        defaults.add(Endpoint.TEXT_TO_VIDEO, Map.of("steps", 20, "negative_prompt", "blur"));
        defaults.add(Endpoint.TEXT_TO_VIDEO, Map.of("steps", 25, "sample_shift", 3));

        VideoRequest completed =
                defaults.apply(TextToVideoRequest.builder("a fox").frames(81).build());

        assertThat(completed).isInstanceOf(TextToVideoRequest.class);
        assertThat(completed.fields().keySet())
                .as("in the order of the endpoint")
                .containsExactly("prompt", "negative_prompt", "frames", "steps", "sample_shift");
        assertThat(completed.fields()).containsEntry("steps", 25L);
    }

    @Test
    void neverReplaceWhatARequestSets() {
        defaults.add(Endpoint.TEXT_TO_VIDEO, Map.of("steps", 20));
        TextToVideoRequest request =
                TextToVideoRequest.builder("a fox").steps(30).build();

        assertThat(defaults.apply(request)).isSameAs(request);
    }

    @Test
    void areThoseOfOneEndpoint() {
        defaults.add(OTHER, Map.of("quality", "high"));
        VideoRequest text = TextToVideoRequest.builder("a fox").build();
        VideoRequest other = ChuteRequest.builder(OTHER).build();

        assertThat(defaults.apply(text)).isSameAs(text);
        assertThat(defaults.apply(other).fields()).containsEntry("quality", "high");
    }

    @Test
    void areCopiedWithTheirBuilder() {
        RequestDefaults copy = defaults.copy();
        copy.add(Endpoint.TEXT_TO_VIDEO, Map.of("steps", 20));
        VideoRequest text = TextToVideoRequest.builder("a fox").build();

        assertThat(defaults.apply(text)).isSameAs(text);
    }

    @Test
    void refuseWhatTheEndpointRefuses() {
        assertThatThrownBy(() -> defaults.add(Endpoint.TEXT_TO_VIDEO, Map.of("steps", 99)))
                .isInstanceOf(InvalidVideoRequestException.class)
                .hasMessage("steps must be between 10 and 30 but was 99");
        assertThatThrownBy(() -> defaults.add(Endpoint.TEXT_TO_VIDEO, Map.of("prompt", "a fox")))
                .hasMessage("prompt differs in each request and has no default");
        assertThatThrownBy(() -> defaults.add(OTHER, Map.of("stream", true)))
                .isInstanceOf(InvalidVideoRequestException.class);
    }
}
