package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Turns a form into a valid request, or rejects it with the reason before anything is paid. */
@Component
final class Admissions {

    private final ChutesClient chutes;

    private final OfferedChutes offered;

    private final Workspace workspace;

    private final int maxPromptLength;

    private final DataSize maxImageSize;

    Admissions(ChutesClient chutes, OfferedChutes offered, Workspace workspace, GatewayProperties properties) {
        this.chutes = chutes;
        this.offered = offered;
        this.workspace = workspace;
        this.maxPromptLength = properties.maxPromptLength();
        this.maxImageSize = properties.maxImageSize();
    }

    /**
     * Admit a generation that may outlive the visitor's request; its image is saved to a file.
     *
     * <p><b>Ownership.</b> The receiver of the admission releases it.
     *
     * @param image the image to start from, if any
     * @param exchange the request, with the form; the admission takes over its upload
     * @return the admission, with a valid request
     */
    Mono<Admission> admit(@Nullable Part image, ServerWebExchange exchange) {
        return GenerationForm.of(exchange).flatMap(form -> admit(exchange, held -> kept(form, image, held)));
    }

    private Mono<VideoRequest> kept(GenerationForm form, @Nullable Part image, Disposable.Composite held) {
        return keep(image, held)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(file -> request(form, file.orElse(null)))
                .flatMap(this::validated);
    }

    private Mono<VideoRequest> request(GenerationForm form, @Nullable Image image) {
        return form.isOfCatalogue()
                ? offered.cord(form.chosen()).map(cord -> form.toRequest(cord, image, maxPromptLength))
                : Mono.fromSupplier(() -> form.toRequest(image, maxPromptLength));
    }

    /**
     * Admit a generation whose image is the body of the visitor's request. The image is forwarded while it arrives, so
     * it can be sent only once. Ownership as above.
     *
     * @param form the form
     * @param exchange the request, whose body is the image
     * @return the admission, with a valid request
     */
    Mono<Admission> admit(GenerationForm form, ServerWebExchange exchange) {
        return admit(exchange, held -> passedOn(form, exchange.getRequest(), held));
    }

    private Mono<VideoRequest> passedOn(GenerationForm form, ServerHttpRequest http, Disposable.Composite held) {
        return Mono.defer(() -> {
                    Image image = Image.once(http.getBody(), size(http));
                    held.add(image::release);
                    return request(form, image);
                })
                .flatMap(this::validated);
    }

    /** A request to the platform begins with its size, so the size of the image must be known. */
    private long size(ServerHttpRequest http) {
        long size = http.getHeaders().getContentLength();
        if (size < 0) {
            throw Problems.imageOfUnknownSize();
        }
        if (size > maxImageSize.toBytes()) {
            throw Problems.imageTooLarge();
        }
        return size;
    }

    /** Validate the request before it is queued, except for a forwarded image, which is validated while it is sent. */
    private Mono<VideoRequest> validated(VideoRequest request) {
        return chutes.validate(request).onErrorMap(workspace::withoutPath).thenReturn(request);
    }

    private Mono<Admission> admit(
            ServerWebExchange exchange, Function<Disposable.Composite, Mono<VideoRequest>> reading) {
        return Mono.defer(() -> {
            Held held = Upload.of(exchange).handOver();
            return reading.apply(held.upload())
                    .map(request -> new Admission(request, held))
                    .doFinally(end -> {
                        if (end != SignalType.ON_COMPLETE) {
                            held.dispose();
                        }
                    });
        });
    }

    private Mono<Image> keep(@Nullable Part part, Disposable.Composite held) {
        if (part == null || isEmpty(part)) {
            return Mono.empty();
        }
        return part instanceof FilePart file
                ? workspace.keep(file, held).map(Image::file)
                : Mono.error(new InvalidVideoRequestException("image", "must be a file"));
    }

    /** A browser sends a file input without a file as a file without a name. */
    private static boolean isEmpty(Part part) {
        return part instanceof FilePart file
                ? file.filename().isEmpty()
                : part instanceof FormFieldPart field && field.value().isEmpty();
    }

    /** A valid request with what is held for it. */
    record Admission(VideoRequest request, Held held) {

        Mono<Void> release() {
            return Mono.fromRunnable(held::dispose);
        }
    }
}
