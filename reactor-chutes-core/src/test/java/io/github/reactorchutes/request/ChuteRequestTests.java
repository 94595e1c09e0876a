package io.github.reactorchutes.request;

import static io.github.reactorchutes.upload.SentBodies.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChuteRequestTests {

    private static final Endpoint ENDPOINT = Endpoint.of("mine", URI.create("https://mine.chutes.ai/make"));
    private static final Image IMAGE = Image.bytes(new byte[] {1, 2, 3}).withoutCheck();

    @Test
    void sendsFieldsInTheOrderTheyWereSetAndTheImageLast() {
        ChuteRequest request = ChuteRequest.builder(ENDPOINT)
                .field("z", 1)
                .image("first-\"frame\"", IMAGE)
                .field("a", List.of("x", true))
                .field("z", 2)
                .build();

        assertThat(json(request)).isEqualTo("{\"z\":2,\"a\":[\"x\",true],\"first-\\\"frame\\\"\":\"AQID\"}");
        assertThat(request.endpoint()).isEqualTo(ENDPOINT);
    }

    @Test
    void sendsSeveralImagesInTheOrderTheirNamesWereSet() {
        Image last = Image.verbatim("last");
        ChuteRequest request = ChuteRequest.builder(ENDPOINT)
                .image("first", Image.verbatim("replaced"))
                .image("last", last)
                .field("a", 1)
                .image("first", IMAGE)
                .build();

        assertThat(json(request)).isEqualTo("{\"a\":1,\"first\":\"AQID\",\"last\":\"last\"}");
        assertThat(request.images()).containsExactly(entry("first", IMAGE), entry("last", last));
        assertThat(request.toBuilder().build()).isEqualTo(request);
        assertThat(request)
                .hasToString("ChuteRequest[endpoint=mine, fields=[a], first=Image[3 bytes],"
                        + " last=Image[4 chars of text]]");
    }

    @Test
    void canBeEmptyOrHoldNothingButAnImage() {
        assertThat(json(ChuteRequest.builder(ENDPOINT).build())).isEqualTo("{}");
        assertThat(json(ChuteRequest.builder(ENDPOINT).image("image", IMAGE).build()))
                .isEqualTo("{\"image\":\"AQID\"}");
    }

    @Test
    void givesItsValuesBack() {
        ChuteRequest request = ChuteRequest.builder("mine", ENDPOINT.url())
                .field("a", 1)
                .image("image", IMAGE)
                .build();

        assertThat(request.endpoint()).isEqualTo(ENDPOINT);
        assertThat(request.fields()).containsEntry("a", 1);
        assertThat(request.images()).containsExactly(entry("image", IMAGE));
        assertThat(request.toBuilder().build()).isEqualTo(request).hasSameHashCodeAs(request);
        assertThat(request.toBuilder().field("a", 2).build()).isNotEqualTo(request);
    }

    @Test
    void takesAUrl() {
        assertThat(json(ChuteRequest.builder(ENDPOINT)
                        .image("image", Image.url("https://example.com/fox.png"))
                        .build()))
                .isEqualTo("{\"image\":\"https://example.com/fox.png\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "", " ", "\uD83E"})
    void refusesAnInvalidName(String name) {
        ChuteRequest.Builder builder = ChuteRequest.builder(ENDPOINT);

        assertThatExceptionOfType(InvalidVideoRequestException.class).isThrownBy(() -> builder.field(name, 1));
        assertThatExceptionOfType(InvalidVideoRequestException.class).isThrownBy(() -> builder.image(name, IMAGE));
    }

    @Test
    void refusesAFieldWithTheNameOfTheImage() {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> ChuteRequest.builder(ENDPOINT)
                        .field("image", "x")
                        .image("image", IMAGE)
                        .build())
                .withMessage("image must not be both a field and an image");
    }

    @Test
    void refusesAnInvalidEndpoint() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChuteRequest.builder("My Chute", ENDPOINT.url()));
    }

    @Test
    void showsNoValues() {
        assertThat(ChuteRequest.builder(ENDPOINT)
                        .field("a", "secret")
                        .image("image", IMAGE)
                        .build())
                .hasToString("ChuteRequest[endpoint=mine, fields=[a], image=Image[3 bytes]]");
    }
}
