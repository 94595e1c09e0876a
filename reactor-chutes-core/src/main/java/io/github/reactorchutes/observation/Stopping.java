package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.micrometer.observation.Observation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops observations in a way that no handler can break a call. */
final class Stopping {

    private static final Logger logger = LoggerFactory.getLogger(Stopping.class);

    private Stopping() {}

    static void stop(Observation observation, CallEnd end) {
        try {
            Throwable error = end.error();
            if (error != null) {
                observation.error(error);
            }
            observation.stop();
        } catch (RuntimeException broken) {
            logger.warn("A handler of an observation's end failed; the call is not affected", broken);
        }
    }
}
