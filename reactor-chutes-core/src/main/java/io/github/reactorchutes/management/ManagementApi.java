package io.github.reactorchutes.management;

import io.github.reactorchutes.request.Endpoint;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends queries to the management API with the token, the connections and the network settings of a client. Not part of
 * the API.
 *
 * <p><b>When work starts.</b> Each subscription sends one query. Nothing is sent again, and no query passes the filters
 * of the client.
 *
 * <p><b>Cancellation.</b> Closes the connection.
 *
 * <p><b>Errors.</b> A status other than 2xx is a {@link io.github.reactorchutes.error.ChutesResponseException}; every
 * other failure is a {@link io.github.reactorchutes.error.ChutesQueryException}. Both name the query.
 *
 * @since 0.1.0
 */
public interface ManagementApi {

    /**
     * Send a query and read its JSON, at most 32 MiB, within 30 seconds. Emits on a thread that may not block.
     *
     * @param query the query
     * @return the response
     */
    Mono<Answer> send(Query query);

    /**
     * Send a query and read its server-sent events. A server that sends nothing, not even a comment, for the client's
     * idle timeout fails the stream. The demand of the subscriber slows down the server. Emits on an event loop.
     *
     * @param query the query
     * @return the data of each event; completes when the server ends the stream
     */
    Flux<String> events(Query query);

    /**
     * Return the URL at which a chute is called: on its own host, or below the base URL of the client.
     *
     * @param slug the name of the chute's host on the platform
     * @param path the path of the chute's endpoint, such as {@code /generate}
     * @return the URL
     * @throws IllegalArgumentException if the slug is no host name or the path is invalid
     */
    URI chuteUrl(String slug, String path);

    /**
     * Return the slug of the chute that an endpoint calls: the host of its URL on the platform, or the first part of its
     * path below the base URL.
     *
     * @param endpoint the endpoint
     * @return the slug, or {@code null} if neither URL has one
     */
    @Nullable
    String slugOf(Endpoint endpoint);

    /**
     * Return the name and the URL of a query, for errors about its content.
     *
     * @param query the query
     * @return the endpoint of the query
     */
    Endpoint endpoint(Query query);
}
