package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.chute.ChuteSpec;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FindAndDescribeTests {

    private final ChutesEmulator emulator = ChutesEmulator.builder()
            .chute(ChuteSpec.named("studio/odd").withTagline("red\u001b[31m and\nnew line"))
            .start();

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void printsATableOfWhatItFinds() {
        CliRun run = run("find", "harbor", "image/png");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "CHUTE ANSWERS USD/HOUR INSTANCES HOT ABOUT",
                        "harbor-painter image/png 0.60 2 yes Images from text");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void findsVideosAndOnlyHotOnesIfAsked() {
        emulator.chute("harbor/text-to-webm").cold();

        assertThat(run("find", "video").out()).contains("chutes-wan2-1-14b", "harbor-text-to-webm");
        assertThat(run("find", "video", "--hot").out())
                .contains("chutes-wan2-1-14b")
                .doesNotContain("harbor-text-to-webm");
        assertThat(run("find", "--limit", "3").out()).hasLineCount(4);
    }

    @Test
    void letsNoServerControlTheTerminal() {
        assertThat(run("find", "odd").out()).hasLineCount(2).contains("red?[31m and?new line");
    }

    @Test
    void saysThatItFoundNothing() {
        CliRun run = run("find", "no-such-chute");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no public chute has these words: use fewer");
        assertThat(run("find", "no-such-chute", "--json").out()).isEqualTo("{\"chutes\":[]}\n");
    }

    @Test
    void findsForScripts() {
        JsonNode chute = json(run("find", "speech", "--json")).get("chutes").get(0);

        assertThat(chute.get("slug").asString()).isEqualTo("harbor-speaker");
        assertThat(chute.get("pricePerHour").decimalValue()).isEqualByComparingTo("0.3");
        assertThat(chute.get("hot").booleanValue()).isTrue();
        assertThat(chute.get("cords").get(0).get("contentType").asString()).isEqualTo("audio/wav");
    }

    @ParameterizedTest
    @CsvSource({
        "--limit 0, --limit must be between 1 and 1000 but was 0",
        "--api-url http://example.org, --api-url is plain http to example.org"
    })
    void namesTheOption(String options, String message) {
        CliRun run = CliRun.of(
                Stream.concat(Stream.of("find"), Stream.of(options.split(" "))).toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void describesTheFieldsOfAChute() {
        CliRun run = run("describe", "harbor-painter");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith("harbor-painter (harbor/painter)", "Images from text")
                .contains(
                        "POST /generate answers image/png",
                        " prompt text required between 3 and 1200 characters; Description of the image",
                        " width integer 512 between 128 and 2048",
                        " guidance_scale decimal 6 more than 1 and at most 10")
                .anyMatch(line -> line.startsWith("hot, instances: 2, US dollars per hour: 0.60, id: "));
    }

    @Test
    void describesForScripts() {
        JsonNode chute = json(run("describe", "harbor/text-to-webm", "--json"));

        assertThat(chute.get("slug").asString()).isEqualTo("harbor-text-to-webm");
        JsonNode aspect = chute.get("cords").get(0).get("fields").get(2);
        assertThat(aspect.toString())
                .isEqualTo(
                        "{\"name\":\"aspect\",\"type\":\"text\",\"required\":false,\"default\":\"16:9\",\"bounds\":\"\","
                                + "\"choices\":[\"16:9\",\"9:16\",\"1:1\"],\"description\":\"\"}");
    }

    @Test
    void suggestsSimilarNamesForADelistedChute() {
        emulator.chute("harbor/painter").delist();

        CliRun run = run("describe", "harbor-painter");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "chutes: no chute is called harbor-painter: it is mistyped, was removed from the platform or is"
                                + " not yours; did you mean harbor-")
                .hasLineCount(1);
        JsonNode failure = json(run("describe", "harbor-painter", "--json"), 2);
        assertThat(failure.get("kind").asString()).isEqualTo("usage");
        assertThat(failure.get("billed").asString()).isEqualTo("no");
    }

    @Test
    void neverSaysThatAQueryMayBeBilled() {
        emulator.when(request -> request.path().startsWith("/chutes/")).thenReply(Reply.html(502, "<html>"));

        CliRun run = run("describe", "harbor-painter");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("catalogue: the server answered 502").doesNotContain("billed");
    }

    @Test
    void readsTheUrlOfTheManagementApi() {
        CliRun byOption =
                CliRun.of("find", "speech", "--api-url", emulator.baseUrl().toString());
        CliRun byVariable =
                CliRun.with(Map.of("CHUTES_API_URL", emulator.baseUrl().toString()), "find", "speech");
        CliRun invalid = CliRun.with(Map.of("CHUTES_API_URL", "not a url"), "find", "speech");

        assertThat(byOption.out()).as(byOption.err()).contains("harbor-speaker");
        assertThat(byVariable.out()).as(byVariable.err()).contains("harbor-speaker");
        assertThat(invalid.exitCode()).isEqualTo(2);
        assertThat(invalid.err()).contains("CHUTES_API_URL must be an absolute URL");
    }

    @Test
    void usesAnEmbeddedEmulatorWithoutATokenAndAServer() {
        CliRun run = CliRun.of("find", "speech");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("harbor-speaker");
        assertThat(run.err()).contains("using an embedded emulator");
    }

    private CliRun run(String... arguments) {
        return CliRun.of(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--base-url", emulator.baseUrl().toString()))
                .toArray(String[]::new));
    }

    private static JsonNode json(CliRun run) {
        return json(run, 0);
    }

    private static JsonNode json(CliRun run, int exitCode) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).hasLineCount(1);
        return JsonMapper.shared().readTree(run.out());
    }
}
