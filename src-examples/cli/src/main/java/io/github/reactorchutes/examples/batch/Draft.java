package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.VideoRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A line whose image is not validated yet.
 *
 * @param line its line number in the prompt file
 * @param valid whether no problem was found so far
 * @param id its id, if any
 * @param request the request
 */
record Draft(long line, boolean valid, @Nullable String id, VideoRequest request) {

    private static final int DIGITS_BESIDE_ID = 8;

    private static final int DIGITS = 16;

    /** Read the whole request, including its image, and derive the job's name from it; empty if it is not valid. */
    Mono<Job> toJob() {
        return valid ? Fingerprint.of(request).map(digest -> new Job(name(digest), line, request)) : Mono.empty();
    }

    private String name(String digest) {
        return id == null
                ? request.endpoint().name() + "-" + digest.substring(0, DIGITS)
                : id + "-" + digest.substring(0, DIGITS_BESIDE_ID);
    }
}
