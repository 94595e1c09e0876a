package io.github.reactorchutes.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Random;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One call and what its user has at hand. Whatever claims to be the whole video is compared with it. */
final class Usage {

    static final String WHOLE = "a video that is said to be whole";

    private final Habit habit;

    private final Mono<VideoResponse> call;

    private final byte[] video;

    private final Random dice;

    private final Path file;

    Usage(Habit habit, Mono<VideoResponse> call, byte[] video, Random dice, Path file) {
        this.habit = habit;
        this.call = call;
        this.video = video;
        this.dice = dice;
        this.file = file;
    }

    /** Return the call, to be subscribed to once. */
    Mono<VideoResponse> call() {
        return call;
    }

    /** Return the user's decisions, to be drawn before anything happens. */
    Random dice() {
        return dice;
    }

    /** Return where the user may write. */
    Path file() {
        return file;
    }

    /** Return the body in pieces that nobody needs to release. */
    Flux<byte[]> pieces() {
        return call.flatMapMany(VideoResponse::body).map(VideoBytes::take);
    }

    Mono<Void> whole(Flux<byte[]> pieces) {
        return pieces.collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                .map(ByteArrayOutputStream::toByteArray)
                .doOnNext(this::requireWhole)
                .then();
    }

    void requireWhole(byte[] bytes) {
        assertThat(bytes).as(WHOLE + ": " + habit).isEqualTo(video);
    }
}
