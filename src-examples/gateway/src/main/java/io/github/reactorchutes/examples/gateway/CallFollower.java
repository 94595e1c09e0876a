package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.progress.ProgressEvent;

/** Receives the events of one call. Put a follower into the Reactor Context of the call to receive them. */
interface CallFollower {

    /** Ignores all events. */
    CallFollower NONE = new CallFollower() {

        @Override
        public void entered(String callId) {}

        @Override
        public void moved(ProgressEvent event) {}

        @Override
        public void attemptFailed(ChutesException error) {}
    };

    /** Receive the id of the call, with which its queue position can be looked up. */
    void entered(String callId);

    /** Receive the progress of the call. */
    void moved(ProgressEvent event);

    /** Receive the failure of an attempt. */
    void attemptFailed(ChutesException error);
}
