package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawRequest;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One attempt sends one request, however often what the caller supplied emits. */
class OneRequestTests {

    private static final byte[] VIDEO = Videos.ofSize(20_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final List<CallPhase> phases = new CopyOnWriteArrayList<>();

    static Stream<ChutesTokenProvider> talkativeProviders() {
        return Stream.of(
                () -> Mono.fromDirect(Flux.just("cpk_first", "cpk_second")),
                () -> Mono.fromDirect(Flux.just("cpk_first", "cpk_second").publishOn(Schedulers.parallel())),
                () -> Mono.fromDirect(Flux.concat(Mono.just("cpk_first"), Mono.error(new IllegalStateException()))),
                () -> Mono.fromDirect(Flux.concat(Mono.just("cpk_first"), Mono.never())));
    }

    @ParameterizedTest
    @MethodSource("talkativeProviders")
    void takesTheFirstTokenAlone(ChutesTokenProvider provider) throws IOException {
        try (RawServer server = videos()) {
            ChutesClient client = client(server, builder -> builder.tokenProvider(provider));

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);

            clients.assertClean();
            assertThat(server.requests())
                    .extracting(request -> request.header("Authorization"))
                    .containsExactly("Bearer cpk_first");
            assertThat(phases).doesNotHaveDuplicates().isSorted();
        }
    }

    static Stream<UnaryOperator<ChutesClient.Builder>> talkativeCustomizers() {
        return Stream.of(
                builder -> builder.httpClient(http -> http.mapConnect(
                        connect -> Mono.fromDirect(connect.flux().repeat(2)))),
                builder -> builder.httpClient(http -> http.headersWhen(
                        headers -> Mono.fromDirect(Flux.just(headers.set("X-One", "1"), headers.set("X-Two", "2"))))));
    }

    @ParameterizedTest
    @MethodSource("talkativeCustomizers")
    void sendsOneRequestWhateverTheHttpClientDoes(UnaryOperator<ChutesClient.Builder> settings) throws IOException {
        clients.expectDropped(any -> true);
        try (RawServer server = videos()) {
            ChutesClient client = client(server, settings);

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);

            clients.assertClean();
            assertThat(server.requests()).extracting(RawRequest::head).hasSize(1);
            assertThat(phases).doesNotHaveDuplicates().isSorted();
        }
    }

    private static RawServer videos() {
        return RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            }
        });
    }

    private ChutesClient client(RawServer server, UnaryOperator<ChutesClient.Builder> settings) {
        CallListener recorder = new CallListener() {
            @Override
            public void phaseEntered(ChutesCall call, CallPhase phase) {
                phases.add(phase);
            }
        };
        return clients.client(
                server.url(),
                builder -> settings.apply(builder).filter((call, next) -> next.exchange(call.withListener(recorder))));
    }
}
