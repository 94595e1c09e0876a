package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.account.AccountState;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.ClientStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * The clients and their life cycle. They are open from the beginning, so that beans can call them during their
 * creation. Stopping lets calls under way complete, and starting reopens stopped clients.
 */
final class ManagedClients implements ChutesClients, SmartLifecycle, DisposableBean {

    /**
     * After the web server has drained and stopped (phases of Boot's {@code WebServerApplicationContext}: {@code MAX - 1024}
     * and {@code MAX - 2048}), and long before the event loops end (0).
     */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 2048 - 1024;

    private final Map<String, ManagedClient> clients = new LinkedHashMap<>();

    private final OwnClients own;

    private final Duration drainTimeout;

    private volatile boolean running;

    ManagedClients(ClientFactory factory, List<ClientSettings> settings, OwnClients own, Duration drainTimeout) {
        this.own = own;
        this.drainTimeout = drainTimeout;
        try {
            factory.create(settings, clients::put);
        } catch (RuntimeException e) {
            destroy();
            throw e;
        }
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(clients.keySet());
    }

    @Override
    public ChutesClient get(String name) {
        return managed(name).client();
    }

    @Override
    public ClientStatus status(String name) {
        return managed(name).status();
    }

    @Override
    public Mono<Void> ping(String name) {
        return managed(name).ping();
    }

    @Override
    public Mono<AccountState> account(String name) {
        AccountWatch account = managed(name).account();
        return account == null ? Mono.empty() : account.state();
    }

    /** Return the clients by name. */
    Map<String, ManagedClient> byName() {
        return Collections.unmodifiableMap(clients);
    }

    private ManagedClient managed(String name) {
        ManagedClient client = clients.get(name);
        if (client == null) {
            throw new IllegalArgumentException(
                    "unknown Chutes client \"" + name + "\"; the configured clients are " + clients.keySet());
        }
        return client;
    }

    @Override
    public void start() {
        all().forEach(ChutesClient::open);
        running = true;
    }

    @Override
    public void stop() {
        all().forEach(ChutesClient::close);
        running = false;
    }

    /** Spring stops the clients before it destroys beans, so that calls under way can use them. */
    @Override
    public void stop(Runnable callback) {
        new Drain(clients, own(), drainTimeout).run(() -> {
            running = false;
            callback.run();
        });
    }

    private List<ChutesClient> all() {
        return Stream.concat(clients.values().stream().map(ManagedClient::client), own().stream())
                .toList();
    }

    /** A bean of the application may be one of the managed clients. */
    private List<ChutesClient> own() {
        return own.created().stream()
                .filter(client -> clients.values().stream().noneMatch(managed -> managed.client() == client))
                .toList();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public void destroy() {
        clients.values().forEach(managed -> managed.client().close());
    }
}
