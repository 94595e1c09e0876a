package io.github.reactorchutes.test;

import org.jspecify.annotations.Nullable;

/** A part of the platform's API around the calls. */
interface QueryApi {

    /** Return the answer, or null if the request belongs to another part. */
    @Nullable
    Reply answer(RecordedRequest request, RequestTarget target);
}
