package io.github.reactorchutes.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A flat JSON object whose last field may be an image that is encoded while it is sent. */
final class JsonBody implements RequestBody {

    private final List<BodyPart> parts;
    private final long length;
    private final boolean blocks;

    JsonBody(List<BodyPart> parts) {
        this.parts = parts;
        long sum = 0;
        boolean any = false;
        for (BodyPart part : parts) {
            sum += part.length();
            any |= part.blocks();
        }
        this.length = sum;
        this.blocks = any;
    }

    /** Make the body of fields, of which the last may be an image. */
    static Mono<RequestBody> prepare(Map<String, Object> fields) {
        return Mono.defer(() -> {
            Map<String, Object> before = new LinkedHashMap<>(fields);
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                if (field.getValue() instanceof Image image) {
                    before.remove(field.getKey());
                    return image.prepare(JsonFrame.of(before, field.getKey()));
                }
            }
            return Mono.just(new JsonBody(List.of(new JsonBytes(JsonText.object(fields)))));
        });
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public Publisher<DataBuffer> content(DataBufferFactory factory) {
        if (!blocks && length <= BodyPart.MAX_CHUNK_BYTES) {
            return new WholeContent(() -> chunks(factory));
        }
        Scheduler scheduler = blocks ? Schedulers.boundedElastic() : Schedulers.immediate();
        return new ChunkFlux(() -> chunks(factory), scheduler);
    }

    private BodyChunks chunks(DataBufferFactory factory) {
        return new BodyChunks(parts, length, factory);
    }

    @Override
    public String toString() {
        return "RequestBody[" + length + " bytes]";
    }
}
