package io.github.reactorchutes.upload;

import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The JSON body of a request. Images are encoded into it while it is sent. The same request gives the same bytes each
 * time. Not part of the API.
 *
 * @since 0.1.0
 */
public final class JsonBody {

    private final List<Segment> segments;

    private final long length;

    private JsonBody(List<Segment> segments) {
        this.segments = segments;
        long sum = 0;
        for (Segment segment : segments) {
            sum += segment.length();
        }
        this.length = sum;
    }

    /**
     * Check a request and create its body, without consuming an image that can only be read once.
     *
     * <p><b>Errors:</b> {@link InvalidVideoRequestException} if image data in memory is not an image, if an image file
     * cannot be sent, or if the body is too long; {@link IllegalStateException} if an image that can only be read once
     * was already read.
     *
     * <p><b>Threading:</b> emits on the subscriber's thread, or on
     * {@link reactor.core.scheduler.Schedulers#boundedElastic()} if a file or a stream was checked.
     *
     * @param request the request
     * @param maxBytes the maximum length of the body
     * @return a body for each subscriber
     */
    public static Mono<JsonBody> of(VideoRequest request, long maxBytes) {
        return Mono.defer(() -> {
                    List<byte[]> texts = JsonText.around(request.fields());
                    return texts.size() == 1
                            ? Mono.just(new JsonBody(List.of(TextSegment.of(texts.get(0)))))
                            : images(request.fields()).map(images -> new JsonBody(alternate(texts, images)));
                })
                .doOnNext(body -> body.requireAtMost(maxBytes));
    }

    /**
     * Check a request as {@link #of} does, without creating a body that can only be valid.
     *
     * @param request the request
     * @param maxBytes the maximum length of the body
     * @return completes if it can be sent
     */
    public static Mono<Void> check(VideoRequest request, long maxBytes) {
        return Mono.defer(() -> isSmallText(request, maxBytes)
                ? Mono.empty()
                : of(request, maxBytes).then());
    }

    private static boolean isSmallText(VideoRequest request, long maxBytes) {
        for (Object value : request.fields().values()) {
            if (value instanceof Image) {
                return false;
            }
        }
        return JsonBound.of(request.fields()) <= maxBytes;
    }

    /** {@return the body of a request without content} */
    public static JsonBody empty() {
        return new JsonBody(List.of());
    }

    private static Mono<List<Segment>> images(Map<String, Object> fields) {
        Mono<List<Segment>> images = Mono.fromSupplier(ArrayList::new);
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (field.getValue() instanceof Image image) {
                Mono<Segment> segment = ImageSegments.of(field.getKey(), image);
                images = images.flatMap(before -> segment.doOnNext(before::add).thenReturn(before));
            }
        }
        return images;
    }

    private static List<Segment> alternate(List<byte[]> texts, List<Segment> images) {
        List<Segment> segments = new ArrayList<>(texts.size() + images.size());
        for (int i = 0; i < images.size(); i++) {
            segments.add(TextSegment.of(texts.get(i)));
            segments.add(images.get(i));
        }
        segments.add(TextSegment.of(texts.get(images.size())));
        return segments;
    }

    private void requireAtMost(long maxBytes) {
        if (length > maxBytes) {
            throw new InvalidVideoRequestException(
                    "body", "must be at most " + maxBytes + " bytes long but has " + length);
        }
    }

    /** {@return the exact number of bytes} */
    public long contentLength() {
        return length;
    }

    /** {@return whether the body is in memory and fits in one buffer of 64 KiB} */
    public boolean isSmall() {
        if (length > Segment.MAX_BUFFER_BYTES) {
            return false;
        }
        for (Segment segment : segments) {
            if (!(segment instanceof Segment.InMemory)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Return all of a {@link #isSmall() small} body.
     *
     * @param factory allocates the buffer
     * @return a buffer that belongs to the caller
     */
    public DataBuffer whole(DataBufferFactory factory) {
        DataBuffer whole = factory.allocateBuffer((int) length);
        try {
            segments.forEach(segment -> ((Segment.InMemory) segment).writeTo(whole));
            return whole;
        } catch (Throwable e) {
            DataBufferUtils.release(whole);
            throw e;
        }
    }

    /**
     * Return a cold publisher of the bytes. Each subscription emits the same ones, unless an image can only be read
     * once. Each requested buffer is created on demand and has at most 64 KiB.
     *
     * <p><b>Ownership:</b> an emitted buffer belongs to the subscriber.
     *
     * <p><b>Cancellation:</b> releases buffers that were created but not emitted, and closes open streams.
     *
     * <p><b>Errors:</b> {@link java.io.IOException} if an image cannot be read or does not have the announced size;
     * {@link InvalidVideoRequestException} if one that can only be read once is not an image;
     * {@link IllegalStateException} if it was already read.
     *
     * <p><b>Threading:</b> emits on the requesting thread, on
     * {@link reactor.core.scheduler.Schedulers#boundedElastic()}, or on the thread of an image's publisher.
     *
     * @param factory allocates the buffers
     * @return the bytes
     */
    public Flux<DataBuffer> buffers(DataBufferFactory factory) {
        return Flux.concat(
                segments.stream().map(segment -> segment.buffers(factory)).toList());
    }

    @Override
    public String toString() {
        return "JsonBody[" + length + " bytes]";
    }
}
