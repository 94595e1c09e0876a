package io.github.reactorchutes.test;

import java.time.Duration;

/** One step of a reply on the wire, played on the connection's event loop. */
interface Step {

    /** Perform the step, now or later, then run {@code next}; do not run it if the connection broke. */
    void play(ReplyPlayer player, Runnable next);

    static Step bytes(byte[] bytes) {
        return (player, next) -> {
            player.write(player.channel().alloc().buffer(bytes.length).writeBytes(bytes), 0);
            next.run();
        };
    }

    static Step pause(Duration duration) {
        return (player, next) -> {
            player.channel().flush();
            player.later(duration, next);
        };
    }

    static Step ending(Ending ending) {
        return (player, next) -> player.finish(ending);
    }
}
