package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.log.LogScope;
import io.github.reactorchutes.log.Sparse;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of answers that need an operator: the platform refuses the client's token, or its account cannot pay. */
final class RefusalLog {

    private static final Logger logger = LoggerFactory.getLogger(RefusalLog.class);

    private static final Set<Reason> NEED_AN_OPERATOR = Set.of(
            Reason.UNAUTHENTICATED,
            Reason.FORBIDDEN,
            Reason.QUOTA_EXCEEDED,
            Reason.SUBSCRIPTION_CAP_EXCEEDED,
            Reason.BALANCE_REQUIRED,
            Reason.DAILY_LIMIT);

    private final Sparse sparse = new Sparse();

    void add(LiveCall live, ChutesResponseException answer) {
        if (NEED_AN_OPERATOR.contains(answer.reason())) {
            sparse.run(
                    answer.reason(),
                    () -> LogScope.run(
                            live.caller(),
                            () -> logger.warn(
                                    "The platform refuses {}, and probably all further calls of this client: {}",
                                    live.call(),
                                    answer.getMessage())));
        }
    }
}
