package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.VideoCall;
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
 * Knows each call of the client from its place in the line to its end, and tells its follower. Calls wait for a permit in
 * the order in which they came, so the line is the calls that have not been sent yet.
 */
@Component
final class CallBoard implements ChutesClientBuilderCustomizer {

    private final Map<String, CallFollower> followers = new ConcurrentHashMap<>();

    private final Set<String> line = new LinkedHashSet<>();

    /** Outermost, so that the waits of the other filters are seen; and innermost, so that each attempt is. */
    @Override
    public void customize(ChutesClient.Builder builder, String client) {
        builder.filters(filters -> {
            filters.add(0, this::follow);
            filters.add(1, ProgressFilter.of(this::moved));
            filters.add(this::watchAttempt);
        });
    }

    /**
     * Return how many calls wait before a call, and itself.
     *
     * @param callId the id of the call
     * @return the place in the line, from 1; 0 if the call does not wait
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

    private Mono<VideoResponse> follow(VideoCall call, VideoExchange next) {
        return Mono.deferContextual(context -> {
            CallFollower follower =
                    context.<CallFollower>getOrEmpty(CallFollower.class).orElse(CallFollower.NONE);
            followers.put(call.id(), follower);
            join(call.id());
            follower.entered(call.id());
            return CallEnd.listen(next.exchange(call), end -> {
                leave(call.id());
                followers.remove(call.id());
            });
        });
    }

    private void moved(ProgressEvent event) {
        leave(event.call().id());
        follower(event.call()).moved(event);
    }

    private Mono<VideoResponse> watchAttempt(VideoCall call, VideoExchange next) {
        return next.exchange(call)
                .doOnError(ChutesException.class, error -> follower(call).attemptFailed(error));
    }

    private CallFollower follower(VideoCall call) {
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
