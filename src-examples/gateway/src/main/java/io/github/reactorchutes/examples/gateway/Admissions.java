package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.VideoRequest;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Turns a form into a request that may be sent, or says why it may not. Nothing is paid for before. */
@Component
final class Admissions {

    private final ClientPermits permits;

    private final Workspace workspace;

    private final int maxPromptLength;

    Admissions(ClientPermits permits, Workspace workspace, GatewayProperties properties) {
        this.permits = permits;
        this.workspace = workspace;
        this.maxPromptLength = properties.maxPromptLength();
    }

    /**
     * Admit a generation.
     *
     * <p><b>Ownership.</b> Who receives the admission releases it.
     *
     * @param form what to generate
     * @param http who asks
     * @return the admission, with a valid request
     */
    Mono<Admission> admit(GenerationForm form, ServerHttpRequest http) {
        return Mono.defer(() -> {
            Disposable.Composite held = permits.acquire(client(http));
            return image(form.image(), held)
                    .map(image -> form.toRequest(image, maxPromptLength))
                    .switchIfEmpty(Mono.fromSupplier(() -> form.toRequest(null, maxPromptLength)))
                    .flatMap(request -> request.prepare().thenReturn(new Admission(request, held)))
                    .doFinally(end -> {
                        if (end != SignalType.ON_COMPLETE) {
                            held.dispose();
                        }
                    });
        });
    }

    private Mono<Image> image(@Nullable FilePart part, Disposable.Composite held) {
        return part == null || part.filename().isEmpty()
                ? Mono.empty()
                : workspace.keep(part, held).map(Image::file);
    }

    private static String client(ServerHttpRequest http) {
        InetSocketAddress address = http.getRemoteAddress();
        return address == null ? "unknown" : address.getHostString();
    }

    /** A request that may be sent, with what is held for it: the visitor's permit, the image's file. */
    record Admission(VideoRequest request, Disposable held) {

        Mono<Void> release() {
            return Mono.fromRunnable(held::dispose);
        }
    }
}
