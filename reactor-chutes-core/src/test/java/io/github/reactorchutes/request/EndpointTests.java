package io.github.reactorchutes.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTests {

    private static final URI ELSEWHERE = URI.create("http://localhost:8080/generate?x=1");

    @Test
    void listsTheEndpointsOfTheContract() {
        assertThat(Endpoint.TEXT_TO_VIDEO.name()).isEqualTo("text-to-video");
        assertThat(Endpoint.TEXT_TO_VIDEO.url()).hasToString("https://chutes-wan2-1-14b.chutes.ai/text2video");
        assertThat(Endpoint.IMAGE_TO_VIDEO.name()).isEqualTo("image-to-video");
        assertThat(Endpoint.IMAGE_TO_VIDEO.url()).hasToString("https://chutes-wan2-1-14b.chutes.ai/image2video");
        assertThat(Endpoint.FAST_IMAGE_TO_VIDEO.name()).isEqualTo("fast-image-to-video");
        assertThat(Endpoint.FAST_IMAGE_TO_VIDEO.url())
                .hasToString("https://chutes-wan-2-2-i2v-14b-fast.chutes.ai/generate");
    }

    @Test
    void keepsItsFieldsWhereverItComesFrom() throws Exception {
        assertThat(Endpoint.known())
                .containsExactly(Endpoint.TEXT_TO_VIDEO, Endpoint.IMAGE_TO_VIDEO, Endpoint.FAST_IMAGE_TO_VIDEO);
        for (Endpoint endpoint : Endpoint.known()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(endpoint);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).isSameAs(endpoint);
            }
            assertThat(Endpoint.of(endpoint.name(), endpoint.url())).isSameAs(endpoint);
            assertThat(endpoint.fields()).isNotEmpty();
        }
    }

    @Test
    void isEqualByNameAndUrl() {
        assertThat(Endpoint.of("a", ELSEWHERE)).isEqualTo(Endpoint.of("a", ELSEWHERE));
        assertThat(Endpoint.of("a", ELSEWHERE)).hasSameHashCodeAs(Endpoint.of("a", ELSEWHERE));
        assertThat(Endpoint.of("a", ELSEWHERE)).isNotEqualTo(Endpoint.of("b", ELSEWHERE));
        assertThat(Endpoint.of("a", ELSEWHERE)).isNotEqualTo(Endpoint.of("a", URI.create("http://localhost/")));
        assertThat(Endpoint.of("a", ELSEWHERE)).hasToString("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "-a", "a b", "é", ".a"})
    void refusesAnInvalidName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of(name, ELSEWHERE))
                .withMessageContaining("name");
    }

    @Test
    void boundsTheNameAt64Characters() {
        assertThat(Endpoint.of("a".repeat(64), ELSEWHERE).name()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.of("a".repeat(65), ELSEWHERE));
    }

    @Test
    void encodesWhatIsNotAscii() {
        assertThat(Endpoint.of("a", URI.create("https://b\u00fccher.example/\u00fc"))
                        .url())
                .hasToString("https://xn--bcher-kva.example/%C3%BC");
        assertThat(Endpoint.of("a", ELSEWHERE).url()).isSameAs(ELSEWHERE);
    }

    @ParameterizedTest
    @CsvSource({
        "/relative, scheme",
        "ftp://host/x, scheme",
        "https:opaque, host",
        "https:///path, host",
        "https://user:secret@host/x, user-info",
        "https://host/x#part, fragment",
        "https://under_score/x, underscore",
        "https://host:99999/x, 99999",
        "https://256.1.1.1/x, IP address"
    })
    void refusesAnInvalidUrlWithoutRepeatingIt(String url, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of("mine", URI.create(url)))
                .withMessageContaining("mine")
                .withMessageContaining(problem)
                .withMessageNotContaining("secret");
    }
}
