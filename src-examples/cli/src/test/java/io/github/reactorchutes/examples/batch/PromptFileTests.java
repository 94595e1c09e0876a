package io.github.reactorchutes.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactorchutes.ChutesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Exceptions;

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
                "line 7: the line has 2 fields but the header has 7",
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
    void refusesAnUnknownFormatAndTextThatIsNotUtf8() throws IOException {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(reading(write("prompts.txt", "a")))
                .withMessageEndingWith("its name must end with .csv, .jsonl or .ndjson");
        Path latin = Files.write(directory.resolve("latin.csv"), new byte[] {'p', '\n', (byte) 0xE9, '\n'});
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(reading(latin))
                .satisfies(error -> assertThat(Exceptions.unwrap(error)).isInstanceOf(MalformedInputException.class));
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
        assertThatExceptionOfType(InvalidPromptsException.class)
                .isThrownBy(reading(write(file, text)))
                .satisfies(error -> assertThat(
                                String.valueOf(error.getMessage()).lines().skip(1))
                        .containsExactly(problems));
    }

    private static ThrowingCallable reading(Path file) {
        return () -> names(file, ',');
    }

    private static List<String> names(Path file, char delimiter) {
        List<Job> jobs = Objects.requireNonNull(PromptFile.read(file, delimiter, "text-to-video", CLIENT::validate)
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
