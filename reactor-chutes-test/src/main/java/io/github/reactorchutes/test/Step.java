package io.github.reactorchutes.test;

import java.time.Duration;

/** One step of a reply on the wire, played on the connection's event loop. */
interface Step {

    /** Does its part, now or later, then runs {@code next}; never does if the connection broke. */
    void play(Exchange exchange, Runnable next);

    static Step bytes(byte[] bytes) {
        return (exchange, next) -> {
            exchange.write(exchange.channel().alloc().buffer(bytes.length).writeBytes(bytes), 0);
            next.run();
        };
    }

    static Step pause(Duration duration) {
        return (exchange, next) -> {
            exchange.channel().flush();
            exchange.later(duration, next);
        };
    }

    static Step ending(Ending ending) {
        return (exchange, next) -> exchange.finish(ending);
    }
}
