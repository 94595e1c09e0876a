package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors cross process borders: in queues, in caches, in distributed executors. Each says there what it said here. */
class SerializationTests {

    private static final Endpoint OWN = Endpoint.of("own", URI.create("https://own.chutes.ai/generate"));

    @ParameterizedTest
    @MethodSource("errors")
    void tellsTheSameAfterARoundTrip(RuntimeException error) throws Exception {
        RuntimeException copy = roundTrip(error);

        assertThat(copy).hasMessage(error.getMessage()).isExactlyInstanceOf(error.getClass());
        assertThat(facts(copy)).isEqualTo(facts(error)).hasSizeGreaterThan(0);
    }

    static Stream<RuntimeException> errors() {
        IOException cause = new IOException("gone");
        Map<String, List<String>> headers = Map.of(
                "Retry-After", List.of("17"),
                "X-Chutes-InvocationID", List.of("some-id"),
                "Set-Cookie", List.of("a", "b"));
        byte[] body = "{\"detail\":{\"message\":\"no\",\"quota_reset_timestamp\":\"2026-01-02T00:00:00+00:00\"}}"
                .getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                ChutesResponseException.of(OWN, 402, headers, body, "cpk_some.token"),
                ChutesResponseException.of(Endpoint.TEXT_TO_VIDEO, 503, Map.of(), new byte[0]),
                new ChutesBodyException(OWN, ChutesBodyException.Reason.TRUNCATED, 17, "some-id", "it broke", cause),
                new ChutesCallRejectedException(
                        OWN, ChutesCallRejectedException.Limit.CIRCUIT_OPEN, "it is open", Duration.ofSeconds(3)),
                new ChutesNotSentException(OWN, CallPhase.CONNECT, "refused", cause),
                new ChutesOutcomeUnknownException(OWN, CallPhase.FIRST_BYTE, "silence", cause),
                new ChutesArtifactException(OWN, ChutesArtifactException.Reason.CHANGED, 17, "changed", cause),
                new ChutesQueryException(OWN, CallPhase.BODY, "cut", true, cause),
                new InvalidVideoRequestException("fps", "must be between 16 and 60 but was 61"));
    }

    private static Map<String, @Nullable Object> facts(RuntimeException error)
            throws InvocationTargetException, IllegalAccessException {
        Map<String, @Nullable Object> facts = new TreeMap<>();
        for (Method method : error.getClass().getMethods()) {
            boolean ours = method.getDeclaringClass().getName().startsWith("io.github.reactorchutes");
            if (ours && method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers())) {
                facts.put(method.getName(), method.invoke(error));
            }
        }
        return facts;
    }

    private static RuntimeException roundTrip(RuntimeException error) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (RuntimeException) in.readObject();
        }
    }
}
