package io.github.reactorchutes.callers;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** Places where a call cannot go on without the caller's code: the call fails, and gives back what it holds. */
enum OnThePath {
    FILTER {
        @Override
        void add(ChutesClient.Builder builder, Thrown thrown) {
            builder.filter((call, next) -> thrown.now());
        }
    },
    SUBSCRIPTION_OF_A_FILTER {
        @Override
        void add(ChutesClient.Builder builder, Thrown thrown) {
            builder.filter((call, next) -> new Mono<VideoResponse>() {
                @Override
                public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
                    thrown.now();
                }
            });
        }
    },
    SUBSCRIPTION_BEHIND_THE_CALL {
        @Override
        void add(ChutesClient.Builder builder, Thrown thrown) {
            builder.filter((call, next) -> next.exchange(call).doOnSubscribe(subscription -> thrown.now()));
        }
    },
    HEAD_IN_A_FILTER {
        @Override
        void add(ChutesClient.Builder builder, Thrown thrown) {
            VideoExchangeFilter decorating =
                    (call, next) -> next.exchange(call).map(response -> response.mapBody(body -> thrown.now()));
            builder.filter(decorating);
        }
    },
    FUNCTION_FOR_BREAKERS {
        @Override
        void add(ChutesClient.Builder builder, Thrown thrown) {
            builder.filter(CircuitBreakerFilter.of(endpoint -> thrown.now()));
        }
    },
    FUNCTION_FOR_LIMITERS {
        @Override
        void add(ChutesClient.Builder builder, Thrown thrown) {
            builder.filter(RateLimitFilter.perEndpoint(endpoint -> thrown.now()));
        }
    };

    abstract void add(ChutesClient.Builder builder, Thrown thrown);
}
