package io.github.reactorchutes.docs;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Right and wrong ways with buffers, for docs/ownership.md. */
final class Ownership {

    private Ownership() {}

    // snippet: copy-and-release
    static byte[] copyAndRelease(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
    // end

    static Flux<byte[]> wrongQueue(Flux<DataBuffer> video, Scheduler worker) {
        // snippet: wrong-queue
        Flux<byte[]> parts = video.publishOn(worker).map(Ownership::copyAndRelease);
        // end
        return parts;
    }

    static Flux<byte[]> rightQueue(Flux<DataBuffer> video, Scheduler worker) {
        // snippet: right-queue
        Flux<byte[]> parts = video.map(Ownership::copyAndRelease).publishOn(worker);
        // end
        return parts;
    }

    static Flux<byte[]> wrongNet(Flux<DataBuffer> video, Scheduler worker) {
        // snippet: wrong-net
        Flux<byte[]> parts = video.publishOn(worker)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .map(Ownership::copyAndRelease);
        // end
        return parts;
    }

    static Flux<byte[]> wrongSkip(Flux<DataBuffer> video) {
        // snippet: wrong-skip
        Flux<byte[]> rest = video.skip(1).map(Ownership::copyAndRelease);
        // end
        return rest;
    }

    static Flux<byte[]> rightSkip(Flux<DataBuffer> video) {
        // snippet: right-skip
        Flux<byte[]> rest = video.map(Ownership::copyAndRelease).skip(1);
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
