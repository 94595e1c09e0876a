package io.github.reactorchutes.fuzz;

import io.github.reactorchutes.fixture.RawServer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A server that breaks about one answer in a hundred, in all the ways there are. */
public final class UnhealthyServer {

    private UnhealthyServer() {}

    /** Start it; all its videos are the same. */
    public static RawServer start(long seed, byte[] video) {
        AtomicLong connections = new AtomicLong();
        return RawServer.start(connection -> {
            Random dice = new Random(seed * 1_000_003 + connections.incrementAndGet());
            while (true) {
                connection.readRequest();
                Answer.drawHealthy(dice).play(connection, video, dice);
            }
        });
    }
}
