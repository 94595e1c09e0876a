package io.github.reactorchutes.exchange;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTests {

    @ParameterizedTest
    @ValueSource(strings = {"X-Tenant", "x", "traceparent", "X_1", "!#$%&'*+.^_`|~-"})
    void takesAnyNameThatCanBeSent(String name) {
        assertThatCode(() -> HeaderRules.check(name, "a value ~")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X Tenant", "X-Tenant:", "X-Tenant: 1\\r\\nX", "X\\nY", "X\\0", "\u00fc"})
    void refusesANameThatWouldBeMore(String name) {
        assertThatThrownBy(() -> HeaderRules.check(name.translateEscapes(), "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("invalid header name")
                .message()
                .doesNotContain("\r", "\n", "\0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"secret\\r\\nX-Injected: 1", "secret\\nX", "secret\\rX", "secret\\0", "secret\\t", "secret\u00fc"
            })
    void refusesAValueThatWouldBeMoreAndKeepsItSecret(String value) {
        assertThatThrownBy(() -> HeaderRules.check("X-Tenant", value.translateEscapes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-Tenant")
                .message()
                .doesNotContain("secret", "Injected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "HOST",
                "Content-Length",
                "Transfer-Encoding",
                "Connection",
                "Expect"
            })
    void refusesWhatTheClientSetsByItself(String name) {
        assertThatThrownBy(() -> HeaderRules.check(name, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belongs to the client");
    }
}
