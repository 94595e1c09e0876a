package io.github.reactorchutes.spring;

import io.github.reactorchutes.ChutesClient;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * The configured clients by name: {@value #DEFAULT} from the settings under {@code chutes}, the others from those under
 * {@code chutes.clients}. Ours to implement: methods may be added.
 *
 * <p><b>Ownership.</b> The clients belong to the application context, which opens and closes them: do not close them.
 *
 * @since 0.1.0
 */
public interface ChutesClients {

    /** The name of the client that is configured directly under {@code chutes}. */
    String DEFAULT = "default";

    /**
     * Return the names of the clients, the default one first if there is a token for it.
     *
     * @return an unmodifiable set
     */
    Set<String> names();

    /**
     * Return a client. It is the same one each time.
     *
     * @param name its name
     * @return the client
     * @throws IllegalArgumentException if there is none of that name
     */
    ChutesClient get(String name);

    /**
     * Return what is known about a client from the calls it made.
     *
     * @param name its name
     * @return the facts of this moment
     * @throws IllegalArgumentException if there is none of that name
     */
    ClientStatus status(String name);

    /**
     * Ask the platform whether it is there, by {@code GET /ping} on the host of the text-to-video endpoint: free, and
     * without the token. Asks on each subscription.
     *
     * <p><b>Errors.</b> Whatever keeps the answer from being 200; there is no time-out but that of the TCP connect.
     *
     * @param name the client whose proxy, TLS and URL to use
     * @return a {@code Mono} that completes if it is
     * @throws IllegalArgumentException if there is none of that name
     */
    Mono<Void> ping(String name);
}
