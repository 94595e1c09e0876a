package io.github.reactorchutes.jobs;

import org.jspecify.annotations.Nullable;

/** A job to insert. The request is either here or under a key of the store. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NewJob(
        String id,
        String account,
        String dedupeKey,
        String endpoint,
        String url,
        String sha256,
        byte @Nullable [] request,
        @Nullable String requestKey,
        String by) {}
