package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.gateway.Admissions.Admission;
import io.github.reactorchutes.exchange.VideoResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Streams a video through while it arrives, without storing it. Back-pressure from the visitor reaches the socket to
 * the platform, and a disconnect closes it. An error before the first byte is a problem document; a later one can only
 * abort the connection.
 */
@RestController
final class StreamController {

    private static final Set<String> MEDIA = Set.of("video", "image", "audio");

    private final ChutesClient chutes;

    private final Admissions admissions;

    private final GatewayProperties properties;

    StreamController(ChutesClient chutes, Admissions admissions, GatewayProperties properties) {
        this.chutes = chutes;
        this.admissions = admissions;
        this.properties = properties;
    }

    @PostMapping(
            path = "/videos/stream",
            consumes = {MediaType.MULTIPART_FORM_DATA_VALUE, MediaType.APPLICATION_FORM_URLENCODED_VALUE})
    Mono<Void> stream(@RequestPart(name = "image", required = false) @Nullable Part image, ServerWebExchange exchange) {
        return stream(admissions.admit(image, exchange), exchange);
    }

    /**
     * The body is the image, which is also forwarded while it arrives. The form is in a header because logs and proxies
     * record URLs.
     */
    @PostMapping(path = "/videos/stream", consumes = "image/*")
    Mono<Void> stream(@RequestHeader(name = "Generation", defaultValue = "") String form, ServerWebExchange exchange) {
        return stream(Mono.defer(() -> admissions.admit(GenerationForm.of(form), exchange)), exchange);
    }

    private Mono<Void> stream(Mono<Admission> admitted, ServerWebExchange exchange) {
        return Mono.usingWhen(
                admitted,
                admission -> chutes.exchange(admission.request(), video -> passThrough(video, exchange.getResponse())),
                Admission::release);
    }

    /** A player needs a type of a medium, although the platform may have sent another one for a video. */
    private static MediaType mediaType(VideoResponse video) {
        MediaType sent = MediaType.parseMediaType(video.contentType());
        return MEDIA.contains(sent.getType()) ? sent : MediaType.valueOf("video/mp4");
    }

    private static String fileName(MediaType type) {
        String ending =
                type.getSubtype().equals("jpeg") ? "jpg" : type.getSubtype().replaceFirst("^x-", "");
        return type.getType() + "." + ending;
    }

    private Mono<Void> passThrough(VideoResponse video, ServerHttpResponse response) {
        HttpHeaders headers = response.getHeaders();
        MediaType type = mediaType(video);
        headers.setContentType(type);
        headers.setContentDisposition(
                ContentDisposition.inline().filename(fileName(type)).build());
        headers.setCacheControl("no-store");
        headers.set(HttpHeaders.ACCEPT_RANGES, "none");
        if (video.contentLength() >= 0) {
            headers.setContentLength(video.contentLength());
        }
        return response.writeWith(properties
                .pace()
                .ofDepartures(video.body())
                .doOnError(ErrorResponseException.class, tooSlow -> abort(response)));
    }

    /** Unsent data is still queued in the connection, which would report an error only after that data. */
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome of a close is irrelevant
    private static void abort(ServerHttpResponse response) {
        HttpServerResponse connected = ServerHttpResponseDecorator.getNativeResponse(response);
        connected.withConnection(connection -> connection.channel().close());
    }
}
