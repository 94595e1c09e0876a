package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Passage;
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
        return settings.registry().isNoop() ? next.exchange(call) : Passage.of(context -> begin(call, next, context));
    }

    @Override
    public Position position() {
        return Position.INNERMOST;
    }

    private Passage begin(ChutesCall call, VideoExchange next, ContextView outer) {
        ObservedCall whole = whole(outer);
        ChutesAttemptObservationContext context =
                new ChutesAttemptObservationContext(call, settings.client(), whole == null ? null : whole.context());
        Observation observation = settings.begin(context, outer);
        if (observation.isNoop()) {
            return Passage.through(next.exchange(call));
        }
        ObservedAttempt attempt = new ObservedAttempt(observation, context);
        if (whole != null) {
            whole.attemptBegan(attempt);
        }
        return new Observed(attempt, next, settings.isTraced());
    }

    private @Nullable ObservedCall whole(ContextView outer) {
        return settings.isTraced() ? ObservedCall.traced(outer) : outer.getOrDefault(ObservedCall.class, null);
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

    private record Observed(ObservedAttempt attempt, VideoExchange next, boolean isTraced) implements Passage {

        @Override
        public Mono<VideoResponse> exchange() {
            ChutesAttemptObservationContext context = attempt.context();
            return next.exchange(withHeaders(context.call(), context.headers()).withListener(attempt));
        }

        @Override
        public Context context(Context outer) {
            return isTraced ? outer.put(ObservationThreadLocalAccessor.KEY, attempt.observation()) : outer;
        }

        @Override
        public void headArrived(VideoResponse head) {
            attempt.context().setResponse(head);
        }

        @Override
        public void ended(CallEnd end) {
            attempt.end(end);
        }
    }
}
