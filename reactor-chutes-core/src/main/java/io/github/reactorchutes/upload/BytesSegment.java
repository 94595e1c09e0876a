package io.github.reactorchutes.upload;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;

/** An image in memory, as base64. */
final class BytesSegment implements Segment.InMemory {

    private final ByteBuffer image;

    BytesSegment(ByteBuffer image) {
        this.image = image;
    }

    @Override
    public long length() {
        return EncodedSegment.length(image.remaining());
    }

    @Override
    public void writeTo(DataBuffer target) {
        byte[] bytes = new byte[image.remaining()];
        image.get(image.position(), bytes);
        target.write(Base64.getEncoder().encode(bytes));
    }

    @Override
    public Flux<DataBuffer> buffers(DataBufferFactory factory) {
        return Flux.defer(
                () -> new Base64Flux(Flux.just(factory.wrap(image.duplicate())), image.remaining(), null, factory));
    }
}
