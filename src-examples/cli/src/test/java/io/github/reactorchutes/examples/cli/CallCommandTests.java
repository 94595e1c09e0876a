package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedImage;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.chute.ChuteSpec;
import io.github.reactorchutes.test.chute.CordSpec;
import io.github.reactorchutes.test.chute.Medium;
import io.github.reactorchutes.tools.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CallCommandTests {

    private static final String ANYTHING = "{\"type\":\"object\",\"required\":[\"input\"],\"properties\":{"
            + "\"input\":{\"type\":\"string\"},\"flag\":{\"type\":\"boolean\"},\"scale\":{\"type\":\"number\"},"
            + "\"list\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}},\"size\":{\"type\":\"object\"}}}";

    private final ChutesEmulator emulator = ChutesEmulator.builder()
            .smallVideos(true)
            .chute(ChuteSpec.named("studio/odd")
                    .withCord(CordSpec.post("/any", Medium.PNG).withInput(ANYTHING)))
            .start();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void makesAWebmOfAText() {
        CliRun run = call("harbor-text-to-webm", "clip.webm", "prompt=a red fox", "duration=2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(file("clip.webm") + "\n");
        assertThat(run.err()).contains("waiting for the video");
        assertThat(Media.of(file("clip.webm")).frames()).isEqualTo(16);
        assertThat(sent().json()).containsEntry("prompt", "a red fox");
    }

    @Test
    void makesAnImageOfAText() {
        CliRun run = call("harbor/painter", "fox.png", "prompt=a red fox", "width=320", "height=256");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("waiting for the image");
        assertThat(Media.of(file("fox.png")))
                .extracting(Media::width, Media::height)
                .containsExactly(320, 256);
    }

    @Test
    void makesSpeechOfAText() {
        CliRun run = call("harbor-speaker", "hello.wav", "text=hello there", "voice=ben", "speed=1.5");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("waiting for the sound");
        assertThat(Media.ffmpeg("-v error -i FILE -f s16le -", file("hello.wav")))
                .hasSizeGreaterThan(1_000);
    }

    @Test
    void makesAVideoBetweenTwoImages() throws IOException {
        Path first = Files.write(file("a.png"), SamplePicture.png());
        Path last = Files.write(file("b.png"), SamplePicture.png());

        CliRun run = call(
                "harbor-first-last-frame",
                "cat.mp4",
                "prompt=it runs",
                "first_image_b64=@" + first,
                "last_image_b64=@" + last,
                "frames=17",
                "fps=8",
                "loop=true");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Media.of(file("cat.mp4")))
                .extracting(Media::frames, Media::rate)
                .containsExactly(17, "8/1");
        int size = SamplePicture.png().length;
        assertThat(sent().images())
                .extracting(RecordedImage::field, RecordedImage::size)
                .containsExactly(tuple("first_image_b64", size), tuple("last_image_b64", size));
        assertThat(sent().json()).containsEntry("loop", true);
    }

    @Test
    void makesAVideoThatIsDeclaredAsTextAndOfAList() {
        CliRun run = call("harbor-keyframes", "fox.mp4", "prompt=a red fox", "frames=9", "keyframes=[]");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Media.of(file("fox.mp4")).frames()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "harbor-text-to-webm, prompt=fox, clip.webm",
        "harbor-painter, prompt=fox, clip.png",
        "harbor-speaker, text=fox, clip.wav"
    })
    void correctsTheEndingOfTheFile(String chute, String field, String saved) {
        CliRun run = call(chute, "clip.mp4", field);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(file(saved) + "\n");
        assertThat(run.err())
                .contains("chutes: saved as " + file(saved) + ", because it has another format")
                .doesNotContain("warning");
    }

    @Test
    void givesValuesTheDeclaredTypes() {
        CliRun run = call(
                "studio-odd",
                "a.png",
                "input=@@7",
                "flag=TRUE",
                "scale=0.50",
                "list=[1,2]",
                "size={\"a\":{\"b\":\"c\"}}");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(sent().json().toString()).isEqualTo("{input=@7, flag=true, scale=0.5, list=[1, 2], size={a={b=c}}}");
        assertThat(call("studio-odd", "b.png", "input=12").exitCode()).isZero();
        assertThat(sent().json()).isEqualTo(Map.of("input", "12"));
    }

    @Test
    void namesTheProblemsOfAllFieldsAtOnceAndSendsNothing() {
        CliRun run = call(
                "harbor-painter",
                "fox.png",
                "prompt=fo",
                "width=9999",
                "height=tall",
                "stepz=1",
                "guidance_scal=5",
                "seed=null",
                "seed=1",
                "negative_prompt=@missing.png",
                "oops");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactlyInAnyOrder(
                        "chutes: 9 problems; nothing was sent",
                        "'oops' must be NAME=VALUE; put a value of several words in quotes",
                        "seed is given twice",
                        "seed must not be null, which the platform does not accept: omit the field",
                        "negative_prompt file missing.png does not exist; @@ begins a text with @",
                        "prompt must have between 3 and 1200 characters but has 2",
                        "width must be between 128 and 2048 but was 9999",
                        "height must be a whole number but is text",
                        "stepz is not a field of this chute; --extra NAME=VALUE sends it anyway",
                        "guidance_scal is not a field of this chute; did you mean guidance_scale?; --extra NAME=VALUE"
                                + " sends it anyway");
        assertThat(posts()).isEmpty();
        assertThat(file("fox.png")).doesNotExist();
    }

    @Test
    void namesMissingFields() {
        CliRun run = call("harbor-first-last-frame", "a.mp4", "frames=17");
        CliRun missingFile = call("harbor-first-last-frame", "a.mp4", "prompt=it runs", "first_image_b64=@gone.png");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("chutes: 2 problems; nothing was sent\nprompt is missing\nfirst_image_b64 is missing\n");
        assertThat(missingFile.err())
                .isEqualTo("chutes: 1 problem; nothing was sent\n"
                        + "first_image_b64 file gone.png does not exist; @@ begins a text with @\n");
    }

    @Test
    void sendsAFieldThatTheChuteDoesNotDeclareOnRequest() {
        assertThat(call("harbor-painter", "a.png", "prompt=fox", "--extra", "style=[\"flat\"]")
                        .exitCode())
                .isZero();

        assertThat(sent().json()).containsEntry("style", List.of("flat"));
    }

    @Test
    void refusesAFileThatIsNotAnImageAndNamesTheWayRound() throws IOException {
        Path pdf = Files.writeString(file("a.pdf"), "%PDF-1.7");

        CliRun run = call("studio-odd", "a.png", "input=@" + pdf);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("input must be a PNG, JPEG, WebP, GIF or BMP image but is a PDF; --no-image-check sends it");
        assertThat(posts()).isEmpty();
        assertThat(call("studio-odd", "a.png", "--no-image-check", "input=@" + pdf)
                        .exitCode())
                .isZero();
    }

    @Test
    void asksWhichOfSeveralPathsToCall() {
        CliRun run = call("chutes-wan2-1-14b", "fox.mp4", "prompt=a red fox");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("chutes: choose a path of chutes-wan2-1-14b with --cord: /text2video, /image2video\n");
        assertThat(call("chutes-wan2-1-14b", "fox.mp4", "prompt=a red fox", "--cord", "text2video")
                        .exitCode())
                .isZero();
        assertThat(call("harbor-painter", "a.png", "prompt=fox", "--cord", "/nowhere")
                        .err())
                .isEqualTo("chutes: --cord must be one of /generate of harbor/painter\n");
    }

    @Test
    void suggestsSimilarNamesForADelistedChute() {
        emulator.chute("harbor/painter").delist();

        CliRun run = call("harbor-painter", "a.png", "prompt=fox");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no chute is called harbor-painter").contains("did you mean harbor-");
        assertThat(posts()).isEmpty();
    }

    @Test
    void acceptsOtherMediaOnRequest() {
        CliRun refused = call("harbor-painter", "a.mp4", "prompt=fox", "--accept", "video");
        CliRun invalid = call("harbor-painter", "a.mp4", "prompt=fox", "--accept", "pictures");

        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(invalid.exitCode()).isEqualTo(2);
        assertThat(invalid.err()).contains("--accept must be video, image, audio, any, or a content type");
        assertThat(call("harbor-painter", "a.png", "prompt=fox", "--accept", "any")
                        .exitCode())
                .isZero();
    }

    @Test
    void reportsForScripts() {
        JsonNode report = JsonMapper.shared()
                .readTree(call("harbor-painter", "a.png", "prompt=fox", "--json", "-q")
                        .out());
        CliRun failed = call("harbor-painter", "b.png", "prompt=f", "--json");

        assertThat(report.get("file").asString()).isEqualTo(file("a.png").toString());
        assertThat(report.get("bytes").asLong()).isPositive();
        JsonNode failure = JsonMapper.shared().readTree(failed.out());
        assertThat(failure.get("kind").asString()).isEqualTo("usage");
        assertThat(failure.get("message").asString()).contains("prompt must have between 3 and 1200 characters");
    }

    @Test
    void retriesWhileTheChuteIsCold() {
        emulator.enqueue(Reply.coldStart(), Reply.coldStart());

        CliRun run = call("harbor-painter", "a.png", "prompt=fox", "--retries", "3");

        assertThat(run.err()).contains("attempt 1 of 4 failed");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(posts()).hasSize(3);
    }

    private CliRun call(String chute, String file, String... arguments) {
        return CliRun.of(Stream.of(
                        Stream.of("call", chute),
                        Stream.of(arguments),
                        Stream.of(
                                "-o",
                                file(file).toString(),
                                "--base-url",
                                emulator.baseUrl().toString()))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private RecordedRequest sent() {
        List<RecordedRequest> posts = posts();
        return posts.get(posts.size() - 1);
    }

    private List<RecordedRequest> posts() {
        return emulator.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
    }
}
