package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.benchmarks.peer.Peer;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.sink.SendWindow;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/**
 * Passes the video of an origin on to each viewer. Arguments: the way, and the URL of the origin. The ways are {@code
 * webclient}, {@code chutes} for a bare body, and {@code chutes-window} for a body behind a {@link SendWindow}, as the
 * starter has it. Prints its port, and its memory for each line on its input.
 */
public final class ViewerGateway {

    private static final int MAX_CONNECTIONS = 2_000;

    private ViewerGateway() {}

    public static void main(String[] arguments) throws Exception {
        URI origin = URI.create(arguments[1]);
        Flux<DataBuffer> video = switch (arguments[0]) {
            case "webclient" -> webClient(origin);
            case "chutes" -> chutes(origin);
            case "chutes-window" -> SendWindow.limit(chutes(origin));
            default -> throw new IllegalArgumentException("unknown way " + arguments[0]);
        };
        System.out.println(serve(video).port());
        answer();
    }

    private static Flux<DataBuffer> chutes(URI origin) {
        ChutesClient client = ChutesClient.builder()
                .apiToken("token")
                .baseUrl(origin)
                .maxConnections(MAX_CONNECTIONS)
                .build();
        TextToVideoRequest request = TextToVideoRequest.builder("a fox").build();
        return client.textToVideo(request).flatMapMany(body -> body);
    }

    private static Flux<DataBuffer> webClient(URI origin) {
        HttpClient http = HttpClient.create(ConnectionProvider.create("viewers", MAX_CONNECTIONS));
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .build()
                .post()
                .uri(origin + "/text2video")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Peer.JSON)
                .retrieve()
                .bodyToFlux(DataBuffer.class);
    }

    private static DisposableServer serve(Flux<DataBuffer> video) {
        RouterFunction<ServerResponse> routes = RouterFunctions.route()
                .GET(
                        "/video",
                        request -> ServerResponse.ok()
                                .contentType(MediaType.parseMediaType("video/mp4"))
                                .body(video, DataBuffer.class))
                .build();
        return HttpServer.create()
                .host("localhost")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes)))
                .bindNow();
    }

    private static void answer() throws Exception {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (questions.readLine() != null) {
            System.out.println(Usage.liveBytes());
        }
    }
}
