package io.github.reactorchutes.fuzz;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a call is supplied with, well or badly: its token and the bytes of its image. */
final class Supplies {

    private Supplies() {}

    /** Return a provider that now and then is late, fails, throws or has nothing. */
    static ChutesTokenProvider tokens() {
        return () -> switch (ThreadLocalRandom.current().nextInt(40)) {
            case 0 -> Mono.error(new Habit.Oops());
            case 1 -> throw new Habit.Oops();
            case 2 -> Mono.empty();
            case 3, 4, 5 -> Mono.just("cpk_test.secret").delayElement(Duration.ofNanos(200_000));
            default -> Mono.just("cpk_test.secret");
        };
    }

    /** Return a request with an image that can be read once. */
    static VideoRequest onceImage(Random dice) {
        byte[] image = Pictures.png(2_000 + dice.nextInt(100_000));
        int size = image.length + (dice.nextInt(8) == 0 ? dice.nextInt(3) - 1 : 0);
        return ImageToVideoRequest.builder("a fox", Image.once(source(image, dice), size))
                .build();
    }

    private static Flux<DataBuffer> source(byte[] image, Random dice) {
        int piece = 1 + dice.nextInt(20_000);
        Flux<DataBuffer> pieces = Flux.range(0, (image.length + piece - 1) / piece)
                .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(
                        Arrays.copyOfRange(image, i * piece, Math.min(image.length, (i + 1) * piece))));
        return switch (dice.nextInt(8)) {
            case 0 -> pieces.take(dice.nextInt(5)).concatWith(Mono.error(new Habit.Oops()));
            case 1 -> pieces.concatWith(Mono.error(new Habit.Oops()));
            case 2 -> pieces.take(dice.nextInt(5));
            case 3 -> pieces.publishOn(Schedulers.parallel(), 1);
            case 4 -> pieces.concatWith(pieces);
            default -> pieces;
        };
    }
}
