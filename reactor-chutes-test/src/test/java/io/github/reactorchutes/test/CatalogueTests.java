package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorchutes.test.chute.ChuteSpec;
import io.github.reactorchutes.test.chute.CordSpec;
import io.github.reactorchutes.test.chute.Medium;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogueTests {

    private static final String PUBLIC = "/chutes/?include_public=true";

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.of(ChutesEmulator.builder()
            .validTokens("token")
            .chute(ChuteSpec.named("studio/sketcher")
                    .withTagline("Sketches")
                    .withUsdPerHour(0.25)
                    .withCord(CordSpec.post("/sketch", Medium.PNG).withInput("{\"type\":\"object\"}"))));

    private final ChutesEmulator emulator = chutes.emulator();

    @Test
    void listsTheBuiltInChutesAndThoseOfTheTest() {
        JsonNode page = json(get(PUBLIC + "&limit=100"));

        assertThat(page.get("total").intValue()).isEqualTo(9);
        assertThat(names(page))
                .containsExactly(
                        "studio/sketcher",
                        "Wan2.1-14B",
                        "Wan-2.2-I2V-14B-Fast",
                        "harbor/text-to-webm",
                        "harbor/painter",
                        "harbor/speaker",
                        "harbor/first-last-frame",
                        "harbor/keyframes",
                        "harbor/director");
    }

    @Test
    void showsNoForeignChutesUnlessAskedTo() {
        assertThat(names(json(get("/chutes/")))).isEmpty();
    }

    @Test
    void pagesLikeThePlatform() {
        JsonNode page = json(get(PUBLIC + "&limit=3&page=2"));

        assertThat(page.get("page").intValue()).isEqualTo(2);
        assertThat(page.get("limit").intValue()).isEqualTo(3);
        assertThat(page.get("total").intValue()).isEqualTo(9);
        assertThat(names(page)).containsExactly("harbor/first-last-frame", "harbor/keyframes", "harbor/director");
    }

    @Test
    void rejectsALimitThatIsNoNumber() {
        HttpResponse<byte[]> response = get(PUBLIC + "&limit=many");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).at("/detail/0/loc/1").stringValue()).isEqualTo("limit");
    }

    @Test
    void findsByAPartOfTheNameAndByTheSlug() {
        assertThat(names(json(get(PUBLIC + "&name=WAN")))).containsExactly("Wan2.1-14B", "Wan-2.2-I2V-14B-Fast");
        assertThat(names(json(get(PUBLIC + "&slug=harbor-painter")))).containsExactly("harbor/painter");
    }

    @Test
    void keepsTheCordsOfAListBesideItsItems() {
        JsonNode page = json(get(PUBLIC + "&slug=harbor-painter&include_schemas=true"));
        JsonNode painter = page.at("/items/0");

        assertThat(painter.get("cords").isNull()).isTrue();
        JsonNode cord = page.get("cord_refs")
                .get(painter.get("cord_ref_id").stringValue())
                .get(0);
        assertThat(cord.get("public_api_path").stringValue()).isEqualTo("/generate");
        assertThat(cord.at("/input_schema/definitions/Input/properties/width/maximum")
                        .intValue())
                .isEqualTo(2048);
    }

    @Test
    void leavesSchemasOutUnlessAskedTo() {
        JsonNode page = json(get(PUBLIC + "&slug=harbor-painter"));

        assertThat(page.get("cord_refs").values())
                .first()
                .satisfies(cords -> assertThat(cords.get(0).has("input_schema")).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"harbor/keyframes", "HARBOR/KEYFRAMES", "harbor%2Fkeyframes"})
    void describesAChute(String name) {
        JsonNode chute = json(get("/chutes/" + name));

        assertThat(chute.get("slug").stringValue()).isEqualTo("harbor-keyframes");
        assertThat(chute.at("/cords/0/output_content_type").stringValue()).isEqualTo("text/plain");
        assertThat(chute.at("/current_estimated_price/usd/hour").doubleValue()).isEqualTo(2.1);
        assertThat(chute.get("hot").booleanValue()).isTrue();
        assertThat(chute.get("instances")).hasSize(1);
    }

    @Test
    void describesAChuteByItsId() {
        String id = emulator.chute("harbor/painter").id();

        assertThat(json(get("/chutes/" + id)).get("name").stringValue()).isEqualTo("harbor/painter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "harbor-painter"})
    void hasNoOtherChutes(String name) {
        HttpResponse<byte[]> response = get("/chutes/" + name);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Calls.text(response)).isEqualTo(PlatformError.CHUTE_NOT_FOUND.body());
    }

    @Test
    void needsNoTokenButNoWrongOneEither() {
        assertThat(Calls.send(Calls.request(emulator, PUBLIC)).statusCode()).isEqualTo(200);
        assertThat(Calls.send(Calls.request(emulator, PUBLIC).header("Authorization", "Bearer other"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void forgetsADelistedChute() {
        EmulatedChute painter = emulator.chute("harbor-painter").delist();

        assertThat(get("/chutes/harbor/painter").statusCode()).isEqualTo(404);
        assertThat(names(json(get(PUBLIC)))).doesNotContain("harbor/painter");
        assertError(paint("{\"prompt\":\"fox\"}"), PlatformError.NO_MATCHING_CHUTE);

        emulator.reset();
        assertThat(painter.instances()).isEqualTo(2);
        assertThat(paint("{\"prompt\":\"fox\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void forgetsADelistedHostOfTheContract() {
        emulator.chute("chutes-wan2-1-14b").delist();

        assertError(Calls.post(emulator, "/text2video", Wire.JSON), PlatformError.NO_MATCHING_CHUTE);
        assertThat(Calls.post(emulator, "/chutes-wan-2-2-i2v-14b-fast/generate", "{}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void showsStatesAndPrices() {
        emulator.chute("harbor/painter").hot(5).price(9.5);
        emulator.chute("harbor/speaker").cold();

        JsonNode painter = json(get("/chutes/harbor/painter"));
        assertThat(painter.get("instances")).hasSize(5);
        assertThat(painter.at("/current_estimated_price/usd/hour").doubleValue())
                .isEqualTo(9.5);
        JsonNode speaker = json(get("/chutes/harbor/speaker"));
        assertThat(speaker.get("hot").booleanValue()).isFalse();
        assertThat(speaker.get("instances")).isEmpty();
    }

    @Test
    void rejectsCallsOfColdAndDisabledChutes() {
        EmulatedChute painter = emulator.chute("harbor/painter").cold();
        HttpResponse<byte[]> cold = paint("{\"prompt\":\"fox\"}");
        assertThat(cold.statusCode()).isEqualTo(503);
        assertThat(Calls.text(cold)).contains("No instances available", painter.id());

        painter.hot().disable();
        assertError(paint("{\"prompt\":\"fox\"}"), PlatformError.CHUTE_DISABLED);
        assertThat(painter.generations()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/harbor-painter/generate        | {\"prompt\":\"fo\"}",
                "/harbor-painter/generate        | {\"prompt\":\"fox\",\"width\":100}",
                "/harbor-painter/generate        | {\"prompt\":\"fox\",\"width\":300.5}",
                "/harbor-painter/generate        | {\"prompt\":\"fox\",\"guidance_scale\":1}",
                "/harbor-painter/generate        | {\"prompt\":\"fox\",\"negative_prompt\":null}",
                "/harbor-speaker/speak           | {\"text\":\"hi\",\"voice\":\"carl\"}",
                "/harbor-speaker/speak           | {\"voice\":\"anna\"}",
                "/harbor-first-last-frame/animate| {\"prompt\":\"fox\"}",
                "/harbor-first-last-frame/animate| {\"prompt\":\"fox\",\"first_image_b64\":7}",
                "/harbor-keyframes/generate      | {\"prompt\":\"fox\",\"keyframes\":[{\"frame\":1}]}",
                "/harbor-keyframes/generate      | {\"prompt\":\"fox\",\"keyframes\":{}}"
            })
    void checksRequestsWithTheSchema(String path, String json) {
        assertError(Calls.post(emulator, path.strip(), json), PlatformError.INVALID_INPUT);
    }

    @Test
    void checksImagesUnderAnyName() {
        String json = "{\"prompt\":\"fox\",\"first_image_b64\":\"iVBORw0KGgo=\",\"last_image_b64\":\"%s\"}";

        assertError(
                Calls.post(emulator, "/harbor-first-last-frame/animate", json.formatted("data:,x")),
                PlatformError.INVALID_IMAGE);
        assertThat(Calls.post(emulator, "/harbor-first-last-frame/animate", json.formatted("iVBORw0KGgo="))
                        .statusCode())
                .isEqualTo(200);
        assertThat(emulator.requests().get(1).images())
                .extracting(RecordedImage::field)
                .containsExactly("first_image_b64", "last_image_b64");
        assertThat(emulator.requests().get(1).json()).containsOnlyKeys("prompt");
    }

    @ParameterizedTest
    @CsvSource({
        "/harbor-painter/generate, 200,",
        "/harbor-painter/paint, 404, NO_MATCHING_CORD",
        "/nobody-painter/generate, 404, NOT_FOUND",
        "/text2video/, 404, NO_MATCHING_CORD",
        "/nothing, 404, NO_MATCHING_CORD"
    })
    void callsAChuteBelowItsSlug(String path, int status, PlatformError error) {
        HttpResponse<byte[]> response = Calls.post(emulator, path, "{\"prompt\":\"fox\"}");

        assertThat(response.statusCode()).isEqualTo(status);
        if (error != null) {
            assertError(response, error);
        }
    }

    @Test
    void callsAChuteBelowItsId() {
        String id = emulator.chute("harbor/painter").id();

        assertThat(Calls.post(emulator, "/chutes/" + id + "/generate", "{\"prompt\":\"fox\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "harbor-painter.chutes.ai, /generate, HTTP/1.1 200 OK",
        "harbor-painter.chutes.ai:443, /generate, HTTP/1.1 200 OK",
        "nobody.chutes.ai, /generate, HTTP/1.1 404 Not Found",
        "api.chutes.ai, /harbor-painter/generate, HTTP/1.1 200 OK"
    })
    void callsAChuteOnItsHost(String host, String path, String status) throws Exception {
        try (Wire wire = new Wire(emulator)) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: " + host
                    + "\r\nAuthorization: Bearer token\r\nContent-Length: 16\r\n\r\n" + Wire.JSON);
            assertThat(wire.readTo("\r\n\r\n")).startsWith(status);
        }
    }

    @Test
    void leavesQueuedRepliesToCalls() {
        emulator.enqueue(Reply.capacity());

        assertThat(get(PUBLIC).statusCode()).isEqualTo(200);
        assertError(paint("{\"prompt\":\"fox\"}"), PlatformError.CAPACITY);
    }

    @Test
    void letsARuleAnswerQueries() {
        emulator.when(request -> request.path().startsWith("/chutes/")).thenReply(PlatformError.BAD_GATEWAY.reply());

        assertThat(get(PUBLIC).statusCode()).isEqualTo(502);
        assertThat(paint("{\"prompt\":\"fox\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void namesItsChutesIfAskedForAnother() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> emulator.chute("nothing"))
                .withMessageContaining("harbor/painter");
    }

    private HttpResponse<byte[]> paint(String json) {
        return Calls.post(emulator, "/harbor-painter/generate", json);
    }

    private HttpResponse<byte[]> get(String path) {
        return Calls.send(Calls.request(emulator, path).header("Authorization", "Bearer token"));
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return new JsonMapper().readTree(response.body());
    }

    private static List<String> names(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(item -> item.get("name").stringValue())
                .toList();
    }

    private static void assertError(HttpResponse<byte[]> response, PlatformError error) {
        assertThat(Calls.text(response)).isEqualTo(error.body());
        assertThat(response.statusCode()).isEqualTo(error.status());
    }
}
