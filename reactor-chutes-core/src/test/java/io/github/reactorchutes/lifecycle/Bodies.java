package io.github.reactorchutes.lifecycle;

import io.github.reactorchutes.sink.VideoBytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Consumers of bodies that keep nothing. */
final class Bodies {

    /** Long enough for a loaded machine; nothing that works waits so long. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    private Bodies() {}

    /** Collect the bytes of a body. */
    static Mono<byte[]> bytes(Flux<DataBuffer> body) {
        return body.map(VideoBytes::take)
                .collect(ByteArrayOutputStream::new, (all, piece) -> all.write(piece, 0, piece.length))
                .map(ByteArrayOutputStream::toByteArray);
    }

    /** Release a buffer and return how many bytes it had. */
    static int drop(DataBuffer buffer) {
        int bytes = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
