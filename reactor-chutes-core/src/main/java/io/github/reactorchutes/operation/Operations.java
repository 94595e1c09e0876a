package io.github.reactorchutes.operation;

import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.VideoRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Starts operations of asynchronous chutes, watches and cancels them, and fetches their artifacts.
 *
 * <pre>{@code
 * Operations operations = client.operations();
 * Mono<Operation> ended = operations.start(request, "order-17")
 *         .flatMap(started -> operations.await(started.id()));
 * }</pre>
 *
 * <p><b>When work starts.</b> On subscription, with each subscription anew. An operation continues on the platform
 * whatever happens here: a cancelled subscription or a closed client does not cancel it.
 *
 * <p><b>Errors.</b> Those of a call for a start. Everything else fails with {@link
 * io.github.reactorchutes.error.ChutesResponseException} for a status, and {@link
 * io.github.reactorchutes.error.ChutesQueryException} without a usable response. Neither is billed.
 *
 * <p><b>Threading.</b> Results are emitted on a thread that must not be blocked.
 *
 * <p><b>Experimental.</b> May change incompatibly in any release. Not for implementation by applications: methods may be
 * added.
 *
 * @since 0.1.0
 */
public interface Operations {

    /**
     * Start an operation with a random key, which {@link Operation#key()} returns. The attempts of one subscription share
     * the key; another subscription starts another operation.
     *
     * @param request the request, for an asynchronous chute
     * @return the accepted operation
     */
    Mono<Operation> start(VideoRequest request);

    /**
     * Start an operation, or return the one that this key has already started. The start passes all filters of the client
     * like a call. It may be sent again after any failure, which {@code isRetryable()} of its errors states: the platform
     * starts one operation for one key. A synchronous chute ignores the key, so use this for asynchronous chutes alone.
     *
     * <p>A chute that turns out to be synchronous has generated its answer, so it is no error: see {@link
     * Operation#media()}.
     *
     * <p><b>Errors.</b> Those of a call. {@link io.github.reactorchutes.error.ChutesResponseException} with the reason
     * {@code KEY_REUSED} if the key belongs to another request.
     *
     * @param request the request; the same key must always come with the same one
     * @param key names this start across retries and restarts: 1 to 255 visible ASCII characters without spaces
     * @return the operation, which may have ended already
     * @throws IllegalArgumentException if the key is not valid
     */
    Mono<Operation> start(VideoRequest request, String key);

    /**
     * Return an operation as it is now.
     *
     * @param id its id
     * @return the operation
     * @throws IllegalArgumentException if the id is not valid
     */
    Mono<Operation> get(String id);

    /**
     * Watch an operation until its end. It is polled after waits that grow from the shortest to the longest, with a
     * jitter of a quarter; a new state starts with the shortest wait again. A {@code Retry-After} lengthens a wait, up to
     * 5 minutes. A failed poll is repeated, unless it would fail again. After 30 failed polls in a row the last failure
     * is signalled.
     *
     * @param id the id of the operation
     * @return each new state; completes after a terminal one
     * @throws IllegalArgumentException if the id is not valid
     */
    Flux<OperationState> watch(String id);

    /**
     * Wait for the end of an operation, polling like {@link #watch}.
     *
     * @param id the id of the operation
     * @return the operation in a terminal state, successful or not
     * @throws IllegalArgumentException if the id is not valid
     */
    Mono<Operation> await(String id);

    /**
     * List the operations of the account, newest first. Pages of 100 are fetched on demand. An operation that is pushed
     * to the next page by a new one is listed once.
     *
     * @return the operations
     */
    Flux<Operation> list();

    /**
     * Ask the platform to cancel an operation.
     *
     * @param id the id of the operation
     * @return what became of the request
     * @throws IllegalArgumentException if the id is not valid
     */
    Mono<Cancellation> cancel(String id);

    /**
     * Fetch an artifact. The response is like that of a call, with the same ownership, back-pressure and timeouts, so the
     * sinks take it. If its connection breaks, the body continues from the next byte over another one ({@code Range},
     * {@code If-Range}), at most 5 times without progress; its consumer notices a pause. Each byte is delivered once.
     *
     * <p><b>Errors.</b> Of the body: {@link io.github.reactorchutes.error.ChutesArtifactException}, and {@link
     * io.github.reactorchutes.error.ChutesBodyException} of the consumer's side. A status of 404 or 410 means that there
     * is no such artifact, or no longer.
     *
     * @param id the id of the operation
     * @param index the index of the artifact, from 0
     * @return the response
     * @throws IllegalArgumentException if the id or the index is not valid
     */
    Mono<VideoResponse> artifact(String id, int index);

    /**
     * Fetch the rest of an artifact, of which the caller has the beginning, for example from another process.
     *
     * <p><b>Errors.</b> In addition to those of {@link #artifact(String, int)}, the {@code Mono} fails with {@link
     * io.github.reactorchutes.error.ChutesArtifactException} if the rest does not continue the beginning. Discard that and
     * fetch the artifact whole then.
     *
     * @param id the id of the operation
     * @param index the index of the artifact, from 0
     * @param position how many bytes the caller has; 0 or more
     * @param etag the {@code ETag} of the response with the beginning, or {@code null} if it had none
     * @return the response, whose body begins with the byte at the position
     * @throws IllegalArgumentException if the id, the index or the position is not valid
     */
    Mono<VideoResponse> artifact(String id, int index, long position, @Nullable String etag);

    /**
     * Fetch an artifact of an operation, or the answer of a chute that {@linkplain Operation#media() answered at once}.
     *
     * @param operation the operation
     * @param index the index of the artifact, from 0
     * @return the response
     * @throws IllegalArgumentException if the index is not valid
     */
    default Mono<VideoResponse> artifact(Operation operation, int index) {
        VideoResponse media = operation.media();
        if (media == null) {
            return artifact(operation.id(), index);
        }
        if (index != 0) {
            throw new IllegalArgumentException("a chute that answers at once has only the artifact 0, not " + index);
        }
        return Mono.just(media);
    }

    /**
     * Return operations with other waits between polls, and between attempts to continue an artifact.
     *
     * @param shortest the first wait; positive; 1 second by default
     * @param longest the longest wait; not less; 15 seconds by default
     * @return the operations with these waits
     */
    Operations waiting(Duration shortest, Duration longest);
}
