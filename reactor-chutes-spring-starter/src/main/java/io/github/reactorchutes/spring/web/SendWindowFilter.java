package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.sink.SendWindow;
import java.io.File;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Limits the bytes of a streamed video that the server holds for a slow viewer; see {@link SendWindow}. */
final class SendWindowFilter implements WebFilter, Ordered {

    private static final Set<String> MEDIA = Set.of("video", "audio", "image");

    /** Next to the server: a filter of the application may collect a whole body, which no window may stop. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(
                exchange.mutate().response(windowed(exchange.getResponse())).build());
    }

    private static ServerHttpResponse windowed(ServerHttpResponse response) {
        return response instanceof ZeroCopyHttpOutputMessage files
                ? new ZeroCopyResponse(response, files)
                : new WindowedResponse(response);
    }

    private static boolean isMedia(@Nullable MediaType type) {
        return type != null
                && (MEDIA.contains(type.getType()) || type.equalsTypeAndSubtype(MediaType.APPLICATION_OCTET_STREAM));
    }

    private static class WindowedResponse extends ServerHttpResponseDecorator {

        WindowedResponse(ServerHttpResponse response) {
            super(response);
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            boolean streamed = body instanceof Flux && isMedia(getHeaders().getContentType());
            return super.writeWith(streamed ? SendWindow.limit(body) : body);
        }
    }

    /** Files that the server sends without copying them stay so. */
    private static final class ZeroCopyResponse extends WindowedResponse implements ZeroCopyHttpOutputMessage {

        private final ZeroCopyHttpOutputMessage files;

        ZeroCopyResponse(ServerHttpResponse response, ZeroCopyHttpOutputMessage files) {
            super(response);
            this.files = files;
        }

        @Override
        public Mono<Void> writeWith(File file, long position, long count) {
            return files.writeWith(file, position, count);
        }

        @Override
        public Mono<Void> writeWith(Path file, long position, long count) {
            return files.writeWith(file, position, count);
        }
    }
}
