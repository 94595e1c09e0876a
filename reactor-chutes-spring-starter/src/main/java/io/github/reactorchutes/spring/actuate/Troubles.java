package io.github.reactorchutes.spring.actuate;

import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.spring.CallFailure;
import io.github.reactorchutes.spring.ClientStatus;
import io.github.reactorchutes.spring.properties.HealthProperties.Trouble;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Derives the current troubles from a client's status. */
final class Troubles {

    private Troubles() {}

    static Set<Trouble> of(ClientStatus status, Instant now) {
        Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
        if (status.circuitBreakers().values().stream().anyMatch(Troubles::isOpen)) {
            troubles.add(Trouble.CIRCUIT_OPEN);
        }
        CallFailure failure = status.lastFailure();
        if (failure != null && isLatest(failure, status) && failure.error() instanceof ChutesResponseException answer) {
            addMeaning(troubles, answer, now);
        }
        return troubles;
    }

    private static boolean isOpen(State state) {
        return state == State.OPEN || state == State.FORCED_OPEN;
    }

    private static boolean isLatest(CallFailure failure, ClientStatus status) {
        Instant success = status.lastSuccess();
        return success == null || failure.time().isAfter(success);
    }

    private static void addMeaning(Set<Trouble> troubles, ChutesResponseException answer, Instant now) {
        Reason reason = answer.reason();
        if (reason == Reason.UNAUTHENTICATED || reason == Reason.FORBIDDEN) {
            troubles.add(Trouble.UNAUTHENTICATED);
        }
        Instant reset = answer.quotaResetsAt();
        if (cannotPay(reason) && (reset == null || reset.isAfter(now))) {
            troubles.add(Trouble.QUOTA_EXCEEDED);
        }
    }

    private static boolean cannotPay(Reason reason) {
        return reason == Reason.QUOTA_EXCEEDED
                || reason == Reason.SUBSCRIPTION_CAP_EXCEEDED
                || reason == Reason.BALANCE_REQUIRED;
    }
}
