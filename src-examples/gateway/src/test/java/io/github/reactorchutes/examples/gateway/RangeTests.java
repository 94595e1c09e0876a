package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;

/** Parts of a saved video, as RFC 9110 defines them. */
class RangeTests extends GatewayTest {

    private String path = "";

    private String tag = "";

    private int size;

    @BeforeEach
    void save() {
        path = begin("a fox");
        JobStatus.Video video = Objects.requireNonNull(last(path).video());
        tag = '"' + video.sha256() + '"';
        size = (int) video.bytes();
    }

    @Test
    void sendsAPartOfTheSameVideo() {
        assertThat(get("bytes=0-9", tag)).isEqualTo("206 10 bytes 0-9/" + size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/TAG", "Wed, 21 Oct 2015 07:28:00 GMT", "nonsense", ""})
    void sendsTheWholeInsteadOfAPartOfAnotherVideo(String condition) {
        assertThat(get("bytes=0-9", condition.replace("TAG", tag))).isEqualTo("200 " + size + " null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"items=0-5", "bytes=abc", "bytes=5-2", "bytes", "0-9"})
    void ignoresARangeThatIsInvalid(String range) {
        assertThat(get(range, null)).isEqualTo("200 " + size + " null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=99999999-", "bytes=-0"})
    void reportsTheSizeToARangeBeyondTheEnd(String range) {
        assertThat(get(range, null)).isEqualTo("416 0 bytes */" + size);
    }

    @Test
    void ignoresTheRangeOfAHeadRequest() {
        EntityExchangeResult<byte[]> answer =
                answer(web.method(HttpMethod.HEAD).uri(path).header(HttpHeaders.RANGE, "bytes=0-9"));
        assertThat(answer.getStatus().value()).isEqualTo(200);
        assertThat(answer.getResponseHeaders().getContentLength()).isEqualTo(size);
    }

    @Test
    void refusesAnotherVideoThanTheExpectedOne() {
        assertThat(status(HttpHeaders.IF_MATCH, "\"other\"")).isEqualTo(412);
        assertThat(status(HttpHeaders.IF_MATCH, "W/" + tag)).isEqualTo(412);
        assertThat(status(HttpHeaders.IF_MATCH, "\"other\", " + tag)).isEqualTo(200);
        assertThat(status(HttpHeaders.IF_MATCH, "*")).isEqualTo(200);
    }

    private int status(String header, String value) {
        return answer(web.get().uri(path).header(header, value)).getStatus().value();
    }

    private String get(String range, @Nullable String condition) {
        RequestHeadersSpec<?> request = web.get().uri(path).header(HttpHeaders.RANGE, range);
        EntityExchangeResult<byte[]> answer =
                answer(condition == null ? request : request.header(HttpHeaders.IF_RANGE, condition));
        byte[] body = answer.getResponseBody();
        return answer.getStatus().value() + " " + (body == null ? 0 : body.length) + " "
                + answer.getResponseHeaders().getFirst(HttpHeaders.CONTENT_RANGE);
    }

    private static EntityExchangeResult<byte[]> answer(RequestHeadersSpec<?> request) {
        return request.exchange().expectBody().returnResult();
    }
}
