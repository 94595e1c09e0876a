package io.github.reactorchutes.spring;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.account.AccountState;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * The configured clients by name: {@value #DEFAULT} from the settings under {@code chutes}, the others from those under
 * {@code chutes.clients}. Not for implementation by applications: methods may be added.
 *
 * <p><b>Ownership.</b> The application context opens and closes the clients; do not close them.
 *
 * @since 0.1.0
 */
public interface ChutesClients {

    /** The name of the client that is configured directly under {@code chutes}. */
    String DEFAULT = "default";

    /**
     * Return the names of the clients, with the default first if it has a token.
     *
     * @return an unmodifiable set
     */
    Set<String> names();

    /**
     * Return a client. Each call returns the same instance.
     *
     * @param name its name
     * @return the client
     * @throws IllegalArgumentException if the name is unknown
     */
    ChutesClient get(String name);

    /**
     * Return the status of a client, derived from the calls it made.
     *
     * @param name its name
     * @return a snapshot
     * @throws IllegalArgumentException if the name is unknown
     */
    ClientStatus status(String name);

    /**
     * Check whether the platform is reachable with {@code GET /ping} on the host of the text-to-video endpoint. The
     * request is free, carries no token and is sent on each subscription.
     *
     * <p><b>Errors.</b> Any failure and any status other than 200. Only the TCP connect has a timeout.
     *
     * @param name the name of the client whose proxy, TLS and URL are used
     * @return a {@code Mono} that completes on success
     * @throws IllegalArgumentException if the name is unknown
     */
    Mono<Void> ping(String name);

    /**
     * Return the state of the account of a client: the answer of the last {@code chutes.account.interval}, or of a query that
     * the subscription sends. Queries are free.
     *
     * <p><b>Errors.</b> As those of {@link io.github.reactorchutes.account.Account#state()}; not repeated within the
     * interval.
     *
     * @param name the name of the client
     * @return the state; empty unless {@code chutes.account.enabled} is set for the client
     * @throws IllegalArgumentException if the name is unknown
     */
    Mono<AccountState> account(String name);
}
