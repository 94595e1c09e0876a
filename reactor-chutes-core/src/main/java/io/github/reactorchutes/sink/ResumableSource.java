package io.github.reactorchutes.sink;

import io.github.reactorchutes.exchange.VideoResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Media that can be fetched from any position, such as an artifact of an operation:
 *
 * <pre>{@code
 * ResumableSource source = (position, etag) -> operations.artifact(id, 0, position, etag);
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ResumableSource {

    /**
     * Fetch the bytes from a position on.
     *
     * <p><b>Errors.</b> {@link io.github.reactorchutes.error.ChutesArtifactException} if they do not continue what the
     * caller has. It is fetched whole then.
     *
     * @param position how many bytes the caller has
     * @param etag the {@code ETag} of the response with the first of them, or {@code null} if it had none
     * @return the response, whose body begins at the position
     */
    Mono<VideoResponse> from(long position, @Nullable String etag);
}
