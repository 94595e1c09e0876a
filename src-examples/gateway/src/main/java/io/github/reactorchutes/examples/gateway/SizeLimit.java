package io.github.reactorchutes.examples.gateway;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** Aborts a video that exceeds the size limit for saved videos. */
record SizeLimit(DataSize max) {

    Flux<DataBuffer> apply(Flux<DataBuffer> video) {
        return Flux.defer(() -> {
            AtomicLong received = new AtomicLong();
            return video.handle((buffer, sink) -> pass(buffer, received, sink));
        });
    }

    private void pass(DataBuffer buffer, AtomicLong received, SynchronousSink<DataBuffer> sink) {
        if (received.addAndGet(buffer.readableByteCount()) <= max.toBytes()) {
            sink.next(buffer);
        } else {
            DataBufferUtils.release(buffer);
            sink.error(Problems.videoTooLarge(max));
        }
    }
}
