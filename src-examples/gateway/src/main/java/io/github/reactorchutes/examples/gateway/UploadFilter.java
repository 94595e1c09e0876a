package io.github.reactorchutes.examples.gateway;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Bounds every generation request before its body is read: it takes the visitor's permit when the head arrives, and
 * counts the bytes as they arrive.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class UploadFilter implements WebFilter {

    /** The size of a form without its image: two long texts and the heads of some parts. */
    private static final DataSize REST_OF_A_FORM = DataSize.ofKilobytes(256);

    private final ClientPermits permits;

    private final UploadBounds uploads;

    private final GatewayProperties properties;

    private final Workspace workspace;

    UploadFilter(ClientPermits permits, UploadBounds uploads, GatewayProperties properties, Workspace workspace) {
        this.permits = permits;
        this.uploads = uploads;
        this.properties = properties;
        this.workspace = workspace;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return isUpload(exchange.getRequest()) ? Mono.defer(() -> bounded(exchange, chain)) : chain.filter(exchange);
    }

    private static boolean isUpload(ServerHttpRequest request) {
        return HttpMethod.POST.equals(request.getMethod())
                && isPaid(request.getPath().pathWithinApplication().value());
    }

    private static boolean isPaid(String path) {
        return path.startsWith("/videos") && !path.endsWith("/accept");
    }

    private Mono<Void> bounded(ServerWebExchange exchange, WebFilterChain chain) {
        Upload upload = begin(exchange.getRequest());
        upload.attachTo(exchange);
        UploadExchange inner =
                new UploadExchange(exchange, new BoundedRequest(exchange.getRequest(), upload, properties), folder());
        return Mono.usingWhen(
                Mono.just(inner), chain::filter, parts -> parts.deleteParts().doFinally(end -> upload.close()));
    }

    private UploadFolder folder() {
        return new UploadFolder(workspace.upload(), properties.maxImageSize());
    }

    private Upload begin(ServerHttpRequest request) {
        long max = properties.maxImageSize().toBytes() + REST_OF_A_FORM.toBytes();
        if (request.getHeaders().getContentLength() > max) {
            throw Problems.imageTooLarge();
        }
        String client = Visitor.of(request);
        Disposable permit = permits.acquire(client);
        try {
            uploads.begin();
        } catch (RuntimeException full) {
            permit.dispose();
            throw full;
        }
        return new Upload(client, uploads, max, permit);
    }
}
