package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.exchange.VideoResponse;
import org.reactivestreams.Publisher;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpEntity;
import org.springframework.http.RequestEntity;
import reactor.core.publisher.Mono;

/** Recognizes the declared types of controller methods that return one video, however wrapped. */
final class VideoTypes {

    private VideoTypes() {}

    /** Return whether the type is a head or a body, or an entity or a {@code Mono} of one. */
    static boolean isVideo(ResolvableType type) {
        if (VideoResponse.class.isAssignableFrom(type.toClass()) || isBody(type)) {
            return true;
        }
        if (isEntity(type)) {
            return isVideo(content(type));
        }
        return Mono.class.isAssignableFrom(type.toClass()) && isVideo(emitted(type));
    }

    /** Return whether WebFlux streams values of the type without help. */
    static boolean isWrittenByWebFlux(ResolvableType type) {
        ResolvableType value = isEntity(emitted(type)) ? emitted(type) : type;
        return isBody(value) || (isEntity(value) && isBody(content(value)));
    }

    static boolean isBody(ResolvableType type) {
        return DataBuffer.class.isAssignableFrom(emitted(type).toClass());
    }

    static ResolvableType emitted(ResolvableType publisher) {
        return publisher.as(Publisher.class).getGeneric();
    }

    static ResolvableType content(ResolvableType entity) {
        return entity.as(HttpEntity.class).getGeneric();
    }

    private static boolean isEntity(ResolvableType type) {
        return HttpEntity.class.isAssignableFrom(type.toClass())
                && !RequestEntity.class.isAssignableFrom(type.toClass());
    }
}
