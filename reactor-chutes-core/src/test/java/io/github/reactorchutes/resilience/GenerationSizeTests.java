package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.VideoRequest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenerationSizeTests {

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void isKnownOfEveryChoiceOfEveryEndpoint(VideoRequest request) {
        for (Field field : request.endpoint().fields()) {
            for (String choice : field.choices()) {
                Map<String, Object> fields = new HashMap<>(request.fields());
                fields.put(field.key(), choice);
                assertThat(GenerationSize.units(VideoRequest.of(request.endpoint(), fields)))
                        .as(choice)
                        .isPositive();
            }
        }
    }

    @Test
    void isNotKnownOfWhatWasNotChecked() {
        assertThat(GenerationSize.units(
                        VideoRequest.of(Endpoint.TEXT_TO_VIDEO, Requests.text().fields())))
                .isEqualTo(81 * 25 * 832 * 480 / 1e6);
        assertThat(GenerationSize.units(ChuteRequest.builder(Endpoint.TEXT_TO_VIDEO)
                        .field("frames", "many")
                        .build()))
                .isZero();
    }
}
