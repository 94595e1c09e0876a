package io.github.reactorchutes.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactorchutes.upload.SentBodies;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonValuesTests {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("text", "\"text\""),
                Arguments.of(true, "true"),
                Arguments.of(-1, "-1"),
                Arguments.of(Long.MIN_VALUE, "-9223372036854775808"),
                Arguments.of(0.1, "0.1"),
                Arguments.of(2.0E-3, "0.002"),
                Arguments.of(1.5f, "1.5"),
                Arguments.of(new BigDecimal("3.1400"), "3.1400"),
                Arguments.of(BigInteger.TEN.pow(30), "1" + "0".repeat(30)),
                Arguments.of(List.of(1, List.of("a")), "[1,[\"a\"]]"),
                Arguments.of(Map.of("k", List.of(1L)), "{\"k\":[1]}"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesEveryKindOfValue(Object value, String json) {
        assertThat(written(JsonValues.copy("x", value))).isEqualTo(json);
    }

    @Test
    void writesADoubleAlikeOnEveryJdk() {
        assertThat(written(0x1p-44)).isEqualTo("5.684341886080802E-14");
        assertThat(written(2.0E-3)).isEqualTo("0.002");
    }

    @Test
    void keepsTheOrderOfAMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        List.of("z", "a", "m", "b").forEach(key -> map.put(key, 1));

        assertThat(written(JsonValues.copy("x", map))).isEqualTo("{\"z\":1,\"a\":1,\"m\":1,\"b\":1}");
    }

    @Test
    void copiesDeeply() {
        List<Object> inner = new ArrayList<>(List.of(1));
        List<Object> outer = new ArrayList<>(List.of(inner));

        Object copy = JsonValues.copy("x", outer);
        inner.add(2);
        outer.add(3);

        assertThat(written(copy)).isEqualTo("[[1]]");
    }

    static Stream<Object> invalidValues() {
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);
        return Stream.of(
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Float.NaN,
                Arrays.asList(1, null),
                Map.of(1, "x"),
                new byte[1],
                'c',
                "\uD83E",
                Map.of("\uDD8A", 1),
                List.of(Map.of("k", Double.NaN)),
                cyclic);
    }

    @ParameterizedTest
    @MethodSource("invalidValues")
    void refusesWhatHasNoPlaceInABody(Object value) {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> JsonValues.copy("x", value))
                .withMessageStartingWith("x must")
                .satisfies(e -> assertThat(e.field()).isEqualTo("x"));
    }

    @Test
    void refusesNull() {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> JsonValues.copy("x", null))
                .withMessageContaining("leave the field out");
    }

    private static String written(Object value) {
        String object = SentBodies.json(ChuteRequest.builder("any", URI.create("https://any.chutes.ai/x"))
                .field("k", value)
                .build());
        return object.substring("{\"k\":".length(), object.length() - 1);
    }
}
