package io.github.reactorchutes.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorchutes.request.AcceptedMedia.Kind;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedMediaTests {

    private static final Endpoint ENDPOINT = Endpoint.of("mine", URI.create("https://mine.chutes.ai/x"));

    @Test
    void acceptsVideosByDefault() {
        AcceptedMedia media = ChuteRequest.builder(ENDPOINT).build().accepted();

        assertThat(media).isEqualTo(AcceptedMedia.video());
        assertThat(media.isAnswer("video/webm")).isTrue();
        assertThat(media.isAnswer("")).isTrue();
        assertThat(media.isAnswer("image/gif")).isTrue();
        assertThat(media.isAnswer("image/png")).isFalse();
        assertThat(media.isAnswer("text/plain")).isFalse();
        assertThat(media.verifiedAs("video/mp4")).containsExactly(Kind.VIDEO);
    }

    @Test
    void takesOtherMediaOfTheEndpointOrTheRequest() {
        Endpoint painter = ENDPOINT.accepting(AcceptedMedia.images());
        ChuteRequest request = ChuteRequest.builder(painter).build();
        ChuteRequest speech = request.toBuilder().accept(AcceptedMedia.audio()).build();

        assertThat(painter).isEqualTo(ENDPOINT).hasSameHashCodeAs(ENDPOINT);
        assertThat(request.accepted()).isEqualTo(AcceptedMedia.images());
        assertThat(speech.accepted()).isEqualTo(AcceptedMedia.audio());
        assertThat(speech).isNotEqualTo(request).isEqualTo(speech.toBuilder().build());
        assertThat(VideoRequest.of(painter, Map.of()).accepted()).isEqualTo(AcceptedMedia.images());
    }

    @Test
    void keepsThemWhenDefaultsAreAdded() {
        RequestDefaults defaults = new RequestDefaults();
        defaults.add(ENDPOINT, Map.of("steps", 4));

        VideoRequest request = defaults.apply(
                ChuteRequest.builder(ENDPOINT).accept(AcceptedMedia.images()).build());

        assertThat(request.fields()).containsEntry("steps", 4);
        assertThat(request.accepted()).isEqualTo(AcceptedMedia.images());
    }

    @Test
    void verifiesATypeThatIsDeclaredWrongly() {
        AcceptedMedia media = AcceptedMedia.video().declaredAs("Text/Plain");

        assertThat(media.verifiedAs("text/plain")).containsExactly(Kind.VIDEO);
        assertThat(media.isAnswer("text/html")).isFalse();
    }

    @Test
    void verifiesNamedTypesByTheirKind() {
        AcceptedMedia media = AcceptedMedia.ofTypes("image/png", "audio/*", "application/json");

        assertThat(media.isAnswer("image/jpeg")).isFalse();
        assertThat(media.verifiedAs("image/png")).containsExactly(Kind.IMAGE);
        assertThat(media.verifiedAs("audio/wav")).containsExactly(Kind.AUDIO);
        assertThat(media.isAnswer("application/json")).isTrue();
        assertThat(media.verifiedAs("application/json")).isEmpty();
        assertThat(media).hasToString("image/png or audio/* or application/json");
    }

    @Test
    void combinesMedia() {
        AcceptedMedia media = AcceptedMedia.video().or(AcceptedMedia.images());

        assertThat(media.verifiedAs("application/octet-stream")).containsExactly(Kind.VIDEO, Kind.IMAGE);
        assertThat(media.verifiedAs("image/png")).containsExactly(Kind.IMAGE);
        assertThat(media).hasToString("a video or an image");
        assertThat(media.or(AcceptedMedia.any()).verifiedAs("video/mp4")).isEmpty();
    }

    @Test
    void verifiesNothingWithoutAKnownSignature() {
        assertThat(AcceptedMedia.any().isAnswer("application/pdf")).isTrue();
        assertThat(AcceptedMedia.any().verifiedAs("video/mp4")).isEmpty();
        assertThat(AcceptedMedia.images().isAnswer("image/svg+xml")).isTrue();
        assertThat(AcceptedMedia.images().verifiedAs("image/svg+xml")).isEmpty();
        assertThat(AcceptedMedia.images().verifiedAs("image/avif")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "image", "image/png; q=1", "*/png", "image/png, image/gif"})
    void refusesWhatIsNotAType(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AcceptedMedia.ofTypes(type))
                .withMessageContaining("content type must be like image/png");
    }

    @Test
    void refusesNoType() {
        assertThatIllegalArgumentException().isThrownBy(AcceptedMedia::ofTypes);
    }
}
