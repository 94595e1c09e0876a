package io.github.reactorchutes.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedImage;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.chute.ChuteSpec;
import io.github.reactorchutes.test.chute.CordSpec;
import io.github.reactorchutes.test.chute.Medium;
import io.github.reactorchutes.tools.Media;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@Tag("watched")
class CatalogueTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private ChutesEmulator emulator = ChutesEmulator.start();

    @TempDir
    Path folder;

    private ChutesClient client = fixture.client(emulator.baseUrl());

    @BeforeEach
    void connect() {
        client = fixture.client(emulator.baseUrl());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private Catalogue catalogue() {
        return client.catalogue();
    }

    private ChuteDescription described(String name) {
        return Objects.requireNonNull(catalogue().describe(name).block(SOON));
    }

    @Test
    void describesAChuteByItsNameSlugOrId() {
        ChuteDescription byName = described("harbor/painter");

        assertThat(byName.slug()).isEqualTo("harbor-painter");
        assertThat(byName.tagline()).isEqualTo("Images from text");
        assertThat(byName.pricePerHour()).isEqualByComparingTo("0.6");
        assertThat(byName.instances()).isEqualTo(2);
        assertThat(byName.isHot()).isTrue();
        assertThat(List.of("harbor-painter", " HARBOR-painter ", Objects.requireNonNull(byName.id())))
                .allSatisfy(name -> {
                    assertThat(described(name).id()).isEqualTo(byName.id());
                    assertThat(described(name).cord("generate").fields()).hasSize(7);
                });
    }

    @Test
    void asksNothingBeforeASubscriptionAndAnewForEach() {
        var description = catalogue().describe("harbor/painter");
        assertThat(queries()).isEmpty();

        assertThat(Objects.requireNonNull(description.block(SOON)).isHot()).isTrue();
        emulator.chute("harbor/painter").cold();
        ChuteDescription cold = Objects.requireNonNull(description.block(SOON));

        assertThat(cold.isHot()).isFalse();
        assertThat(cold.instances()).isZero();
        assertThat(queries()).hasSize(2);
    }

    @Test
    void suggestsSimilarNamesForAMistypedOne() {
        assertThatThrownBy(() -> described("harbor-paintr"))
                .isInstanceOfSatisfying(UnknownChuteException.class, unknown -> {
                    assertThat(unknown.chute()).isEqualTo("harbor-paintr");
                    assertThat(unknown.suggestions().get(0)).isEqualTo("harbor-painter");
                })
                .hasMessageStartingWith(
                        "no chute is called harbor-paintr: it is mistyped, was removed from the platform"
                                + " or is not yours; did you mean harbor-painter");
        assertThatThrownBy(() -> described("speakr")).hasMessageContaining("did you mean harbor-speaker?");
    }

    @Test
    void suggestsWhatIsLeftOfADelistedChute() {
        emulator.chute("harbor/painter").delist();

        assertThatThrownBy(() -> described("harbor-painter"))
                .isInstanceOfSatisfying(
                        UnknownChuteException.class,
                        unknown ->
                                assertThat(unknown.suggestions()).isNotEmpty().doesNotContain("harbor-painter"));
    }

    @Test
    void reportsAnUnknownNameAlthoughTheSearchForSimilarOnesFails() {
        emulator.when(request -> request.path().startsWith("/chutes/?")
                        && !request.path().contains("slug="))
                .thenReply(Reply.html(502, "<html>"));

        assertThatThrownBy(() -> described("harbor-paintr"))
                .isInstanceOfSatisfying(
                        UnknownChuteException.class,
                        unknown -> assertThat(unknown.suggestions()).isEmpty())
                .hasMessageEndingWith("is not yours");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../users/me", "a//b", "a?b", "a\u0000b", "wan 2.1"})
    void asksForNoNameThatNoChuteCanHave(String name) {
        assertThatThrownBy(() -> described(name)).isInstanceOf(UnknownChuteException.class);
        assertThat(queries()).allSatisfy(query -> assertThat(query).startsWith("/chutes/?include_public=true"));
    }

    @Test
    void failsAsOtherQueriesDo() {
        emulator.when(request -> request.path().startsWith("/chutes/")).thenReply(Reply.html(502, "<html>"));
        assertThatThrownBy(() -> described("harbor/painter")).isInstanceOf(ChutesResponseException.class);

        emulator.reset();
        emulator.when(request -> request.path().startsWith("/chutes/")).thenReply(Reply.json(200, "{"));
        assertThatThrownBy(() -> described("harbor/painter")).isInstanceOf(ChutesQueryException.class);
    }

    @Test
    void findsChutesByWhatTheyAnswer() {
        StepVerifier.create(catalogue().search("WAV speech").map(ChuteDescription::slug))
                .expectNext("harbor-speaker")
                .expectComplete()
                .verify(SOON);
        assertThat(catalogue()
                        .search("video")
                        .map(ChuteDescription::toString)
                        .collectList()
                        .block(SOON))
                .contains("chutes-wan2-1-14b", "harbor-text-to-webm")
                .doesNotContain("harbor-painter");
    }

    @Test
    void findsOnlyHotChutesIfAsked() {
        emulator.chute("harbor/painter").cold();

        assertThat(catalogue()
                        .search(CatalogueQuery.of("harbor").hotOnly().limit(2))
                        .map(ChuteDescription::toString)
                        .collectList()
                        .block(SOON))
                .hasSize(2)
                .doesNotContain("harbor-painter");
    }

    @Test
    void readsPagesAsTheyAreDemanded() {
        emulator.close();
        emulator = crowded(250);
        Flux<ChuteDescription> all = fixture.client(emulator.baseUrl())
                .catalogue()
                .search(CatalogueQuery.of("sketcher").limit(1_000));

        StepVerifier.create(all, 5)
                .expectNextCount(5)
                .then(() -> assertThat(queries()).hasSize(1))
                .thenRequest(140)
                .expectNextCount(140)
                .then(() -> assertThat(queries()).hasSize(2))
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(105)
                .expectComplete()
                .verify(SOON);
        assertThat(queries()).hasSize(3);
    }

    @Test
    void stopsAtTheLimit() {
        emulator.close();
        emulator = crowded(250);

        assertThat(fixture.client(emulator.baseUrl())
                        .catalogue()
                        .search("sketcher")
                        .count()
                        .block(SOON))
                .isEqualTo(25);
        assertThat(queries()).hasSize(1);
    }

    private static ChutesEmulator crowded(int chutes) {
        ChutesEmulator.Builder builder = ChutesEmulator.builder();
        IntStream.range(0, chutes)
                .mapToObj(i -> ChuteSpec.named("studio/sketcher-" + i).withCord(CordSpec.post("/sketch", Medium.PNG)))
                .forEach(builder::chute);
        return builder.start();
    }

    @Test
    void leadsToAPlayableWebm() {
        Cord cord = described("harbor-text-to-webm").cord("/render");

        byte[] clip = Calls.video(
                client,
                cord.requireValid(cord.request().field("prompt", "a fox").build()));

        assertThat(Media.of(clip).frames()).isEqualTo(16);
        assertThat(Media.errors(clip)).isEmpty();
    }

    @Test
    void leadsToAnImage() {
        Cord cord = described("harbor-painter").cord("/generate");
        ChuteRequest request = cord.request()
                .field("prompt", "a fox")
                .field("width", 320)
                .field("height", 256)
                .build();

        byte[] image = Calls.video(client, cord.requireValid(request));

        assertThat(Media.of(image)).extracting(Media::width, Media::height).containsExactly(320, 256);
    }

    @Test
    void leadsToSpeech() throws IOException {
        Cord cord = described("harbor-speaker").cord("/speak");

        byte[] speech = Calls.video(
                client,
                cord.requireValid(cord.request().field("text", "hello there").build()));

        Path file = Files.write(folder.resolve("speech.wav"), speech);
        assertThat(Media.ffmpeg("-v error -i FILE -f s16le -", file)).hasSizeGreaterThan(1_000);
    }

    @Test
    void leadsToAVideoThatIsDeclaredAsText() {
        Cord cord = described("harbor-keyframes").cord("/generate");

        byte[] clip = Calls.video(
                client,
                cord.request().field("prompt", "a fox").field("frames", 9).build());

        assertThat(Media.of(clip).frames()).isEqualTo(9);
    }

    @Test
    void leadsToAVideoBetweenTwoImages() throws IOException {
        byte[] first = Pictures.png(200_001);
        byte[] last = Pictures.png(300_000);
        Path file = Files.write(folder.resolve("first.png"), first);
        Cord cord = described("harbor-first-last-frame").cord("/animate");
        ChuteRequest request = cord.requireValid(cord.request()
                .field("prompt", "a fox")
                .field("frames", 17)
                .field("fps", 8)
                .image("first_image_b64", Image.file(file))
                .image("last_image_b64", Image.bytes(last))
                .build());

        byte[] clip = Calls.video(client, request);

        assertThat(Media.of(clip)).extracting(Media::frames, Media::rate).containsExactly(17, "8/1");
        RecordedRequest received = emulator.requests().get(emulator.requestCount() - 1);
        assertThat(received.images())
                .extracting(RecordedImage::field, RecordedImage::size, RecordedImage::decoded)
                .containsExactly(
                        tuple("first_image_b64", first.length, true), tuple("last_image_b64", last.length, true));
        assertThat(new String(received.body(), StandardCharsets.US_ASCII)).startsWith("{\"prompt\":\"a fox\"");
    }

    @Test
    void findsTheFaultOfARequestBeforeItIsPaid() {
        Cord cord = described("harbor-painter").cord("/generate");
        ChuteRequest request = cord.request()
                .field("prompt", "fo")
                .field("width", 64)
                .field("guidance_scale", 1)
                .field("seed", -1)
                .build();

        assertThat(cord.validate(request).stream().map(FieldProblem::toString))
                .containsExactly(
                        "prompt must have between 3 and 1200 characters but has 2",
                        "width must be between 128 and 2048 but was 64",
                        "guidance_scale must be more than 1 and at most 10 but was 1",
                        "seed must be between 0 and 4294967295 but was -1");
        assertThat(emulator.requests()).noneMatch(sent -> sent.method().equals("POST"));
    }

    private List<String> queries() {
        return emulator.requests().stream()
                .filter(request -> request.method().equals("GET"))
                .map(RecordedRequest::path)
                .toList();
    }
}
