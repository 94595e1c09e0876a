package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** The innermost filter, which observes each attempt and sends the headers of its tracer. */
final class AttemptObservationFilter implements VideoExchangeFilter {

    private static final Logger logger = LoggerFactory.getLogger(AttemptObservationFilter.class);

    private final ObservationSettings settings;

    AttemptObservationFilter(ObservationSettings settings) {
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
        return Position.INNERMOST;
    }

    private Mono<VideoResponse> observe(ChutesCall call, VideoExchange next, ContextView outer) {
        ObservedCall whole = whole(outer);
        ChutesAttemptObservationContext context =
                new ChutesAttemptObservationContext(call, settings.client(), whole == null ? null : whole.context());
        Observation observation = settings.begin(context, outer);
        if (observation.isNoop()) {
            return next.exchange(call);
        }
        ObservedAttempt attempt = begin(new ObservedAttempt(observation, context), whole);
        ChutesCall sent = withHeaders(call, context.headers()).withListener(attempt);
        return VideoResponse.doOnEnd(
                next.exchange(sent).doOnNext(context::setResponse).contextWrite(inner -> handDown(observation, inner)),
                attempt::end);
    }

    private @Nullable ObservedCall whole(ContextView outer) {
        return settings.isTraced() ? ObservedCall.traced(outer) : outer.getOrDefault(ObservedCall.class, null);
    }

    private static ObservedAttempt begin(ObservedAttempt attempt, @Nullable ObservedCall whole) {
        if (whole != null) {
            whole.attemptBegan(attempt);
        }
        return attempt;
    }

    private Context handDown(Observation observation, Context inner) {
        return settings.isTraced() ? inner.put(ObservationThreadLocalAccessor.KEY, observation) : inner;
    }

    /** Omit headers that cannot be sent, such as non-ASCII baggage: tracing must not fail a call. */
    private static ChutesCall withHeaders(ChutesCall call, Map<String, String> headers) {
        if (headers.isEmpty()) {
            return call;
        }
        ChutesCall changed = call;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            try {
                changed = changed.withHeader(header.getKey(), header.getValue());
            } catch (IllegalArgumentException notAllowed) {
                logger.debug("The tracer's header {} cannot be sent", header.getKey());
            }
        }
        return changed;
    }
}
