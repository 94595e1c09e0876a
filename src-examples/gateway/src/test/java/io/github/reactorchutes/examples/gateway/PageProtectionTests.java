package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.Reply;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class PageProtectionTests extends GatewayTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://kittens.example",
                "https://localhost:PORT",
                "http://localhost",
                "http://localhost.kittens.example:PORT",
                "not an origin",
            })
    void refusesAnotherOrigin(String origin) {
        assertThat(post("localhost:" + port, "Origin", origin.replace("PORT", String.valueOf(port))))
                .isEqualTo(403);
        assertThat(emulator.requestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resend", "accept"})
    void refusesADecisionOfAnotherSite(String decision) {
        emulator.enqueue(Reply.gatewayTimeout());
        String path = begin("a fox");
        assertThat(last(path).state()).isEqualTo(JobState.UNKNOWN);

        assertThat(web.post()
                        .uri(path + "/" + decision)
                        .header("Sec-Fetch-Site", "cross-site")
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value())
                .isEqualTo(403);
        assertThat(last(path).state()).isEqualTo(JobState.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "anything"})
    void refusesAnotherSite(String site) {
        assertThat(post("localhost:" + port, "Sec-Fetch-Site", site)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kittens.example",
                "127.0.0.1.kittens.example",
                "localhost.kittens.example",
                "notlocalhost",
                "kittens.example:8080",
                "localhost@kittens.example",
                "sub.gateway.example",
            })
    void refusesAnotherHost(String host) {
        assertThat(post(host, "X-Forwarded-Host", "localhost")).isEqualTo(421);
        assertThat(get(host, "/")).isEqualTo(421);
        assertThat(get(host, "/settings")).isEqualTo(421);
        assertThat(get(host, "/actuator/prometheus")).isEqualTo(421);
        assertThat(emulator.requestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "localhost.",
                "gateway.localhost:8080",
                "127.0.0.1",
                "127.8.8.8:1",
                "[::1]:8080",
                "192.0.2.7",
                "gateway.example",
                "Gateway.Example:443",
                "gateway_1:8080",
            })
    void servesItsOwnNamesAndAddresses(String host) {
        assertThat(get(host, "/settings")).isEqualTo(200);
        assertThat(post(host, "Origin", "http://" + host.toLowerCase(Locale.ROOT)))
                .isEqualTo(202);
    }

    @Test
    void servesProgramsThatSendNoOrigin() {
        assertThat(post("localhost:" + port, "User-Agent", "curl")).isEqualTo(202);
    }

    private int get(String host, String path) {
        return web.get()
                .uri(path)
                .header(HttpHeaders.HOST, host)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private int post(String host, String header, String value) {
        return web.post()
                .uri("/videos")
                .header(HttpHeaders.HOST, host)
                .header(header, value)
                .bodyValue(form(form -> form.part("prompt", "a fox")))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
