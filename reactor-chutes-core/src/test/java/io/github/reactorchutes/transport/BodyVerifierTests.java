package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.Endpoint;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BodyVerifierTests {

    @Test
    void reportsAnEmptyBodyWhateverWasAnnounced() {
        assertThat(verifier(-1).finish(0)).isEqualTo("the body is empty");
        assertThat(verifier(0).finish(0)).isEqualTo("the body is empty");
        assertThat(verifier(5).finish(0)).isEqualTo("the body is empty");
    }

    @Test
    void reportsTheAnnouncedLength() {
        assertThat(verifier(5).finish(4)).isEqualTo("expected 5 bytes but received 4");
        assertThat(verifier(5).finish(6)).isEqualTo("expected 5 bytes but received 6");
        assertThat(verifier(0).finish(1)).isEqualTo("expected 0 bytes but received 1");
    }

    @Test
    void acceptsTheAnnouncedLengthAndAMissingOne() {
        assertThat(verifier(5).finish(5)).isNull();
        assertThat(verifier(-1).finish(5)).isNull();
    }

    private static BodyVerifier verifier(long contentLength) {
        HttpHeaders fields = new DefaultHttpHeaders();
        if (contentLength >= 0) {
            fields.set(HttpHeaderNames.CONTENT_LENGTH, contentLength);
        }
        ResponseHead head = new ResponseHead(200, fields, "video/mp4");
        ExpectedMedia media = new ExpectedMedia(Set.of(AcceptedMedia.Kind.VIDEO), "video/mp4");
        return new BodyVerifier(new BodyRules(
                Endpoint.TEXT_TO_VIDEO, head, media, null, Duration.ZERO, Duration.ZERO, Duration.ZERO, null, false));
    }
}
