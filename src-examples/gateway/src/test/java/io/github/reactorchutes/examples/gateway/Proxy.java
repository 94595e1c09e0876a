package io.github.reactorchutes.examples.gateway;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A proxy between a browser and a gateway that can fail, and lead to another gateway. */
final class Proxy implements AutoCloseable {

    enum Mode {
        FORWARD,
        /** Answer with a 502 instead of the gateway. */
        FAIL,
        /** Forward each POST, but answer with a 502. */
        LOSE_ANSWERS
    }

    private final HttpClient client = HttpClient.newConnection().responseTimeout(Duration.ofMinutes(1));

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private final DisposableServer server = HttpServer.create()
            .port(0)
            .channelGroup(connections)
            .handle(this::handle)
            .bindNow();

    private volatile Mode mode = Mode.FORWARD;

    private volatile int target;

    Proxy(int target) {
        this.target = target;
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    void mode(Mode mode) {
        this.mode = mode;
    }

    void leadTo(int target) {
        this.target = target;
    }

    /** Break all connections. */
    void cut() {
        connections.close().syncUninterruptibly();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        boolean post = request.method().equals(HttpMethod.POST);
        if (mode == Mode.FAIL) {
            return fail(response);
        }
        return mode == Mode.LOSE_ANSWERS && post
                ? forward(request).response().then(Mono.defer(() -> fail(response)))
                : pass(request, response);
    }

    private Publisher<Void> pass(HttpServerRequest request, HttpServerResponse response) {
        return forward(request)
                .response((answer, body) -> response.status(answer.status())
                        .headers(answer.responseHeaders().copy())
                        .send(body.retain(), piece -> true));
    }

    private HttpClient.ResponseReceiver<?> forward(HttpServerRequest request) {
        return client.headers(headers -> headers.set(request.requestHeaders()))
                .request(request.method())
                .uri("http://127.0.0.1:" + target + request.uri())
                .send(request.receive().retain());
    }

    private static Mono<Void> fail(HttpServerResponse response) {
        return response.status(502)
                .sendString(Mono.just("<h1>502 Bad Gateway</h1>"))
                .then();
    }

    @Override
    public void close() {
        cut();
        server.disposeNow();
    }
}
