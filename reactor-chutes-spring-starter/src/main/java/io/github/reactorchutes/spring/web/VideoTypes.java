package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.exchange.VideoResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpEntity;
import org.springframework.http.RequestEntity;

/** Recognizes the declared types of controller methods that return one video, however wrapped. */
final class VideoTypes {

    private VideoTypes() {}

    /** Return whether the type is a head or a body, or an entity or a {@code Mono} or future of one. */
    static boolean isVideo(ResolvableType type) {
        if (VideoResponse.class.isAssignableFrom(type.toClass()) || isBody(type)) {
            return true;
        }
        if (isEntity(type)) {
            return isVideo(content(type));
        }
        ReactiveAdapter adapter = adapter(type);
        return adapter != null && !adapter.isMultiValue() && isVideo(emitted(type));
    }

    /** Return whether WebFlux streams values of the type without help. */
    static boolean isWrittenByWebFlux(ResolvableType type) {
        ResolvableType value = isEntity(emitted(type)) ? emitted(type) : type;
        return isBody(value) || (isEntity(value) && isBody(content(value)));
    }

    static boolean isBody(ResolvableType type) {
        return DataBuffer.class.isAssignableFrom(emitted(type).toClass());
    }

    /** Return what a publisher, a future or a type of another reactive library emits. */
    static ResolvableType emitted(ResolvableType type) {
        ReactiveAdapter adapter = adapter(type);
        return adapter == null
                ? ResolvableType.NONE
                : type.as(adapter.getReactiveType()).getGeneric();
    }

    static ResolvableType content(ResolvableType entity) {
        return entity.as(HttpEntity.class).getGeneric();
    }

    private static @Nullable ReactiveAdapter adapter(ResolvableType type) {
        Class<?> actual = type.resolve();
        return actual == null
                ? null
                : ReactiveAdapterRegistry.getSharedInstance().getAdapter(actual);
    }

    private static boolean isEntity(ResolvableType type) {
        return HttpEntity.class.isAssignableFrom(type.toClass())
                && !RequestEntity.class.isAssignableFrom(type.toClass());
    }
}
