package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.exchange.VideoResponse;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The response to a viewer.
 *
 * @param type the content type unless the controller states one, or {@code null} without a body
 * @param length the content length unless the controller states one, or -1 if unknown
 */
record VideoAnswer(
        HttpStatusCode status, HttpHeaders stated, @Nullable MediaType type, long length, Flux<DataBuffer> body) {

    private static final MediaType MP4 = MediaType.parseMediaType("video/mp4");

    /** Convert the value of a controller method. The call is made on subscription and ends with its head. */
    static Mono<VideoAnswer> of(@Nullable Object value, ResolvableType type) {
        VideoAnswer empty = new VideoAnswer(HttpStatus.OK, HttpHeaders.EMPTY, null, -1, Flux.empty());
        return empty.with(value, type, MediaType.APPLICATION_OCTET_STREAM);
    }

    private Mono<VideoAnswer> with(@Nullable Object value, ResolvableType type, MediaType unstated) {
        if (value == null) {
            return Mono.just(this);
        }
        if (value instanceof HttpEntity<?> entity) {
            return of(entity).with(entity.getBody(), VideoTypes.content(type), unstated);
        }
        if (value instanceof VideoResponse video) {
            MediaType own = MediaType.parseMediaType(video.contentType());
            return Mono.just(new VideoAnswer(status, stated, own, video.contentLength(), video.body()));
        }
        return ofPublisher(publisher(value), type, unstated);
    }

    private Mono<VideoAnswer> ofPublisher(Publisher<?> value, ResolvableType type, MediaType unstated) {
        if (VideoTypes.isBody(type)) {
            return Mono.just(new VideoAnswer(
                    status, stated, unstated, -1, Flux.from(value).cast(DataBuffer.class)));
        }
        ResolvableType emitted = VideoTypes.emitted(type);
        MediaType media = VideoTypes.isBody(emitted) ? MP4 : unstated;
        return Mono.from(value).flatMap(one -> with(one, emitted, media));
    }

    private static Publisher<?> publisher(Object value) {
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, value);
        if (adapter == null) {
            throw new IllegalStateException("not a video: " + value.getClass().getName());
        }
        return adapter.toPublisher(value);
    }

    private static VideoAnswer of(HttpEntity<?> entity) {
        HttpStatusCode status = entity instanceof ResponseEntity<?> response ? response.getStatusCode() : HttpStatus.OK;
        return new VideoAnswer(status, entity.getHeaders(), null, -1, Flux.empty());
    }

    /** Return the headers of the response: stated by the controller, by its mapping, or by the video. */
    HttpHeaders headers(@Nullable Collection<MediaType> produced) {
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(stated);
        if (type != null && headers.getContentType() == null) {
            headers.setContentType(concrete(produced, type));
        }
        if (length >= 0 && headers.getContentLength() < 0) {
            headers.setContentLength(length);
        }
        return headers;
    }

    private static MediaType concrete(@Nullable Collection<MediaType> produced, MediaType otherwise) {
        return produced == null
                ? otherwise
                : produced.stream().filter(MediaType::isConcrete).findFirst().orElse(otherwise);
    }
}
