package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageTests extends GatewayTest {

    @Test
    void loadsNothingButItself() {
        String page = get("/");
        assertThat(page).doesNotContain("http://", "https://", "<style", "style=", "onclick");
        web.get()
                .uri("/")
                .exchange()
                .expectHeader()
                .value(
                        "Content-Security-Policy",
                        policy -> assertThat(policy)
                                .contains("default-src 'none'")
                                .doesNotContain("unsafe"))
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectBody()
                .returnResult();
    }

    @Test
    void tellsThePageItsLimits() {
        assertThat(get("/settings"))
                .contains("\"emulator\":true", "\"maxPromptLength\":100", "\"maxImageBytes\":204800");
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.request.Endpoint#known")
    void tellsThePageTheFieldsOfEachEndpoint(Endpoint endpoint) {
        assertThat(get("/settings")).contains("\"name\":\"" + endpoint.name() + "\"");
        assertThat(endpoint.fields())
                .allSatisfy(field -> assertThat(get("/settings")).contains("\"key\":\"" + field.key() + "\""));
    }

    @Test
    void tellsHealthAndMeters() {
        assertThat(get("/actuator/health")).contains("UP");
        assertThat(get("/actuator/prometheus")).contains("http_server_requests");
    }

    private String get(String path) {
        return String.valueOf(web.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }
}
