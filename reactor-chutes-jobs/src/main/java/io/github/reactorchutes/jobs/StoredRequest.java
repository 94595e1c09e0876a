package io.github.reactorchutes.jobs;

import org.jspecify.annotations.Nullable;

/** The request of a row: its document, or the key under which the store has it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredRequest(byte @Nullable [] document, @Nullable String key) {

    static final StoredRequest NONE = new StoredRequest(null, null);
}
