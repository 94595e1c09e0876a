package io.github.reactorchutes.transport;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Arrays;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The beginning of the body of an error response. A short body is read to its end, which keeps the connection. The rest
 * of a long or stalled body is not awaited.
 */
final class ErrorBody {

    private static final int MAX_BYTES = 4096;

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

    private final byte[] bytes = new byte[MAX_BYTES];

    private int length;

    private ErrorBody() {}

    /** Read the beginning. Never fails, because the status is sufficient. */
    static Mono<byte[]> read(Flux<ByteBuf> content) {
        ErrorBody body = new ErrorBody();
        return content.map(body::append)
                .takeUntil(isFull -> isFull)
                .then()
                .timeout(READ_TIMEOUT)
                .onErrorComplete()
                .then(Mono.fromSupplier(body::toBytes));
    }

    private synchronized boolean append(ByteBuf content) {
        int taken = Math.min(content.readableBytes(), MAX_BYTES - length);
        content.readBytes(bytes, length, taken);
        length += taken;
        return length == MAX_BYTES;
    }

    private synchronized byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
