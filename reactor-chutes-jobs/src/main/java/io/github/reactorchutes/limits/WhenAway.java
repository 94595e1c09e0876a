package io.github.reactorchutes.limits;

/**
 * What holds while the database is away. Neither lets calls through without a limit.
 *
 * @since 0.1.0
 */
public enum WhenAway {
    /** Reject calls and attempts. For work that can wait: jobs, batches. */
    FAIL,
    /**
     * Give this process its share: the limits divided by the number of replicas. For services that must go on. More
     * replicas than configured exceed the limits.
     */
    SHARE
}
