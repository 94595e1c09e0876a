package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.progress.ProgressEvent;
import io.github.reactorchutes.progress.ProgressFilter;
import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tracks each call of the client from its queue position to its end, and notifies its follower. Calls wait for a permit
 * in order of arrival, so the queue consists of the calls that were not sent yet.
 */
@Component
final class CallBoard implements ChutesClientBuilderCustomizer {

    private final Map<String, CallFollower> followers = new ConcurrentHashMap<>();

    private final Set<String> line = new LinkedHashSet<>();

    /** Registered outermost, to see the waits of the other filters, and innermost, to see each attempt. */
    @Override
    public void customize(ChutesClient.Builder builder, String client) {
        builder.filters(filters -> {
            filters.add(0, this::follow);
            filters.add(1, ProgressFilter.of(this::moved));
            filters.add(this::watchAttempt);
        });
    }

    /**
     * Return the queue position of a call.
     *
     * @param callId the id of the call
     * @return the position, from 1; 0 if the call is not queued
     */
    int position(String callId) {
        synchronized (line) {
            int place = 0;
            for (String waiting : line) {
                place++;
                if (waiting.equals(callId)) {
                    return place;
                }
            }
            return 0;
        }
    }

    private Mono<VideoResponse> follow(ChutesCall call, VideoExchange next) {
        return Mono.deferContextual(context -> {
            CallFollower follower =
                    context.<CallFollower>getOrEmpty(CallFollower.class).orElse(CallFollower.NONE);
            followers.put(call.id(), follower);
            join(call.id());
            follower.entered(call.id());
            return VideoResponse.doOnEnd(next.exchange(call), end -> {
                leave(call.id());
                followers.remove(call.id());
            });
        });
    }

    private void moved(ProgressEvent event) {
        leave(event.call().id());
        follower(event.call()).moved(event);
    }

    private Mono<VideoResponse> watchAttempt(ChutesCall call, VideoExchange next) {
        return next.exchange(call)
                .doOnError(ChutesException.class, error -> follower(call).attemptFailed(error));
    }

    private CallFollower follower(ChutesCall call) {
        return followers.getOrDefault(call.id(), CallFollower.NONE);
    }

    private void join(String callId) {
        synchronized (line) {
            line.add(callId);
        }
    }

    private void leave(String callId) {
        synchronized (line) {
            line.remove(callId);
        }
    }
}
