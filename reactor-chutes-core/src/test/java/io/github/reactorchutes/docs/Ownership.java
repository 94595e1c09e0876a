package io.github.reactorchutes.docs;

import io.github.reactorchutes.sink.VideoBytes;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Right and wrong ways with buffers, for docs/ownership.md. */
final class Ownership {

    private Ownership() {}

    static Flux<byte[]> wrongQueue(Flux<DataBuffer> video, Scheduler worker) {
        // snippet: wrong-queue
        Flux<byte[]> parts = video.publishOn(worker).map(VideoBytes::take);
        // end
        return parts;
    }

    static Flux<byte[]> rightQueue(Flux<DataBuffer> video, Scheduler worker) {
        // snippet: right-queue
        Flux<byte[]> parts = video.map(VideoBytes::take).publishOn(worker);
        // end
        return parts;
    }

    static Flux<byte[]> wrongNet(Flux<DataBuffer> video, Scheduler worker) {
        // snippet: wrong-net
        Flux<byte[]> parts = video.publishOn(worker)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .map(VideoBytes::take);
        // end
        return parts;
    }

    static Flux<byte[]> wrongSkip(Flux<DataBuffer> video) {
        // snippet: wrong-skip
        Flux<byte[]> rest = video.skip(1).map(VideoBytes::take);
        // end
        return rest;
    }

    static Flux<byte[]> rightSkip(Flux<DataBuffer> video) {
        // snippet: right-skip
        Flux<byte[]> rest = video.map(VideoBytes::take).skip(1);
        // end
        return rest;
    }

    static Flux<Integer> wrongMeasure(Flux<DataBuffer> video) {
        // snippet: wrong-measure
        Flux<Integer> sizes = video.map(DataBuffer::readableByteCount);
        // end
        return sizes;
    }

    static Flux<Integer> rightMeasure(Flux<DataBuffer> video) {
        // snippet: right-measure
        Flux<Integer> sizes = video.map(buffer -> {
            int size = buffer.readableByteCount();
            DataBufferUtils.release(buffer);
            return size;
        });
        // end
        return sizes;
    }
}
