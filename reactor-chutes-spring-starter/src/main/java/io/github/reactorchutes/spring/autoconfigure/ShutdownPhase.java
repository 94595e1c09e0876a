package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.ShutdownProperties;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The time that Spring grants the clients to stop. */
final class ShutdownPhase {

    private static final Logger logger = LoggerFactory.getLogger(ShutdownPhase.class);

    private static final String SETTING = "spring.lifecycle.timeout-per-shutdown-phase";

    private static final Duration DEFAULT = Duration.ofSeconds(30);

    private ShutdownPhase() {}

    static void warnIfShorter(ShutdownProperties shutdown, Environment environment) {
        Duration phase = Binder.get(environment).bind(SETTING, Duration.class).orElse(DEFAULT);
        if (shutdown.getTimeout().compareTo(phase) > 0) {
            logger.warn(
                    "chutes.shutdown.timeout is {}, more than {}, which is {}: Spring stops waiting then, and closes the"
                            + " clients while their calls still run",
                    shutdown.getTimeout(),
                    SETTING,
                    phase);
        }
    }
}
