package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.gateway.Admissions.Admission;
import io.github.reactorchutes.exchange.VideoResponse;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Passes a video through while it arrives, and keeps nothing. The visitor's pace rules the socket to the platform; a
 * visitor who goes away closes it. An error before the first byte is a problem document, one after it can only break the
 * connection off.
 */
@RestController
final class StreamController {

    private final ChutesClient chutes;

    private final Admissions admissions;

    StreamController(ChutesClient chutes, Admissions admissions) {
        this.chutes = chutes;
        this.admissions = admissions;
    }

    @PostMapping(path = "/videos/stream", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<Void> stream(@ModelAttribute GenerationForm form, ServerWebExchange exchange) {
        return stream(admissions.admit(form, null, exchange.getRequest()), exchange);
    }

    /** Passes the image on while it arrives, too. */
    @PostMapping(path = "/videos/stream", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Mono<Void> stream(@RequestBody Flux<PartEvent> form, ServerWebExchange exchange) {
        return stream(admissions.admit(form, exchange.getRequest()), exchange);
    }

    private Mono<Void> stream(Mono<Admission> admitted, ServerWebExchange exchange) {
        return Mono.usingWhen(
                admitted,
                admission -> chutes.exchange(admission.request(), video -> passThrough(video, exchange.getResponse())),
                Admission::release);
    }

    private static Mono<Void> passThrough(VideoResponse video, ServerHttpResponse response) {
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.parseMediaType(video.contentType()));
        headers.setContentDisposition(
                ContentDisposition.inline().filename("video.mp4").build());
        headers.setCacheControl("no-store");
        headers.set(HttpHeaders.ACCEPT_RANGES, "none");
        if (video.contentLength() >= 0) {
            headers.setContentLength(video.contentLength());
        }
        return response.writeWith(video.body());
    }
}
