package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

/** Which event loop a connection is given to. */
class EventLoopTests {

    private static final int LOOPS = 4;

    private final LoopResources loops = LoopResources.create("spread", LOOPS, true);

    private final List<EventLoop> chosen = new CopyOnWriteArrayList<>();

    /** Cancelled before the server leaves: an error that meets a cancel half-way has nobody to go to. */
    private Disposable.Composite calls = Disposables.composite();

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @AfterEach
    void stopLoops() {
        loops.dispose();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesEachLoopItsShareOfTheConnections(boolean preferNative) throws IOException {
        connect(2 * LOOPS, http -> http.runOn(loops, preferNative));

        assertThat(shares()).hasSize(LOOPS).containsOnly(2L);
    }

    /** Reactor Netty has four on a machine with fewer processors. */
    @Test
    void givesOnlyAsManyGlobalLoopsAShareAsThereAreProcessors() throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        connect(2 * processors, http -> http);

        assertThat(shares()).hasSize(processors).containsOnly(2L);
    }

    @Test
    void usesAllGlobalLoopsWhoseNumberWasChosen() throws IOException {
        HttpResources.set(LoopResources.create("chosen", LOOPS + 1, true));
        try {
            connect(2 * (LOOPS + 1), http -> http);
        } finally {
            HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, Calls.SOON)
                    .block(Calls.SOON);
        }
        assertThat(shares()).hasSize(LOOPS + 1).containsOnly(2L);
    }

    @Test
    void staysOnTheLoopOfTheCaller() throws IOException {
        staysOn((EventLoop) loops.onClient(true).iterator().next(), http -> http.runOn(loops));
    }

    @Test
    void staysOnAnyGlobalLoopOfTheCaller() throws IOException {
        for (EventExecutor caller : HttpResources.get().onClient(true)) {
            chosen.clear();
            staysOn((EventLoop) caller, http -> http);
        }
    }

    private void staysOn(EventLoop caller, UnaryOperator<HttpClient> runOn) throws IOException {
        try (RawServer server = RawServer.start(RawConnection::awaitClientClose)) {
            ChutesClient client = client(server, runOn);
            for (int i = 0; i < LOOPS; i++) {
                caller.execute(() -> call(client));
            }
            awaitConnections(LOOPS);
        }
        assertThat(chosen).containsOnly(caller);
    }

    /** Each client connects once: a pool with work on a loop connects there for other threads too. */
    private void connect(int count, UnaryOperator<HttpClient> runOn) throws IOException {
        try (RawServer server = RawServer.start(RawConnection::awaitClientClose)) {
            for (int i = 0; i < count; i++) {
                call(client(server, runOn));
            }
            awaitConnections(count);
        }
    }

    private void awaitConnections(int count) {
        Await.untilAsserted(() -> assertThat(chosen).hasSize(count));
        calls.dispose();
        calls = Disposables.composite();
    }

    private Collection<Long> shares() {
        return chosen.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values();
    }

    private void call(ChutesClient client) {
        calls.add(client.exchange(Requests.text()).subscribe());
    }

    private ChutesClient client(RawServer server, UnaryOperator<HttpClient> runOn) {
        return clients.client(
                server.url(),
                builder -> builder.httpClient(http -> runOn.apply(http)
                        .doOnConnected(
                                connection -> chosen.add(connection.channel().eventLoop()))));
    }
}
