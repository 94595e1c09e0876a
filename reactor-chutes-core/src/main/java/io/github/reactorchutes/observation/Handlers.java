package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.micrometer.observation.Observation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the handlers of an observation what happens, in a way that none of them can break a call. */
final class Handlers {

    private static final Logger logger = LoggerFactory.getLogger(Handlers.class);

    private Handlers() {}

    /** Return the started observation, or one that does nothing. What was begun by handlers before the broken one is ended. */
    static Observation start(Observation observation) {
        try {
            return observation.start();
        } catch (RuntimeException broken) {
            logger.warn("A handler of an observation's start failed; the call goes on without it", broken);
            stop(observation);
            return Observation.NOOP;
        }
    }

    static void event(Observation observation, Observation.Event event) {
        try {
            observation.event(event);
        } catch (RuntimeException broken) {
            logger.warn("A handler of an observation's event failed; the call is not affected", broken);
        }
    }

    static void stop(Observation observation, CallEnd end) {
        Throwable error = end.error();
        if (error != null) {
            fail(observation, error);
        }
        stop(observation);
    }

    private static void fail(Observation observation, Throwable error) {
        try {
            observation.error(error);
        } catch (RuntimeException broken) {
            logger.warn("A handler of an observation's error failed; the call is not affected", broken);
        }
    }

    private static void stop(Observation observation) {
        try {
            observation.stop();
        } catch (RuntimeException broken) {
            logger.warn("A handler of an observation's end failed; the call is not affected", broken);
        }
    }
}
