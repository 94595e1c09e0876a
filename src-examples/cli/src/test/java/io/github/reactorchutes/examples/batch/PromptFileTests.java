package io.github.reactorchutes.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactorchutes.ChutesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptFileTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final byte[] GIF = "GIF89a\1\0\1\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    /** Checks requests and sends none. */
    private static final ChutesClient CLIENT = ChutesClient.create("cpk_test.secret");

    @TempDir
    Path directory;

    @Test
    void reportsEverythingThatIsWrongWithEveryLineOfACsvFile() {
        assertProblems(
                "bad.csv",
                """
                id,endpoint,prompt,fps,steps,image,speed
                fox,,"a red
                fox",61,,,
                fox,nope,x,1,,,
                !,fast-image-to-video,it,abc,25,none.png,
                ,image2video,,,,,
                a,b
                ,,same,,,,
                ,,same,,,,
                """,
                "line 1: column 'speed' is not a field of any endpoint",
                "line 2: fps must be between 16 and 60 but was 61",
                "line 4: id is already used in line 2",
                "line 4: endpoint must be one of text-to-video, image-to-video, fast-image-to-video",
                "line 5: id must be 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or a digit",
                "line 5: prompt must have between 3 and 16384 characters but has 2",
                "line 5: fps must be a whole number but was 'abc'",
                "line 5: steps is not a field of fast-image-to-video",
                "line 5: image file " + directory.resolve("none.png") + " does not exist",
                "line 6: prompt is missing",
                "line 6: image is missing",
                "line 7: the line has 2 fields but the header has 7; quote a text that contains the delimiter",
                "line 9: the line repeats line 8; give each an id");
    }

    @Test
    void reportsEverythingThatIsWrongWithEveryLineOfAJsonlFile() {
        assertProblems(
                "bad.jsonl",
                """
                {"prompt": "a fox", "fps": 61, "zip": 1}
                null
                [1]

                {"prompt": "one", "prompt": "two"}
                {"prompt": ["a"], "seed": 1.5}
                {"endpoint": "generate", "prompt": "it looks up", "fast": "maybe", "image": "a", "image_b64": "b"}
                {"prompt": "a secret pro
                """,
                "line 1: 'zip' is not a field of any endpoint",
                "line 1: fps must be between 16 and 60 but was 61",
                "line 2: the line is not a JSON object but null",
                "line 3: the line is not a JSON object, see column 1",
                "line 5: the line is not a JSON object, see column 27",
                "line 6: prompt must be a single value",
                "line 6: seed must be a whole number but was '1.5'",
                "line 7: fast must be true or false but was 'maybe'",
                "line 7: image and image_b64 are both set",
                "line 8: the line is not a JSON object, see column 25");
    }

    @Test
    void refusesAFileWithoutPrompts() {
        assertProblems("empty.csv", "prompt\n", "line 1: the file contains no prompts");
        assertProblems("empty.jsonl", "\n", "line 1: the file contains no prompts");
    }

    @Test
    void refusesAnUnknownFormat() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(reading(write("prompts.txt", "a")))
                .withMessageEndingWith("its name must end with .csv, .jsonl or .ndjson");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.csv", "p.jsonl"})
    void refusesTextThatIsNotUtf8InOneLine(String name) throws IOException {
        Files.write(directory.resolve(name), new byte[] {'p', '\n', (byte) 0xE9, '\n'});
        assertProblemsOf(name, "line 2: the file is not UTF-8; save it as UTF-8, in a spreadsheet as 'CSV UTF-8'");
        for (Charset utf16 : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Files.writeString(directory.resolve(name), "prompt\na fox\n", utf16);
            assertProblemsOf(name, "line 1: the file is UTF-16; save it as UTF-8, in a spreadsheet as 'CSV UTF-8'");
        }
    }

    @Test
    void refusesAQuoteThatIsNeverClosed() {
        String rows = "2,a cat\n".repeat(5_000);
        assertProblems(
                "open.csv",
                "seed,prompt\n1,\"a \"\"red\"\" fox\n in snow\"\n1,\"a fox\n" + rows,
                "line 4: the quote that opens a field in this line is never closed");
    }

    @Test
    void refusesTextBehindAQuote() {
        assertProblems(
                "open.csv",
                "id,prompt\na,\"a fox\nb,\"a cat\"\n",
                "line 2: the quote that opens a field in this line is closed in line 3, but text follows; write a quote"
                        + " within a field twice");
    }

    @ParameterizedTest
    @ValueSource(chars = {';', '\t', '|'})
    void namesTheDelimiterOfAFileThatUsesAnotherOne(char used) {
        String tab = "TAB; use --delimiter tab";
        assertProblems(
                "other.csv",
                "seed" + used + "prompt\n" + ("1" + used + "a fox, running\n").repeat(1_000),
                "line 1: the header separates its columns by "
                        + (used == '\t' ? tab : "'" + used + "'; use --delimiter '" + used + "'"));
    }

    @Test
    void namesTheDelimiterThatASpreadsheetDeclares() {
        assertProblems(
                "sep.csv",
                "sep=;\nid;prompt\n1;a fox\n",
                "line 1: the header separates its columns by ';'; use --delimiter ';'");
    }

    @Test
    void refusesAFileWithoutAHeaderAndOneWithoutPromptsInOneLine() {
        assertProblems(
                "none.csv",
                "a red fox\n".repeat(1_000),
                "line 1: the header must name the columns, such as id,prompt,seed");
        assertProblems(
                "promptless.csv", "id,seed\n" + "a,1\n".repeat(1_000), "line 1: the header has no column prompt");
    }

    @Test
    void readsTheTablesOfSpreadsheets() throws IOException {
        Path plain = write("a.csv", "prompt,negative_prompt,seed\na fox,blur,3\n");
        write("b.csv", "\uFEFFPrompt,Negative Prompt,SEED,,\r\na fox,blur,3,,\r\n,,,,\r\n,\r\n");
        assertProblemsOf(
                "b.csv",
                "line 4: the line has 2 fields but the header has 3; quote a text that contains the" + " delimiter");
        Path clean = write("c.csv", "\uFEFFPrompt,Negative Prompt,SEED,,\r\na fox,blur,3,,\r\n,,,,\r\n");
        assertThat(names(clean, ',')).isEqualTo(names(plain, ','));
    }

    @Test
    void namesAProblemOfManyLinesOnceAndNotMoreThanFifty() {
        assertProblems(
                "same.jsonl",
                "{\"Prompt\":\"a fox\"}\n".repeat(3_000),
                "line 1 and 2,999 more: 'Prompt' is not a field of any endpoint",
                "line 1 and 2,999 more: prompt is missing");
        String all = IntStream.range(0, 200)
                .mapToObj(i -> "{\"prompt\":\"a fox\",\"fps\":" + (100 + i) + "}\n")
                .collect(Collectors.joining());
        assertThatExceptionOfType(InvalidPromptsException.class)
                .isThrownBy(reading(write("many.jsonl", all)))
                .satisfies(
                        error -> assertThat(String.valueOf(error.getMessage()).lines())
                                .hasSize(52)
                                .startsWith("200 problems; nothing was sent")
                                .endsWith("and 150 other problems"));
    }

    @Test
    void namesAJobByWhatIsSentWhateverTheFormat() throws IOException {
        Path csv = write("a.csv", "\uFEFFid,prompt,frames,field.sample_shift\n,a fox,81.0,5\nowl,an owl,,\n");
        Path semicolons = write("b.csv", "prompt;id;frames;field.sample_shift\na fox;;81;5\nan owl;owl;;\n");
        Path jsonl = write(
                "c.ndjson",
                "{\"prompt\":\"a fox\",\"frames\":81,\"field.sample_shift\":5}\n{\"id\":\"owl\",\"prompt\":\"an owl\"}\n");

        List<String> names = names(csv, ',');

        assertThat(names).hasSize(2);
        assertThat(names.get(0)).matches("text-to-video-[0-9a-f]{16}");
        assertThat(names.get(1)).matches("owl-[0-9a-f]{8}");
        assertThat(names(semicolons, ';')).isEqualTo(names);
        assertThat(names(jsonl, ',')).isEqualTo(names);
    }

    @Test
    void makesAnotherJobOfAnEditedLineAndOfAChangedImage() throws IOException {
        Path image = Files.write(directory.resolve("cat.gif"), GIF);
        Path prompts = write("p.csv", "id,endpoint,prompt,image\ncat,generate,it looks up,cat.gif\n");
        String name = names(prompts, ',').get(0);

        assertThat(names(prompts, ',')).containsExactly(name);
        Files.write(image, new byte[] {1}, StandardOpenOption.APPEND);
        String changedImage = names(prompts, ',').get(0);
        write("p.csv", "id,endpoint,prompt,image\ncat,fast-image-to-video,it looks down,cat.gif\n");

        assertThat(changedImage).startsWith("cat-").isNotEqualTo(name);
        assertThat(names(prompts, ',').get(0)).startsWith("cat-").isNotIn(name, changedImage);
    }

    private void assertProblems(String file, String text, String... problems) {
        write(file, text);
        assertProblemsOf(file, problems);
    }

    private void assertProblemsOf(String file, String... problems) {
        assertThatExceptionOfType(InvalidPromptsException.class)
                .isThrownBy(reading(directory.resolve(file)))
                .satisfies(error -> assertThat(
                                String.valueOf(error.getMessage()).lines().skip(1))
                        .containsExactly(problems));
    }

    private static ThrowingCallable reading(Path file) {
        return () -> names(file, ',');
    }

    private static List<String> names(Path file, char delimiter) {
        List<Job> jobs = Objects.requireNonNull(
                PromptFile.read(new PromptFileSettings(file, delimiter, "text-to-video", true), CLIENT::validate)
                        .block(SOON));
        return jobs.stream().map(Job::name).toList();
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
