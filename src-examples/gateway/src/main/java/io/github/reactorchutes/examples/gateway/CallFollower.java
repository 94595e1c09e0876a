package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.progress.ProgressEvent;

/** Is told of one call. Whoever puts a follower into the Reactor Context of a call is told of that call. */
interface CallFollower {

    /** Follows nothing. */
    CallFollower NONE = new CallFollower() {

        @Override
        public void entered(String callId) {}

        @Override
        public void moved(ProgressEvent event) {}

        @Override
        public void attemptFailed(ChutesException error) {}
    };

    /** Learn the id of the call, under which its place in the line can be asked for. */
    void entered(String callId);

    /** Learn how far the call is. */
    void moved(ProgressEvent event);

    /** Learn that an attempt failed. */
    void attemptFailed(ChutesException error);
}
