package io.github.reactorchutes.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class SendWindowFilterTests {

    private static final int SIZE = 64 * 1024;

    /** As many as Reactor Netty's server requests at once. */
    private static final int DEMAND = 128;

    private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(new UnpooledByteBufAllocator(true));

    private final List<DataBuffer> held = new ArrayList<>();

    private final BaseSubscriber<DataBuffer> server = new BaseSubscriber<>() {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(DEMAND);
        }

        @Override
        protected void hookOnNext(DataBuffer buffer) {
            held.add(buffer);
        }
    };

    @AfterEach
    void release() {
        server.cancel();
        held.forEach(DataBufferUtils::release);
    }

    @ParameterizedTest
    @ValueSource(strings = {"video/mp4", "audio/wav", "image/gif", "application/octet-stream"})
    void holdsHalfAMegabyteForASlowViewer(String type) {
        write(type, video());

        assertThat(held).hasSizeBetween(3, 7);
    }

    @Test
    void leavesOtherResponses() {
        write("application/x-ndjson", video());

        assertThat(held).hasSize(DEMAND);
    }

    @Test
    void leavesSingleBuffers() {
        Mono<DataBuffer> one = Mono.fromSupplier(() -> buffers.allocateBuffer(SIZE));

        write("video/mp4", one);

        assertThat(held).hasSize(1);
    }

    /** As filters that log or sign bodies do; they hold all buffers before they write one. */
    @Test
    void leavesFiltersThatCollectTheWholeBody() {
        MockServerHttpResponse response = new MockServerHttpResponse();
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBean("webHandler", WebHandler.class, () -> exchange -> {
                exchange.getResponse().getHeaders().setContentType(MediaType.IMAGE_GIF);
                return exchange.getResponse().writeWith(video().take(20));
            });
            context.registerBean("collecting", WebFilter.class, () -> SendWindowFilterTests::collect);
            context.registerBean(SendWindowFilter.class, SendWindowFilter::new);
            context.refresh();

            WebHttpHandlerBuilder.applicationContext(context)
                    .build()
                    .handle(MockServerHttpRequest.get("/").build(), response)
                    .block(Duration.ofSeconds(20));
        }

        response.getBody().doOnNext(held::add).blockLast();
        assertThat(held)
                .singleElement()
                .satisfies(all -> assertThat(all.readableByteCount()).isEqualTo(20 * SIZE));
    }

    private static Mono<Void> collect(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpResponse collecting = new ServerHttpResponseDecorator(exchange.getResponse()) {
            @Override
            public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
                return super.writeWith(DataBufferUtils.join(body));
            }
        };
        return chain.filter(exchange.mutate().response(collecting).build());
    }

    /** WebFlux sends files of the application through this interface, without reading them. */
    @Test
    void leavesFilesToTheServer() {
        ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
        List<ServerHttpResponse> seen = new ArrayList<>();

        new SendWindowFilter()
                .filter(exchange, filtered -> Mono.fromRunnable(() -> seen.add(filtered.getResponse())))
                .block();

        assertThat(seen)
                .singleElement()
                .satisfies(response -> assertThat(response instanceof ZeroCopyHttpOutputMessage)
                        .isEqualTo(exchange.getResponse() instanceof ZeroCopyHttpOutputMessage));
    }

    private Flux<DataBuffer> video() {
        return Flux.range(0, 1000).map(index -> buffers.allocateBuffer(SIZE).write(new byte[SIZE]));
    }

    private void write(String type, Publisher<DataBuffer> body) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
        exchange.getResponse().setWriteHandler(written -> {
            written.subscribe(server);
            return Mono.never();
        });
        new SendWindowFilter()
                .filter(exchange, filtered -> {
                    filtered.getResponse().getHeaders().setContentType(MediaType.parseMediaType(type));
                    return filtered.getResponse().writeWith(body);
                })
                .subscribe();
    }
}
