package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.RequestBody;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Turns a form into a request that may be sent, or says why it may not. Nothing is paid for before. */
@Component
final class Admissions {

    private final ClientPermits permits;

    private final Workspace workspace;

    private final int maxPromptLength;

    private final DataSize maxImageSize;

    Admissions(ClientPermits permits, Workspace workspace, GatewayProperties properties) {
        this.permits = permits;
        this.workspace = workspace;
        this.maxPromptLength = properties.maxPromptLength();
        this.maxImageSize = properties.maxImageSize();
    }

    /**
     * Admit a generation that may outlive the visitor's request: its image goes into a file.
     *
     * <p><b>Ownership.</b> Who receives the admission releases it.
     *
     * @param form what to generate
     * @param image the image to start from, if there is one
     * @param http who asks
     * @return the admission, with a valid request
     */
    Mono<Admission> admit(GenerationForm form, @Nullable FilePart image, ServerHttpRequest http) {
        return admit(http, held -> kept(form, image, held));
    }

    private Mono<VideoRequest> kept(GenerationForm form, @Nullable FilePart image, Disposable.Composite held) {
        return keep(image, held)
                .map(file -> form.toRequest(file, maxPromptLength))
                .switchIfEmpty(Mono.fromSupplier(() -> form.toRequest(null, maxPromptLength)))
                .flatMap(Admissions::look);
    }

    /**
     * Admit a generation whose image is passed on while it arrives, so that it is sent once. Ownership as above.
     *
     * @param form what to generate, an image last
     * @param http who asks
     * @return the admission, with a valid request
     */
    Mono<Admission> admit(Flux<PartEvent> form, ServerHttpRequest http) {
        return admit(http, held -> passedOn(form, held));
    }

    private Mono<VideoRequest> passedOn(Flux<PartEvent> form, Disposable.Composite held) {
        return ArrivingForm.read(form)
                .map(read -> {
                    held.add(read);
                    return GenerationForm.of(read.fields()).toRequest(passedOn(read), maxPromptLength);
                })
                .flatMap(Admissions::look)
                .onErrorMap(IOException.class, Problems::notAsAnnounced);
    }

    /** Look at the first bytes of an image, which stay where they are. */
    private static Mono<VideoRequest> look(VideoRequest request) {
        return request.prepare().doOnNext(RequestBody::release).thenReturn(request);
    }

    private Mono<Admission> admit(ServerHttpRequest http, Function<Disposable.Composite, Mono<VideoRequest>> reading) {
        return Mono.defer(() -> {
            Disposable.Composite held = permits.acquire(client(http));
            return reading.apply(held)
                    .map(request -> new Admission(request, held))
                    .doFinally(end -> {
                        if (end != SignalType.ON_COMPLETE) {
                            held.dispose();
                        }
                    });
        });
    }

    private Mono<Image> keep(@Nullable FilePart part, Disposable.Composite held) {
        return part == null || part.filename().isEmpty()
                ? Mono.empty()
                : workspace.keep(part, held).map(Image::file);
    }

    private @Nullable Image passedOn(ArrivingForm form) {
        FilePartEvent part = form.image();
        return part == null ? null : Image.once(form.content(), size(part, form));
    }

    /** The platform is told the size of the request before anything of it, so the image's has to be known. */
    private long size(FilePartEvent part, ArrivingForm form) {
        Long told = GenerationForm.number(form.fields(), "imageSize", Long::valueOf);
        long size = told == null ? part.headers().getContentLength() : told;
        if (size < 0) {
            throw Problems.imageOfUnknownSize();
        }
        if (size > maxImageSize.toBytes()) {
            throw Problems.imageTooLarge();
        }
        return size;
    }

    private static String client(ServerHttpRequest http) {
        InetSocketAddress address = http.getRemoteAddress();
        return address == null ? "unknown" : address.getHostString();
    }

    /** A request that may be sent, with what is held for it: the visitor's permit, the image. */
    record Admission(VideoRequest request, Disposable held) {

        Mono<Void> release() {
            return Mono.fromRunnable(held::dispose);
        }
    }
}
