package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A prompt file, the directory of its videos, and the runs over them. */
final class BatchFolder {

    private final Path prompts;

    private final Path videos;

    private final ChutesEmulator emulator;

    BatchFolder(Path directory, ChutesEmulator emulator) {
        this.prompts = directory.resolve("prompts.csv");
        this.videos = directory.resolve("videos");
        this.emulator = emulator;
    }

    /** Write a file of this many prompts, each its own id. */
    BatchFolder withPrompts(int count) throws IOException {
        Files.writeString(
                prompts,
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> "p" + i + ",prompt " + i + "\n")
                        .collect(Collectors.joining("", "id,prompt\n", "")));
        return this;
    }

    List<String> arguments(String... more) {
        return Stream.concat(
                        Stream.of(
                                "batch",
                                prompts.toString(),
                                "--out-dir",
                                videos.toString(),
                                "--base-url",
                                emulator.baseUrl().toString(),
                                "--rate",
                                "1000000"),
                        Stream.of(more))
                .toList();
    }

    CliRun run(String... more) {
        return CliRun.of(arguments(more).toArray(String[]::new));
    }

    /** Run into another directory. */
    CliRun runInto(String other, String... more) {
        return CliRun.of(arguments(more).stream()
                .map(word -> word.equals(videos.toString()) ? other : word)
                .toArray(String[]::new));
    }

    Path videos() {
        return videos;
    }

    Path journal() {
        return videos.resolve("journal.jsonl");
    }

    List<Path> videoFiles() throws IOException {
        return Folder.names(videos).stream()
                .filter(name -> name.endsWith(".mp4"))
                .map(videos::resolve)
                .toList();
    }

    /** Return the names of the videos without their digests, sorted, and of any other file but the journal and a store's. */
    List<String> files() throws IOException {
        return Folder.names(videos).stream()
                .filter(name -> !name.equals("journal.jsonl") && !name.equals(".chutes"))
                .map(name -> name.replaceFirst("-[0-9a-f]{8}\\.mp4$", ""))
                .toList();
    }

    /** Return the events of each job, in order, by its id. */
    Map<String, List<String>> events() throws IOException {
        return entries()
                .filter(entry -> !entry.get("job").asString().equals("*"))
                .collect(Collectors.groupingBy(
                        entry -> entry.get("job").asString().replaceFirst("-[0-9a-f]{8}$", ""),
                        Collectors.mapping(entry -> entry.get("event").asString(), Collectors.toList())));
    }

    Stream<JsonNode> entries() throws IOException {
        return Files.readAllLines(journal()).stream().map(JsonMapper.shared()::readTree);
    }

    /** Return how often each prompt was sent whole, by the id of its line. */
    Map<String, Long> sent() {
        return emulator.requests().stream()
                .filter(RecordedRequest::bodyComplete)
                .map(request -> String.valueOf(request.json().get("prompt")).replace("prompt ", "p"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    void assertMade(int count) throws IOException {
        assertThat(files())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, count).mapToObj(i -> "p" + i).toList());
    }
}
