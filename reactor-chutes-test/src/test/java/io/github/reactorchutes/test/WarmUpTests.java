package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTests {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final String COLD = "data: {\"status\": \"cold\", \"log\": \"waiting for instances ...\"}";
    private static final String PAINTER = "/chutes/warmup/harbor/painter";

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.of(ChutesEmulator.builder()
            .validTokens("token")
            .coldStart(Duration.ofMillis(50))
            .warmUpInterval(Duration.ofMillis(5)));

    private final ChutesEmulator emulator = chutes.emulator();

    private final EmulatedChute painter = emulator.chute("harbor/painter");

    @Test
    void tellsAtOnceThatAHotChuteIsHot() {
        HttpResponse<byte[]> response = warmUp(PAINTER);

        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        assertThat(events(response))
                .containsExactly("data: {\"status\": \"hot\", \"log\": \"chute is hot, 2 instances available\"}");
        assertThat(painter.coldStarts()).isZero();
    }

    @Test
    void tellsTheStateUntilTheChuteIsHot() {
        painter.cold();

        List<String> events = events(warmUp("/chutes/warmup/" + painter.id()));

        assertThat(events).hasSizeGreaterThan(1).first().isEqualTo(COLD);
        assertThat(events.get(events.size() - 1)).contains("hot", "1 instances");
        assertThat(painter.coldStarts()).isEqualTo(1);
        assertThat(paint().statusCode()).isEqualTo(200);
    }

    @Test
    void beginsTheStartWithACallToo() {
        painter.cold(Duration.ZERO);

        assertThat(paint().statusCode()).isEqualTo(503);
        assertThat(paint().statusCode()).isEqualTo(200);
        assertThat(painter.coldStarts()).isEqualTo(1);
        assertThat(painter.instances()).isEqualTo(1);
    }

    @Test
    void beginsOneStartForAllThatWait() {
        painter.cold(NEVER);

        assertThat(paint().statusCode()).isEqualTo(503);
        assertThat(events(warmUp(PAINTER + "?quick=true"))).containsExactly(COLD);
        assertThat(painter.coldStarts()).isEqualTo(1);
    }

    @Test
    void becomesHotWhenTheTestSaysSo() {
        painter.cold(NEVER);
        warmUp(PAINTER + "?quick=true");

        painter.hot(3);

        assertThat(events(warmUp(PAINTER))).singleElement().asString().contains("3 instances");
    }

    @Test
    void rejectsCallsOfAColdChuteBeforeItReadsTheirFields() {
        painter.cold(NEVER);

        assertThat(Calls.post(emulator, "/harbor-painter/generate", "{}").statusCode())
                .isEqualTo(503);
        assertThat(Calls.post(emulator, "/harbor-painter/generate", "[]").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(WarmUpFault.class)
    void failsOneWarmUp(WarmUpFault fault) throws Exception {
        painter.cold(NEVER).failNextWarmUp(fault, 2);

        try (Wire wire = new Wire(emulator)) {
            wire.send("GET " + PAINTER + " HTTP/1.1\r\nAuthorization: Bearer token\r\n\r\n");
            String start = wire.readTo("...\"}\n\n\r\n") + wire.readTo("...\"}\n\n\r\n");
            assertThat(start).startsWith("HTTP/1.1 200 OK").contains("chunked");
            switch (fault) {
                case CUT -> assertThat(wire.readAll()).isEqualTo(new Wire.Received("", Wire.End.FIN));
                case END -> assertThat(wire.readTo("\r\n\r\n")).isEqualTo("0\r\n\r\n");
                case SILENCE -> assertThat(emulator.requests().get(0).end()).isEqualTo(ExchangeEnd.IN_PROGRESS);
            }
        }
        painter.hot();
        assertThat(events(warmUp(PAINTER))).hasSize(1);
    }

    @Test
    void rejectsWhatThePlatformRejects() {
        assertError(warmUp("/chutes/warmup/nothing"), PlatformError.CHUTE_NOT_FOUND);
        assertError(Calls.send(Calls.request(emulator, PAINTER)), PlatformError.AUTHENTICATION_REQUIRED);

        painter.disable();
        assertError(warmUp(PAINTER), PlatformError.CHUTE_DISABLED);

        painter.delist();
        assertError(warmUp(PAINTER), PlatformError.CHUTE_NOT_FOUND);
    }

    @Test
    void forgetsColdChutesOnReset() {
        painter.cold(NEVER).failNextWarmUp(WarmUpFault.CUT, 0);

        emulator.reset();

        assertThat(painter.instances()).isEqualTo(2);
        assertThat(events(warmUp(PAINTER))).hasSize(1);
    }

    private HttpResponse<byte[]> paint() {
        return Calls.post(emulator, "/harbor-painter/generate", "{\"prompt\":\"fox\"}");
    }

    private HttpResponse<byte[]> warmUp(String path) {
        return Calls.send(Calls.request(emulator, path).header("Authorization", "Bearer token"));
    }

    private static List<String> events(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return List.of(Calls.text(response).split("\n\n"));
    }

    private static void assertError(HttpResponse<byte[]> response, PlatformError error) {
        assertThat(Calls.text(response)).isEqualTo(error.body());
        assertThat(response.statusCode()).isEqualTo(error.status());
    }
}
