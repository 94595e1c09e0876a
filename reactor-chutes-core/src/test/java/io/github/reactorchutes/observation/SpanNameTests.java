package io.github.reactorchutes.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.request.ChuteRequest;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Backends group spans by their names, which must be few therefore, as meters must. */
class SpanNameTests {

    private final DefaultChutesCallObservationConvention convention = new DefaultChutesCallObservationConvention();

    @Test
    void areFewWhateverCallersMakeNamesOf() {
        assertThat(IntStream.range(0, 3 * NameKeys.MAX).mapToObj(this::name).distinct())
                .hasSize(NameKeys.MAX + 1)
                .contains("generate_content name-0", "generate_content other");
    }

    private String name(int number) {
        ChuteRequest request = ChuteRequest.builder("name-" + number, URI.create("https://name.chutes.ai/generate"))
                .field("prompt", "a fox")
                .build();
        return convention.getContextualName(new ChutesCallObservationContext(ChutesCall.of(request), "default"));
    }
}
