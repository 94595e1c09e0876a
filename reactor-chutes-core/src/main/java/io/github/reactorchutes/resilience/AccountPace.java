package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Passage;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** The pace of an account in all processes that share its limits, which learn from the end of each attempt. */
final class AccountPace implements Pace {

    private static final int MAX_WAITING = 10_000;

    private final AccountGate gate;

    private final Duration maxWait;

    AccountPace(AccountLimits limits, Duration maxWait) {
        this.gate = new AccountGate(Integer.MAX_VALUE, limits::askForAttempt, MAX_WAITING, maxWait);
        this.maxWait = maxWait;
    }

    /** The limits learn what the server states in any case, and decide whether they follow it. */
    @Override
    public Pace followServer() {
        return this;
    }

    @Override
    public Passage begin(ChutesCall call, VideoExchange next) {
        return Passage.through(new Admission(gate, maxWait, call, Limit.RATE, reason -> refusal(call, reason))
                .cast(LeasePermit.class)
                .flatMap(permit -> admitted(call, next, permit)));
    }

    private static Mono<VideoResponse> admitted(ChutesCall call, VideoExchange next, LeasePermit permit) {
        return Mono.defer(() -> next.exchange(call))
                .doOnNext(head -> permit.giveBack(LeaseEnd.of(head)))
                .doOnError(error -> permit.giveBack(LeaseEnd.of(error)))
                .doFinally(signal -> permit.giveBack(LeaseEnd.unknown()));
    }

    private static ChutesCallRejectedException refusal(ChutesCall call, String reason) {
        return new ChutesCallRejectedException(
                call.endpoint(), Limit.RATE, "the account's shared pace does not allow the attempt: " + reason, null);
    }

    @Override
    public int waiting() {
        return gate.waiting();
    }
}
