package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.ChutesCall;
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
        return settings.registry().isNoop()
                ? next.exchange(call)
                : Mono.deferContextual(context -> observe(call, next, context));
    }

    @Override
    public Position position() {
        return Position.OUTERMOST;
    }

    private Mono<VideoResponse> observe(ChutesCall call, VideoExchange next, ContextView caller) {
        ChutesCallObservationContext context = new ChutesCallObservationContext(call, settings.client());
        Observation observation = settings.begin(context, caller);
        if (observation.isNoop()) {
            return next.exchange(call);
        }
        ObservedCall observed = ObservedCall.begin(observation, context, settings.registry(), caller);
        return VideoResponse.doOnEnd(
                next.exchange(call.withListener(observed))
                        .doOnNext(observed::headArrived)
                        .contextWrite(inner -> handDown(observed, inner)),
                observed::end);
    }

    /** One entry serves both: each more makes the Reactor Context of every call dearer. */
    private Context handDown(ObservedCall observed, Context inner) {
        return settings.isTraced()
                ? inner.put(ObservationThreadLocalAccessor.KEY, observed.observation())
                : inner.put(ObservedCall.class, observed);
    }
}
