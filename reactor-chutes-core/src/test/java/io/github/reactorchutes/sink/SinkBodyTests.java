package io.github.reactorchutes.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.body.BodyLawTests;
import io.github.reactorchutes.body.Outlet;
import io.github.reactorchutes.body.Way;
import io.github.reactorchutes.sink.VideoTee.Branch;
import io.github.reactorchutes.sink.VideoTee.WhenFull;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** The law of bodies for the places that a video goes to. */
class SinkBodyTests extends BodyLawTests {

    private final AtomicInteger files = new AtomicInteger();

    @TempDir
    Path folder;

    @Override
    protected Map<String, Way> ways() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("essential branches", tee(Branch.essential(), Branch.essential()));
        ways.put("optional branches", tee(Branch.optional(), Branch.optional(), Branch.optional()));
        ways.put("an essential and an optional branch", tee(Branch.essential(), Branch.optional()));
        ways.put("branches of any kind", this::anyTee);
        ways.put("a tee of a branch", (body, dice) -> {
            List<Flux<DataBuffer>> outer = VideoTee.split(body, rule(dice), rule(dice));
            List<Flux<DataBuffer>> inner = VideoTee.split(outer.get(1), rule(dice), rule(dice));
            return Stream.of(outer.get(0), inner.get(0), inner.get(1))
                    .map(Outlet::of)
                    .toList();
        });
        ways.put("a tee with a branch that nobody subscribes to", (body, dice) -> {
            Branch missing = rule(dice).subscribedWithin(Duration.ofMillis(1L + dice.nextInt(20)));
            List<Flux<DataBuffer>> branches = VideoTee.split(body, rule(dice), missing, rule(dice));
            return List.of(Outlet.of(branches.get(0)), Outlet.of(branches.get(2)));
        });
        ways.put("a file", (body, dice) -> List.of(saved(body, dice)));
        ways.put("files of branches", this::savedBranches);
        ways.put("a file on a full disk, and a branch", (body, dice) -> {
            List<Flux<DataBuffer>> branches = VideoTee.split(body, rule(dice), rule(dice));
            return List.of(savedOnAFullDisk(branches.get(0), dice), Outlet.of(branches.get(1)));
        });
        ways.put(
                "bytes",
                (body, dice) ->
                        List.of(Outlet.of(VideoBytes.collect(body, 100_000).defaultIfEmpty(new byte[0]))));
        ways.put("byte buffers", (body, dice) -> List.of(Outlet.of(VideoBytes.byteBuffers(body))));
        ways.put(
                "a JDK publisher",
                (body, dice) -> List.of(Outlet.of(JdkFlowAdapter.flowPublisherToFlux(VideoBytes.flowPublisher(body)))));
        ways.put("an input stream", (body, dice) -> List.of(Outlet.of(read(body))));
        return ways;
    }

    private static Way tee(Branch... rules) {
        return (body, dice) ->
                VideoTee.split(body, rules).stream().map(Outlet::of).toList();
    }

    private List<Outlet> anyTee(Flux<DataBuffer> body, Random dice) {
        Branch[] rules = new Branch[2 + dice.nextInt(3)];
        Arrays.setAll(rules, i -> rule(dice));
        return tee(rules).wrap(body, dice);
    }

    private static Branch rule(Random dice) {
        Branch rule = dice.nextBoolean() ? Branch.essential() : Branch.optional();
        WhenFull whenFull = dice.nextBoolean() ? WhenFull.WAIT : WhenFull.FAIL;
        return dice.nextInt(3) == 0 ? rule : rule.queueing(1 + dice.nextInt(20_000), whenFull);
    }

    private List<Outlet> savedBranches(Flux<DataBuffer> body, Random dice) {
        List<Flux<DataBuffer>> branches = VideoTee.split(body, rule(dice), rule(dice), rule(dice));
        return List.of(saved(branches.get(0), dice), Outlet.of(branches.get(1)), saved(branches.get(2), dice));
    }

    private Outlet saved(Flux<DataBuffer> body, Random dice) {
        Path place = folder.resolve("place" + files.incrementAndGet());
        Path file = place.resolve("fox.mp4");
        Sinks.Empty<Void> stop = Sinks.empty();
        FileSink sink = dice.nextInt(4) == 0 ? FileSink.to(file).stoppedBy(stop.asMono()) : FileSink.to(file);
        create(place);
        int stopAt = dice.nextInt(30);
        AtomicInteger pieces = new AtomicInteger();
        Flux<DataBuffer> stopping = body.doOnNext(buffer -> {
            if (pieces.incrementAndGet() == stopAt) {
                Schedulers.parallel().schedule(stop::tryEmitEmpty);
            }
        });
        return new Outlet(
                sink.save(stopping),
                (cancelled, completed, video) -> assertWholeOrAbsent(file, cancelled, completed, video));
    }

    private Outlet savedOnAFullDisk(Flux<DataBuffer> body, Random dice) {
        Path place = folder.resolve("place" + files.incrementAndGet());
        create(place);
        FileSink sink = FileSink.to(place.resolve("fox.mp4"));
        long room = dice.nextInt(60_000);
        Mono<SavedVideo> saved =
                new SavingMono(body, sink, ours -> FullDisk.part(ours, room), Schedulers.boundedElastic());
        return new Outlet(saved, (cancelled, completed, video) -> {
            assertPrefix(sink.keptPart(), video);
            assertWholeOrAbsent(sink.target(), cancelled, completed, video);
        });
    }

    /** The bytes on a full disk are kept. */
    private static void assertPrefix(Path part, byte[] video) {
        try {
            if (Files.exists(part)) {
                assertThat(video).startsWith(Files.readAllBytes(part));
                Files.delete(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertWholeOrAbsent(Path file, boolean cancelled, boolean completed, byte[] video) {
        if (Files.exists(file)) {
            assertThat(file).hasBinaryContent(video);
        }
        if (!cancelled) {
            assertThat(Files.exists(file)).as("there").isEqualTo(completed);
        }
        try (Stream<Path> all = Files.list(file.getParent())) {
            assertThat(all).isSubsetOf(List.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path place) {
        try {
            Files.createDirectory(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mono<byte[]> read(Flux<DataBuffer> body) {
        return Mono.fromCallable(() -> {
                    try (InputStream stream = VideoBytes.inputStream(body)) {
                        return stream.readAllBytes();
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
