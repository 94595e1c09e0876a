package io.github.reactorchutes.fuzz;

import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.reactorchutes.sink.VideoTee;
import io.github.reactorchutes.sink.VideoTee.Branch;
import io.github.reactorchutes.sink.VideoTee.WhenFull;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a user does with a call, well or badly. */
@SuppressWarnings("ImmutableEnumChecker") // the functions remember nothing
enum Habit {
    READS_ALL(usage -> usage.whole(usage.pieces())),
    READS_ONE_BY_ONE(usage -> usage.whole(usage.pieces().limitRate(1))),
    LIMITS_THE_RATE(usage -> usage.whole(usage.pieces().limitRate(2 + number(usage, 6), 1))),
    PUBLISHES_ON(usage -> usage.whole(usage.pieces().publishOn(Schedulers.parallel(), 1 + number(usage, 8)))),
    SUBSCRIBES_ON(usage -> usage.whole(usage.pieces().subscribeOn(Schedulers.parallel()))),
    CONCATENATES(usage -> usage.whole(usage.pieces().concatMap(Habit::later, 1 + number(usage, 4)))),
    FLATTENS(usage -> usage.pieces().flatMap(Habit::later, 2).then()),
    BUFFERS(usage -> usage.pieces().buffer(3).then()),
    OPENS_WINDOWS(usage -> usage.pieces().window(2).concatMap(Flux::count).then()),
    TAKES_SOME(usage -> usage.pieces().take(number(usage, 4)).then()),
    TAKES_WHILE(usage -> takesWhile(usage, number(usage, 100_000))),
    SAMPLES(usage -> usage.pieces().sample(Duration.ofMillis(1)).then()),
    THROWS(usage -> throwsAfter(usage, number(usage, 20_000))),
    JOINS(usage -> join(usage, -1).doOnNext(usage::requireWhole).then()),
    JOINS_TOO_LITTLE(usage ->
            join(usage, 1 + number(usage, 30_000)).doOnNext(usage::requireWhole).then()),
    WRITES(Habit::write),
    SAVES(Habit::save),
    COPIES_TO_A_STREAM(Habit::inputStream),
    READS_A_STREAM(Habit::readStream),
    SPLITS(usage -> split(usage, Branch.optional())),
    SPLITS_ALL_OR_NOTHING(usage -> split(usage, Branch.essential())),
    TEES(Habit::tee),
    TEES_TO_A_FULL_DISK(Habit::teeToAFullDisk),
    ZIPS_WITH_A_FAILURE(usage -> Mono.zip(usage.call(), failure(usage)).then()),
    ZIPS_THE_BODY(usage ->
            Flux.zip(usage.pieces(), Flux.range(0, 1 + number(usage, 5))).then()),
    MERGES(usage ->
            Flux.merge(usage.pieces(), failure(usage).cast(byte[].class)).then()),
    TIMES_THE_HEAD_OUT(usage -> timeHeadOut(usage, patience(usage))),
    TIMES_THE_BODY_OUT(usage -> usage.whole(usage.pieces().timeout(patience(usage)))),
    CACHES(Habit::cache),
    SHARES(usage -> share(usage, patience(usage))),
    READS_TWICE_AT_ONCE(Habit::readTwice),
    READS_LATE(usage -> readLate(usage, patience(usage))),
    DROPS_THE_HEAD(usage -> usage.call().then()),
    FILTERS_THE_HEAD(usage -> usage.call().filter(response -> false).then()),
    RELEASES(usage -> usage.call().doOnNext(VideoResponse::release).then()),
    RELEASES_ELSEWHERE(usage -> usage.call()
            .publishOn(Schedulers.parallel())
            .doOnNext(VideoResponse::release)
            .then()),
    TAKES_NEXT(usage -> usage.whole(
            usage.call().flux().next().flatMapMany(VideoResponse::body).map(VideoBytes::take)));

    private final Function<Usage, Mono<Void>> used;

    Habit(Function<Usage, Mono<Void>> used) {
        this.used = used;
    }

    static Habit draw(Random dice) {
        return values()[dice.nextInt(values().length)];
    }

    /** Return the use of the call, which ends when the user is done with it. */
    Mono<Void> use(Usage usage) {
        return used.apply(usage);
    }

    /** What a user's code throws, and what stands for the failure of a sibling. */
    static final class Oops extends RuntimeException {

        Oops() {
            super("on purpose");
        }
    }

    private static int number(Usage usage, int bound) {
        return usage.dice().nextInt(bound);
    }

    private static Duration patience(Usage usage) {
        return Duration.ofNanos(number(usage, 15_000_000));
    }

    private static Mono<Object> failure(Usage usage) {
        return Mono.delay(patience(usage)).then(Mono.error(new Oops()));
    }

    private static Mono<byte[]> later(byte[] piece) {
        return piece.length % 4 == 0
                ? Mono.just(piece).delayElement(Duration.ofNanos(100_000))
                : Mono.just(piece).publishOn(Schedulers.parallel());
    }

    private static Mono<Void> takesWhile(Usage usage, int bytes) {
        return Flux.defer(() -> {
                    int[] seen = new int[1];
                    return usage.pieces().takeWhile(piece -> (seen[0] += piece.length) < bytes);
                })
                .then();
    }

    private static Mono<Void> throwsAfter(Usage usage, int size) {
        return usage.pieces()
                .doOnNext(piece -> {
                    if (piece.length > size) {
                        throw new Oops();
                    }
                })
                .then();
    }

    private static Mono<byte[]> join(Usage usage, int maxBytes) {
        return usage.call()
                .flatMap(response -> DataBufferUtils.join(response.body(), maxBytes))
                .map(VideoBytes::take);
    }

    private static Mono<Void> write(Usage usage) {
        return usage.call()
                .flatMap(response -> DataBufferUtils.write(response.body(), usage.file()))
                .then(readBack(usage));
    }

    private static Mono<Void> save(Usage usage) {
        return FileSink.to(usage.file())
                .saveCall(usage.call().map(VideoResponse::body))
                .then(readBack(usage));
    }

    private static Mono<Void> readBack(Usage usage) {
        return Mono.<Void>fromRunnable(() -> {
                    try {
                        usage.requireWhole(Files.readAllBytes(usage.file()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Mono<Void> inputStream(Usage usage) {
        return usage.call()
                .publishOn(Schedulers.boundedElastic())
                .flatMap(response -> Mono.fromCallable(() -> {
                    try (InputStream bytes = DataBufferUtils.subscriberInputStream(response.body(), 2)) {
                        return bytes.readAllBytes();
                    }
                }))
                .doOnNext(usage::requireWhole)
                .then();
    }

    private static Mono<Void> readStream(Usage usage) {
        return usage.call()
                .flatMap(response -> Mono.fromCallable(() -> {
                            try (InputStream bytes = VideoBytes.inputStream(response.body())) {
                                return bytes.readAllBytes();
                            }
                        })
                        .subscribeOn(Schedulers.boundedElastic()))
                .doOnNext(usage::requireWhole)
                .then();
    }

    /** An operator that takes nothing does not subscribe, so a branch may be missing for good. */
    private static Mono<Void> split(Usage usage, Branch rule) {
        int taken = number(usage, 4);
        Branch patient = rule.subscribedWithin(patience(usage).plusMillis(1));
        return usage.call().flatMap(response -> {
            List<Flux<DataBuffer>> branches = VideoTee.split(response.body(), patient, patient);
            Mono<Void> whole = usage.whole(branches.get(0).map(VideoBytes::take));
            Mono<Void> some = branches.get(1).map(VideoBytes::take).take(taken).then();
            return Mono.whenDelayError(whole, some);
        });
    }

    /** Each of the branches may be cancelled by its own time-out; those that say they are whole are. */
    private static Mono<Void> tee(Usage usage) {
        Branch[] rules = {rule(usage), rule(usage), rule(usage)};
        Duration first = patience(usage);
        Duration second = patience(usage);
        Duration third = patience(usage);
        return usage.call().flatMap(response -> {
            List<Flux<DataBuffer>> branches = VideoTee.split(response.body(), rules);
            Mono<Void> saved = FileSink.to(usage.file())
                    .save(branches.get(0))
                    .timeout(first)
                    .then(readBack(usage));
            Mono<Void> viewed =
                    usage.whole(branches.get(1).map(VideoBytes::take)).timeout(second);
            Mono<Void> slow = usage.whole(branches.get(2).map(VideoBytes::take).limitRate(1))
                    .timeout(third);
            return Mono.whenDelayError(saved, viewed, slow);
        });
    }

    private static Branch rule(Usage usage) {
        Branch rule = number(usage, 2) == 0 ? Branch.essential() : Branch.optional();
        WhenFull full = number(usage, 2) == 0 ? WhenFull.WAIT : WhenFull.FAIL;
        return number(usage, 2) == 0 ? rule : rule.queueing(1 + number(usage, 100_000), full);
    }

    private static Mono<Void> teeToAFullDisk(Usage usage) {
        Branch[] rules = {rule(usage), rule(usage)};
        return usage.call().flatMap(response -> {
            List<Flux<DataBuffer>> branches = VideoTee.split(response.body(), rules);
            Mono<Void> full = branches.get(0)
                    .map(VideoBytes::take)
                    .publishOn(Schedulers.boundedElastic())
                    .doOnNext(Habit::writeToAFullDisk)
                    .then();
            Mono<Void> viewed = usage.whole(branches.get(1).map(VideoBytes::take));
            return Mono.whenDelayError(full, viewed);
        });
    }

    private static void writeToAFullDisk(byte[] piece) {
        Path device = Path.of("/dev/full");
        if (!Files.exists(device)) {
            throw new Oops();
        }
        try {
            Files.write(device, piece);
        } catch (IOException full) {
            throw new Oops();
        }
    }

    private static Mono<Void> timeHeadOut(Usage usage, Duration patience) {
        return usage.whole(
                usage.call().timeout(patience).flatMapMany(VideoResponse::body).map(VideoBytes::take));
    }

    /** The head can be had twice then, its body still once. */
    private static Mono<Void> cache(Usage usage) {
        Mono<VideoResponse> cached = usage.call().cache();
        Mono<Void> read =
                cached.flatMapMany(VideoResponse::body).map(VideoBytes::take).then();
        return Mono.whenDelayError(read, read);
    }

    private static Mono<Void> share(Usage usage, Duration patience) {
        Flux<byte[]> shared = usage.pieces().publish().refCount(2);
        return Mono.whenDelayError(
                shared.then(), shared.takeUntilOther(Mono.delay(patience)).then());
    }

    private static Mono<Void> readTwice(Usage usage) {
        return usage.call().flatMap(response -> {
            Mono<Void> read = response.body().map(VideoBytes::take).then().subscribeOn(Schedulers.parallel());
            return Mono.whenDelayError(read, read);
        });
    }

    private static Mono<Void> readLate(Usage usage, Duration delay) {
        return usage.call()
                .delayElement(delay)
                .flatMap(response -> usage.whole(response.body().map(VideoBytes::take)));
    }
}
