package io.github.reactorchutes.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;

class StandingHeadersTests {

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Other: b", "a\nb", "a\rb", "a\r\n folded", "a\u0000", "\u0007", "a\u007f"})
    void refuseAControlCharacterInAValue(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandingHeaders.requireValid(header("X-Tenant", value)))
                .withMessage("invalid character in the value of the header X-Tenant on the customised HttpClient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X Tenant", "X-Tenant:", "X-T\u00e4nant", "(X)", "X\r\n", "X\u0000"})
    void refuseANameThatIsNotAToken(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandingHeaders.requireValid(header(name, "a")))
                .withMessage("invalid header name on the customised HttpClient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a b\tc", "\u00e4", "a=b; c=\"d\""})
    void acceptAnyOtherValue(String value) {
        assertThatCode(() -> StandingHeaders.requireValid(header("!#$%&'*+.^_`|~-09azAZ", value)))
                .doesNotThrowAnyException();
    }

    /** When this fails, delete the check of values. */
    @Test
    void areNotCheckedByReactorNetty() {
        HttpClient client = HttpClient.create().headers(headers -> headers.set("X-Tenant", "a\r\nX-Other: b"));
        assertThat(client.configuration().headers().get("X-Tenant")).isEqualTo("a\r\nX-Other: b");
    }

    private static HttpHeaders header(String name, String value) {
        return DefaultHttpHeadersFactory.headersFactory()
                .withValidation(false)
                .newHeaders()
                .add(name, value);
    }
}
