package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.netty.resources.LoopResources;

/** Which event loop a connection is given to. */
class EventLoopTests {

    private static final int LOOPS = 4;

    private final LoopResources loops = LoopResources.create("spread", LOOPS, true);

    private final List<EventLoop> chosen = new CopyOnWriteArrayList<>();

    /** Cancelled before the server leaves: an error that meets a cancel half-way has nobody to go to. */
    private final Disposable.Composite calls = Disposables.composite();

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @AfterEach
    void stopLoops() {
        loops.dispose();
    }

    /** Each client connects once: a pool with work on a loop connects there for other threads too. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesEachLoopItsShareOfTheConnections(boolean preferNative) throws IOException {
        try (RawServer server = RawServer.start(RawConnection::awaitClientClose)) {
            for (int i = 0; i < 2 * LOOPS; i++) {
                call(client(server, preferNative));
            }
            Await.untilAsserted(() -> assertThat(chosen).hasSize(2 * LOOPS));
            calls.dispose();
        }
        Map<EventLoop, Long> shares =
                chosen.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(shares.values()).hasSize(LOOPS).containsOnly(2L);
    }

    @Test
    void staysOnTheLoopOfTheCaller() throws IOException {
        EventLoop caller = (EventLoop) loops.onClient(true).iterator().next();
        try (RawServer server = RawServer.start(RawConnection::awaitClientClose)) {
            ChutesClient client = client(server, true);
            for (int i = 0; i < LOOPS; i++) {
                caller.execute(() -> call(client));
            }
            Await.untilAsserted(() -> assertThat(chosen).hasSize(LOOPS));
            calls.dispose();
        }
        assertThat(chosen).containsOnly(caller);
    }

    private void call(ChutesClient client) {
        calls.add(client.exchange(Requests.text()).subscribe());
    }

    private ChutesClient client(RawServer server, boolean preferNative) {
        return clients.client(
                server.url(),
                builder -> builder.httpClient(http -> http.runOn(loops, preferNative)
                        .doOnConnected(
                                connection -> chosen.add(connection.channel().eventLoop()))));
    }
}
