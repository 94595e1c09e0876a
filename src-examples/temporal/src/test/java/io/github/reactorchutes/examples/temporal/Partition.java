package io.github.reactorchutes.examples.temporal;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;

/** A worker that seems dead: no heartbeat reaches the server after the first one with so many bytes of the video. */
final class Partition extends WorkerInterceptorBase {

    private volatile long fromBytes = Long.MAX_VALUE;

    /** Begin after so many bytes; before the first heartbeat, if negative. */
    void beginAt(long bytes) {
        fromBytes = bytes;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            @Override
            public void init(ActivityExecutionContext context) {
                super.init(new Muted(context));
            }
        };
    }

    private final class Muted extends ActivityExecutionContextBase {

        private boolean mute = fromBytes < 0;

        Muted(ActivityExecutionContext context) {
            super(context);
        }

        @Override
        public <V> void heartbeat(V details) {
            if (!mute) {
                super.heartbeat(details);
            }
            mute |= (Long) details >= fromBytes;
        }
    }
}
