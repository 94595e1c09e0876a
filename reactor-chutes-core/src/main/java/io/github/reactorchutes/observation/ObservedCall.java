package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.BodySide;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.log.CallLog;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.CallEvents;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * The observation of one call under way. Its events come from the threads of the caller, timers and event loops. {@code
 * Observation} is not thread-safe, so they are serialised, and none follows {@code stop()}.
 */
final class ObservedCall implements CallListener {

    private final Observation observation;

    private final ChutesCallObservationContext context;

    private final ObservationRegistry registry;

    private final CallLog.@Nullable Lines log;

    private boolean ended;

    private @Nullable ObservedAttempt attempt;

    private @Nullable PermitWait wait;

    private ObservedCall(
            Observation observation,
            ChutesCallObservationContext context,
            ObservationRegistry registry,
            CallLog.@Nullable Lines log) {
        this.observation = observation;
        this.context = context;
        this.registry = registry;
        this.log = log;
        context.observedBy(this);
    }

    static ObservedCall begin(
            Observation observation,
            ChutesCallObservationContext context,
            ObservationRegistry registry,
            ContextView caller) {
        CallLog.@Nullable Lines log = caller.getOrDefault(CallLog.Lines.class, null);
        ObservedCall observed = new ObservedCall(observation, context, registry, log);
        if (log != null) {
            log.within(observed::write);
        }
        return observed;
    }

    /**
     * Find the traced call to which an attempt belongs. Its observation is in the Reactor Context, or is an ancestor of
     * the one that is there.
     */
    static @Nullable ObservedCall traced(ContextView context) {
        ObservationView each = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        while (each != null) {
            if (each.getContextView() instanceof ChutesCallObservationContext call) {
                return call.observedCall();
            }
            each = each.getContextView().getParentObservation();
        }
        return null;
    }

    Observation observation() {
        return observation;
    }

    ChutesCallObservationContext context() {
        return context;
    }

    @Override
    public void phaseEntered(ChutesCall call, CallPhase phase) {
        context.enter(phase);
        if (phase == CallPhase.SEND) {
            signal(CallEvents.SENT);
        }
    }

    @Override
    public synchronized void permitAwaited(ChutesCall call, Limit limit) {
        wait = new PermitWait(limit);
    }

    @Override
    public synchronized void permitAcquired(ChutesCall call, Limit limit, boolean waited) {
        PermitWait over = wait;
        if (over != null) {
            wait = null;
            context.waited(over.acquired(context.lastWait()));
        }
        if (waited) {
            signal(CallEvents.PERMIT_ACQUIRED);
        }
    }

    @Override
    public void stalled(ChutesCall call, BodySide idle) {
        signal(idle == BodySide.SERVER ? CallEvents.SERVER_STALLED : CallEvents.CONSUMER_STALLED);
    }

    synchronized void attemptBegan(ObservedAttempt begun) {
        attempt = begun;
        context.attemptBegan(begun.number());
        if (begun.number() > 1) {
            signal(CallEvents.RETRY);
        }
    }

    void headArrived(VideoResponse response) {
        context.headArrived(response);
        signal(CallEvents.HEAD);
    }

    /** A cancel reaches the call before its attempt, but the attempt's observation must end first. */
    void end(CallEnd end) {
        ObservedAttempt open = attempt();
        if (open != null) {
            open.end(end);
        }
        context.ended(end);
        finish(end);
    }

    private synchronized @Nullable ObservedAttempt attempt() {
        return attempt;
    }

    private synchronized void finish(CallEnd end) {
        if (wait != null) {
            context.waited(wait.refused(context.lastWait()));
            signal(CallEvents.PERMIT_REFUSED);
        }
        if (log != null) {
            log.end(end);
        }
        ended = true;
        Handlers.stop(observation, end);
    }

    /**
     * Write a log line within the observation's scope, so that the MDC contains its trace; without a scope after the
     * end.
     */
    private synchronized void write(Runnable line) {
        if (ended) {
            line.run();
        } else {
            Handlers.scoped(observation, registry, line);
        }
    }

    private synchronized void signal(Observation.Event event) {
        if (!ended) {
            Handlers.event(observation, event);
        }
    }
}
