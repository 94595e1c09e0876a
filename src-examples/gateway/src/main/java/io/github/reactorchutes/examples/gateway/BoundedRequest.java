package io.github.reactorchutes.examples.gateway;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** A request whose body must arrive fast enough and is counted while it arrives. */
final class BoundedRequest extends ServerHttpRequestDecorator {

    private final Upload upload;

    private final GatewayProperties properties;

    BoundedRequest(ServerHttpRequest request, Upload upload, GatewayProperties properties) {
        super(request);
        this.upload = upload;
        this.properties = properties;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return Flux.defer(() -> {
            Flux<DataBuffer> body = properties.pace().ofArrivals(super.getBody());
            return isImage() ? upload.passed(body) : upload.kept(body);
        });
    }

    private boolean isImage() {
        MediaType type = getHeaders().getContentType();
        return type != null && type.getType().equals("image");
    }
}
