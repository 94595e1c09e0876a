package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.mp4.VideoCheck;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.request.AcceptedMedia.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpectedMediaTests {

    private static final VideoVerdict JPEG = verdict("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0");

    private static final VideoVerdict UNKNOWN = verdict("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff");

    @Test
    void doesNotWarnOfAnImageThatIsOne() {
        assertThat(expecting(Kind.IMAGE, "image/jpeg").isUnusual(JPEG)).isFalse();
        assertThat(expecting(Kind.IMAGE, "image/jpeg").isUnusual(JPEG.with("its content type is wrong")))
                .isTrue();
        assertThat(expecting(Kind.IMAGE, "image/jpeg").isUnusual(UNKNOWN)).isTrue();
        assertThat(expecting(Kind.VIDEO, "video/mp4").isUnusual(JPEG)).isTrue();
    }

    @Test
    void keepsAnUnknownFormatOnlyIfTheTypeNamesIt() {
        assertThat(expecting(Kind.IMAGE, "image/jxl").objection(UNKNOWN, true)).isNull();
        assertThat(expecting(Kind.IMAGE, "").objection(UNKNOWN, false))
                .isEqualTo("the body is in an unknown format, not an image");
        assertThat(expecting(Kind.VIDEO, "").objection(UNKNOWN, true)).isNull();
    }

    private static ExpectedMedia expecting(Kind kind, String contentType) {
        return new ExpectedMedia(Set.of(kind), contentType);
    }

    private static VideoVerdict verdict(String bytes) {
        byte[] body = bytes.getBytes(StandardCharsets.ISO_8859_1);
        VideoCheck check = new VideoCheck();
        check.accept(body.length, i -> body[i]);
        return check.finish();
    }
}
