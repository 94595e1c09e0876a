package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Passage;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** The outermost filter, which observes each call as a whole. */
final class CallObservationFilter implements VideoExchangeFilter {

    private final ObservationSettings settings;

    CallObservationFilter(ObservationSettings settings) {
        this.settings = settings;
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return settings.registry().isNoop() ? next.exchange(call) : Passage.of(context -> begin(call, next, context));
    }

    @Override
    public Position position() {
        return Position.OUTERMOST;
    }

    private Passage begin(ChutesCall call, VideoExchange next, ContextView caller) {
        ChutesCallObservationContext context = new ChutesCallObservationContext(call, settings.client());
        Observation observation = settings.begin(context, caller);
        if (observation.isNoop()) {
            return Passage.through(next.exchange(call));
        }
        ObservedCall observed = ObservedCall.begin(observation, context, settings.registry(), caller);
        return new Observed(observed, call, next, settings.isTraced());
    }

    private record Observed(ObservedCall observed, ChutesCall call, VideoExchange next, boolean isTraced)
            implements Passage {

        @Override
        public Mono<VideoResponse> exchange() {
            return next.exchange(call.withListener(observed));
        }

        /** One entry serves both: each more makes the Reactor Context of every call dearer. */
        @Override
        public Context context(Context outer) {
            return isTraced
                    ? outer.put(ObservationThreadLocalAccessor.KEY, observed.observation())
                    : outer.put(ObservedCall.class, observed);
        }

        @Override
        public void headArrived(VideoResponse head) {
            observed.headArrived(head);
        }

        @Override
        public void ended(CallEnd end) {
            observed.end(end);
        }
    }
}
