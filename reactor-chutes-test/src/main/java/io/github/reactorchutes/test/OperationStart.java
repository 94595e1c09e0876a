package io.github.reactorchutes.test;

import org.jspecify.annotations.Nullable;

/**
 * The request that started an operation.
 *
 * @param call what was called
 * @param owner the value of the {@code Authorization} header
 * @param key the idempotency key
 * @param fingerprint what must be the same in another request with this key
 * @param artifact what the operation makes
 * @param seconds how long that plays
 */
record OperationStart(
        Invocation call, String owner, @Nullable String key, String fingerprint, ReplyBody artifact, double seconds) {}
