package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.spring.fixture.Videos;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An application that returns its videos in every supported way, on either stack. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class Controllers {

    static final String HANDLED = "handled by the application";

    /** Of a request whose second dispatch a filter refuses. */
    static final String REFUSED = "refused";

    private final ChutesClient client;

    Controllers(ChutesClient client) {
        this.client = client;
    }

    @GetMapping("/head")
    Mono<VideoResponse> head() {
        return client.exchange(Videos.FOX);
    }

    @GetMapping("/body")
    Mono<Flux<DataBuffer>> body() {
        return client.textToVideo(Videos.FOX);
    }

    @GetMapping(path = "/flux", produces = "video/mp4")
    Flux<DataBuffer> flux() {
        return client.textToVideo(Videos.FOX).flatMapMany(video -> video);
    }

    @GetMapping("/entity")
    Mono<ResponseEntity<Flux<DataBuffer>>> entity() {
        return client.exchange(Videos.FOX)
                .map(video -> ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType(video.contentType()))
                        .body(video.body()));
    }

    @GetMapping("/entity-of-head")
    ResponseEntity<Mono<VideoResponse>> entityOfHead() {
        return ResponseEntity.status(201).header("X-Prompt", "fox").body(client.exchange(Videos.FOX));
    }

    @GetMapping("/nothing")
    Mono<ResponseEntity<Flux<DataBuffer>>> nothing() {
        return Mono.just(ResponseEntity.notFound().build());
    }

    @GetMapping("/empty")
    Mono<VideoResponse> empty() {
        return Mono.empty();
    }

    @GetMapping("/future")
    CompletableFuture<VideoResponse> future() {
        return client.exchange(Videos.FOX).toFuture();
    }

    @GetMapping("/callable")
    Callable<Mono<VideoResponse>> callable() {
        return () -> client.exchange(Videos.FOX);
    }

    @GetMapping(path = "/callable-of-flux", produces = "video/mp4")
    Callable<Flux<DataBuffer>> callableOfFlux() {
        return () -> client.textToVideo(Videos.FOX).flatMapMany(video -> video);
    }

    @ExceptionHandler
    ResponseEntity<String> failed(ChutesException failure) {
        return ResponseEntity.status(502).body(HANDLED);
    }

    /** Refuses the second dispatch of some requests, as a security filter does that was not made for them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Refusing {

        @Bean
        FilterRegistrationBean<Filter> refusing() {
            FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>((request, response, chain) -> {
                if (REFUSED.equals(((HttpServletRequest) request).getQueryString())) {
                    ((HttpServletResponse) response).setStatus(403);
                } else {
                    chain.doFilter(request, response);
                }
            });
            filter.setDispatcherTypes(DispatcherType.ASYNC);
            return filter;
        }
    }
}
