package io.github.reactorchutes.body;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.sink.SavedVideo;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Plays many bodies through one way, all that happens drawn from a seed, and then looks at what has become of them. */
@SuppressWarnings("FutureReturnValueIgnored") // a cancel shows in what it ends
final class Rounds implements AutoCloseable {

    private static final int LONGEST_WAIT_NANOS = 1_500_000;

    private record Round(long seed, BodySource source, List<Outlet> outlets, List<Viewer> viewers) {}

    private final Ledger ledger = new Ledger();

    private final ScheduledExecutorService strangers = Executors.newScheduledThreadPool(2);

    private final List<Round> rounds = new ArrayList<>();

    void play(Way way, long seed) {
        Random dice = new Random(seed);
        BodySource source = new BodySource(ledger, dice);
        boolean hopBefore = dice.nextInt(5) == 0;
        boolean hopBehind = dice.nextInt(5) == 0;
        List<Outlet> outlets = way.wrap(hopBefore ? hop(source, dice) : source, dice);
        List<Viewer> viewers = new ArrayList<>();
        rounds.add(new Round(seed, source, outlets, viewers));
        for (Outlet outlet : outlets) {
            Viewer viewer = new Viewer(hopBehind ? byte[].class::cast : Rounds::bytes, dice);
            viewers.add(viewer);
            subscribe(hopBehind ? hopBehind(outlet.parts(), dice) : outlet.parts(), viewer, dice);
            sometimesCancel(viewer, dice);
        }
    }

    /** What a queue holds must be on the heap. */
    private static Flux<DataBuffer> hop(Flux<DataBuffer> body, Random dice) {
        return body.<DataBuffer>map(buffer -> DefaultDataBufferFactory.sharedInstance.wrap(bytes(buffer)))
                .publishOn(Schedulers.parallel(), 1 + dice.nextInt(8));
    }

    private static Flux<byte[]> hopBehind(Publisher<?> parts, Random dice) {
        return Flux.from(parts).map(Rounds::bytes).publishOn(Schedulers.parallel(), 1 + dice.nextInt(8));
    }

    private void subscribe(Publisher<?> parts, Viewer viewer, Random dice) {
        int wait = dice.nextInt(50_000);
        if (dice.nextInt(3) == 0) {
            strangers.execute(() -> Flux.<Object>from(parts).subscribe(viewer));
        } else {
            Flux.<Object>from(parts).subscribe(viewer);
        }
        spin(dice.nextBoolean() ? 0 : wait);
    }

    private void sometimesCancel(Viewer viewer, Random dice) {
        int wait = dice.nextInt(dice.nextBoolean() ? LONGEST_WAIT_NANOS / 10 : LONGEST_WAIT_NANOS);
        if (dice.nextInt(3) == 0) {
            strangers.schedule(viewer::cancel, wait, TimeUnit.NANOSECONDS);
        } else {
            strangers.schedule(viewer::takeAll, wait, TimeUnit.NANOSECONDS);
        }
    }

    void assertLawful() {
        for (Round round : rounds) {
            try {
                Await.untilAsserted(() -> {
                    round.viewers().forEach(Viewer::takeAll);
                    round.viewers().forEach(Viewer::assertOver);
                });
                round.viewers()
                        .forEach(viewer -> viewer.assertTruthful(round.source().video()));
            } catch (AssertionError broken) {
                throw new AssertionError(describe(round, broken), broken);
            }
        }
        Await.untilAsserted(this::assertNothingIsLeft);
    }

    private void assertNothingIsLeft() {
        if (ledger.aliveBytes() != 0) {
            throw new AssertionError(ledger.aliveBytes() + " bytes of buffers are alive");
        }
        for (Round round : rounds) {
            try {
                for (int i = 0; i < round.outlets().size(); i++) {
                    round.viewers()
                            .get(i)
                            .check(round.outlets().get(i), round.source().video());
                }
            } catch (AssertionError broken) {
                throw new AssertionError(describe(round, broken), broken);
            }
        }
    }

    private static String describe(Round round, AssertionError broken) {
        return "seed " + round.seed() + ", " + round.source() + ", " + round.viewers() + ": " + broken.getMessage();
    }

    private static byte[] bytes(Object part) {
        if (part instanceof DataBuffer buffer) {
            return VideoBytes.take(buffer);
        }
        if (part instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
        return part instanceof SavedVideo saved ? read(saved) : (byte[]) part;
    }

    private static byte[] read(SavedVideo saved) {
        try {
            return Files.readAllBytes(saved.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void spin(int nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        strangers.shutdownNow();
    }
}
