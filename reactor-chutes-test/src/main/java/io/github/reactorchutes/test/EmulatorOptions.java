package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.ChuteSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The options of an emulator. Written only by {@link ChutesEmulator.Builder}. */
final class EmulatorOptions implements Cloneable {

    String host = "127.0.0.1";
    int port;
    Duration coldStart = Duration.ofSeconds(1);
    Duration warmUpInterval = Duration.ofMillis(100);
    Duration operationTime = Duration.ofSeconds(1);
    Duration timeToFirstByte = Duration.ZERO;
    boolean smallVideos;
    int concurrency = Integer.MAX_VALUE;
    Set<String> validTokens = Set.of();
    long maxRequestBytes = 128L * 1024 * 1024;
    int sendBufferBytes;
    double faults;
    boolean tls;
    List<ChuteSpec> chutes = List.of();

    EmulatorOptions copy() {
        try {
            return (EmulatorOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
