package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonBoundTests {

    static Stream<Object> values() {
        return Stream.of(
                "",
                "a fox",
                "\u0007".repeat(500),
                "\"\\\n".repeat(500),
                "\uD83E\uDD8A".repeat(500),
                "\u20AC".repeat(500),
                true,
                7,
                Long.MIN_VALUE,
                Double.MIN_VALUE,
                -1.0e300,
                1.1f,
                BigInteger.TEN.pow(400),
                new BigDecimal("1E+400"),
                new BigDecimal("1E-400"),
                List.of(),
                List.of("", List.of(1, 2, 3), Map.of("", "")),
                Map.of("steps", List.of(Map.of("name", "upscale", "factor", 2.5))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void isNeverBelowTheLength(Object value) {
        Map<String, Object> fields = Map.of("field\n", value);

        assertThat(JsonBound.of(fields))
                .isGreaterThanOrEqualTo(JsonText.around(fields).get(0).length);
    }
}
