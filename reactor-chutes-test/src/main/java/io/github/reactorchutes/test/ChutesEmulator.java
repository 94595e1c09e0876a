package io.github.reactorchutes.test;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A server that behaves like the Chutes video platform: the endpoints {@code /text2video}, {@code /image2video} and
 * {@code /generate}, and {@code GET /ping}.
 *
 * <p>Without a script it authenticates, validates and answers with a playable MP4 as the platform does. {@link
 * #enqueue} replaces the answers of the next calls, {@link #when} those of all calls that match. Every request is
 * recorded.
 *
 * <p><strong>Threading.</strong> All methods may be called from any thread; those that wait block the caller and have a
 * bound.
 *
 * @since 0.1.0
 */
public final class ChutesEmulator implements AutoCloseable {

    private final EmulatorOptions options;
    private final EmulatorServer server;

    private ChutesEmulator(EmulatorOptions options) {
        this.options = options;
        this.server = EmulatorServer.start(options);
    }

    /**
     * Starts an emulator with default options on a free port of the loopback interface.
     *
     * @return the running emulator
     */
    public static ChutesEmulator start() {
        return builder().start();
    }

    /**
     * Starts the configuration of an emulator.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address to give to a client.
     *
     * @return scheme, host and port, without a path
     */
    public URI baseUrl() {
        return URI.create((options.tls ? "https://" : "http://") + options.host + ":" + port());
    }

    /**
     * Returns the port.
     *
     * @return the bound port
     */
    public int port() {
        return server.port();
    }

    /**
     * Returns the self-signed certificate that the emulator shows with {@link Builder#tls()}, to be trusted by a
     * client.
     *
     * @return the certificate, valid for {@code localhost} and the loopback addresses
     */
    public X509Certificate certificate() {
        return EmulatorIdentity.load().certificate();
    }

    /**
     * Scripts the answers of the next calls, whatever they ask for. A call takes its reply when its head arrives;
     * {@code GET /ping} takes none. After the last reply the emulator behaves as the platform again.
     *
     * @param replies in order
     */
    public void enqueue(Reply... replies) {
        server.script().enqueue(List.of(replies));
    }

    /**
     * Scripts the answers of all calls that match. The queue of {@link #enqueue} comes first, then the first rule that
     * matches.
     *
     * @param condition called on a worker thread once the request was read
     * @return the rule to complete
     */
    public ReplyRule when(Predicate<RecordedRequest> condition) {
        return reply -> server.script().add(condition, reply);
    }

    /**
     * Returns the requests whose head arrived since start or reset.
     *
     * @return oldest first
     */
    public List<RecordedRequest> requests() {
        return server.log().requests();
    }

    /**
     * Removes and returns the oldest request that was not taken yet, waiting until one was read to its end, broke off
     * or was answered before its upload.
     *
     * @param timeout how long at most
     * @return the request
     * @throws IllegalStateException if none arrives in time
     */
    public RecordedRequest takeRequest(Duration timeout) {
        return server.log().take(timeout);
    }

    /**
     * Returns how many requests arrived since start or reset.
     *
     * @return their heads' number
     */
    public int requestCount() {
        return server.log().requests().size();
    }

    /**
     * Returns how many connections were accepted since start or reset.
     *
     * @return their number, closed ones included
     */
    public int connectionCount() {
        return server.log().connectionCount();
    }

    /**
     * Returns how many connections are open now.
     *
     * @return their number
     */
    public int openConnections() {
        return server.log().openConnections();
    }

    /**
     * Waits until no exchange is in progress. A connection may stay open for reuse.
     *
     * @param timeout how long at most
     * @throws IllegalStateException if an exchange is still in progress then
     */
    public void awaitIdle(Duration timeout) {
        server.log().await(timeout, server.log()::idle, () -> "Exchanges have not ended");
    }

    /**
     * Waits until this many connections are open.
     *
     * @param count the expected number
     * @param timeout how long at most
     * @throws IllegalStateException if the number is another one then
     */
    public void awaitOpenConnections(int count, Duration timeout) {
        server.log()
                .await(timeout, () -> openConnections() == count, () -> openConnections() + " connections are open");
    }

    /** Closes every connection from the emulator's side (FIN), as a server does that drops idle connections. */
    public void closeConnections() {
        server.log().closeConnections(false);
    }

    /**
     * Forgets script, records, counters and running generations and closes the connections of unfinished exchanges.
     * Idle connections stay open.
     */
    public void reset() {
        server.reset();
    }

    /** Closes all connections and stops at once. A thread that is interrupted closes it too, and stays interrupted. */
    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return "ChutesEmulator[" + baseUrl() + "]";
    }

    /**
     * Configures a {@link ChutesEmulator}.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final EmulatorOptions options = new EmulatorOptions();

        private Builder() {}

        /**
         * Sets the port (default 0: any free port).
         *
         * @param port 0 to 65535
         * @return this builder
         */
        public Builder port(int port) {
            options.port = port;
            return this;
        }

        /**
         * Sets the host to bind to and to show in the base URL (default {@code 127.0.0.1}).
         *
         * @param host name or address
         * @return this builder
         */
        public Builder host(String host) {
            options.host = host;
            return this;
        }

        /**
         * Sets how long a generation takes, counted from the end of the request; nothing is sent before (default
         * none).
         *
         * @param duration zero or more
         * @return this builder
         */
        public Builder timeToFirstByte(Duration duration) {
            options.timeToFirstByte = duration;
            return this;
        }

        /**
         * Shrinks videos to some ten kilobytes: width and height are divided by 16, rate and frame count stay (default
         * off).
         *
         * @param small whether to shrink
         * @return this builder
         */
        public Builder smallVideos(boolean small) {
            options.smallVideos = small;
            return this;
        }

        /**
         * Sets how many generations run at once; a call beyond is answered 429 (default unlimited). A generation goes
         * on when its client goes away.
         *
         * @param generations at least 0
         * @return this builder
         */
        public Builder concurrency(int generations) {
            options.concurrency = generations;
            return this;
        }

        /**
         * Sets the tokens that are accepted (default: any).
         *
         * @param tokens without {@code Bearer}
         * @return this builder
         */
        public Builder validTokens(String... tokens) {
            options.validTokens = Set.of(tokens);
            return this;
        }

        /**
         * Lets a share of the calls fail, chosen at random, each in one of the ways a call can: busy, cold, 500, 504, closed
         * or reset before the answer, a video that is cut off, reset or stalls (default 0). What is scripted or refused is
         * not concerned.
         *
         * @param share from 0 to 1
         * @return this builder
         */
        public Builder faults(double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("faults must be from 0 to 1 but was " + share);
            }
            options.faults = share;
            return this;
        }

        /**
         * Sets the size above which a request is answered 413 (default 128 MiB).
         *
         * @param bytes the largest body
         * @return this builder
         */
        public Builder maxRequestBytes(long bytes) {
            options.maxRequestBytes = bytes;
            return this;
        }

        /**
         * Sets the size of the sockets' send buffers, so that a reply soon waits for its reader (default: the operating
         * system's).
         *
         * @param bytes a hint to the operating system
         * @return this builder
         */
        public Builder sendBufferBytes(int bytes) {
            options.sendBufferBytes = bytes;
            return this;
        }

        /**
         * Speaks HTTPS with a self-signed certificate (default off).
         *
         * @return this builder
         */
        public Builder tls() {
            options.tls = true;
            return this;
        }

        /**
         * Binds the port and starts to serve.
         *
         * @return the running emulator
         */
        public ChutesEmulator start() {
            return new ChutesEmulator(options.copy());
        }
    }
}
