package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.ChuteSpec;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A server that behaves like the Chutes video platform: the endpoints {@code /text2video}, {@code /image2video} and
 * {@code /generate}, the catalogue {@code GET /chutes/} with more chutes, which are called with
 * {@code POST /{slug}{path}} or on the host {@code {slug}.chutes.ai}, their warm-up {@code GET /chutes/warmup/{name}}, the
 * operations of asynchronous chutes, {@code GET /external/operations}, the account, {@code GET /users/me}, and {@code GET /ping}.
 *
 * <p>By default it authenticates, validates and responds with a playable MP4 like the platform. {@link #enqueue}
 * replaces the responses to the next calls, {@link #when} those to all matching calls. Every request is recorded.
 *
 * <p><strong>Threading.</strong> All methods may be called from any thread. Waiting methods block the caller and have a
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
     * Start an emulator with default options on a free loopback port.
     *
     * @return the running emulator
     */
    public static ChutesEmulator start() {
        return builder().start();
    }

    /** {@return a builder for an emulator} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Return the base URL for clients.
     *
     * @return scheme, host and port, without a path
     */
    public URI baseUrl() {
        return URI.create((options.tls ? "https://" : "http://") + options.host + ":" + port());
    }

    /** {@return the bound port} */
    public int port() {
        return server.port();
    }

    /**
     * Return the self-signed certificate used with {@link Builder#tls()}, for a client to trust.
     *
     * @return the certificate, valid for {@code localhost} and the loopback addresses
     */
    public X509Certificate certificate() {
        return EmulatorIdentity.load().certificate();
    }

    /**
     * Queue replies for the next calls to any path. A call takes its reply when its head arrives; {@code GET /ping} and
     * queries, such as {@code GET /chutes/}, take none: script them with {@link #when}. After the last reply the emulator behaves like the platform again.
     *
     * @param replies in order
     */
    public void enqueue(Reply... replies) {
        server.script().enqueue(List.of(replies));
    }

    /**
     * Script the replies to all matching calls. The queue of {@link #enqueue} takes precedence, then the first rule
     * that matches.
     *
     * @param condition the condition, evaluated on a worker thread after the request was read
     * @return the rule to complete
     */
    public ReplyRule when(Predicate<RecordedRequest> condition) {
        return reply -> server.script().add(condition, reply);
    }

    /**
     * Return a chute, to change its state. The emulator has the hosts of the contract, {@code chutes-wan2-1-14b} and
     * {@code chutes-wan-2-2-i2v-14b-fast}, the chutes {@code harbor/text-to-webm}, {@code harbor/painter},
     * {@code harbor/speaker}, {@code harbor/first-last-frame} and {@code harbor/keyframes}, and those of
     * {@link Builder#chute}.
     *
     * @param name the name, the slug or the id
     * @return the chute, whether it is in the catalogue or not
     * @throws IllegalArgumentException if there is none
     */
    public EmulatedChute chute(String name) {
        return server.chutes().require(name);
    }

    /**
     * Return the account of all tokens.
     *
     * @return the account, whose values follow the calls and can be set
     */
    public EmulatedAccount account() {
        return server.account();
    }

    /**
     * Return the operations of the asynchronous chutes, such as the built-in {@code harbor/director}.
     *
     * @return the operations, and the script of the next ones
     */
    public EmulatedOperations operations() {
        return server.operations();
    }

    /** {@return the requests whose head arrived since start or reset, oldest first} */
    public List<RecordedRequest> requests() {
        return server.log().requests();
    }

    /**
     * Remove and return the oldest request not taken yet. Wait until one was read completely, broke off or got its
     * reply before its upload.
     *
     * @param timeout the maximum wait
     * @return the request
     * @throws IllegalStateException if none arrives in time
     */
    public RecordedRequest takeRequest(Duration timeout) {
        return server.log().take(timeout);
    }

    /** {@return how many request heads arrived since start or reset} */
    public int requestCount() {
        return server.log().requests().size();
    }

    /** {@return how many connections were accepted since start or reset, including closed ones} */
    public int connectionCount() {
        return server.log().connectionCount();
    }

    /** {@return how many connections are open now} */
    public int openConnections() {
        return server.log().openConnections();
    }

    /**
     * Wait until no exchange is in progress. A connection may stay open for reuse.
     *
     * @param timeout the maximum wait
     * @throws IllegalStateException if an exchange is still in progress after that
     */
    public void awaitIdle(Duration timeout) {
        server.log().await(timeout, server.log()::idle, () -> "An exchange is still in progress");
    }

    /**
     * Wait until exactly this many connections are open.
     *
     * @param count the expected number
     * @param timeout the maximum wait
     * @throws IllegalStateException if the number differs after that
     */
    public void awaitOpenConnections(int count, Duration timeout) {
        server.log()
                .await(timeout, () -> openConnections() == count, () -> openConnections() + " connections are open");
    }

    /** Close every connection from the emulator's side (FIN), like a server that drops idle connections. */
    public void closeConnections() {
        server.log().closeConnections(false);
    }

    /**
     * Clear script, records, counters, running generations, operations and what was changed at the
     * account and at chutes, and close the connections of unfinished exchanges. Idle
     * connections stay open.
     */
    public void reset() {
        server.reset();
    }

    /** Close all connections and stop immediately, even on an interrupted thread, which stays interrupted. */
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
         * Set the port (default 0: any free port).
         *
         * @param port 0 to 65535
         * @return this builder
         */
        public Builder port(int port) {
            options.port = port;
            return this;
        }

        /**
         * Set the host to bind to and to use in the base URL (default {@code 127.0.0.1}).
         *
         * @param host name or address
         * @return this builder
         */
        public Builder host(String host) {
            options.host = host;
            return this;
        }

        /**
         * Set how long a generation takes, counted from the end of the request (default zero). Nothing is sent before
         * it ends.
         *
         * @param duration zero or more
         * @return this builder
         */
        public Builder timeToFirstByte(Duration duration) {
            options.timeToFirstByte = duration;
            return this;
        }

        /**
         * Shrink videos to roughly ten kilobytes (default off): divide width and height by 16, keep rate and frame
         * count.
         *
         * @param small whether to shrink
         * @return this builder
         */
        public Builder smallVideos(boolean small) {
            options.smallVideos = small;
            return this;
        }

        /**
         * Limit the concurrent generations; further calls get 429 (default unlimited). A generation continues after its
         * client disconnects.
         *
         * @param generations at least 0
         * @return this builder
         */
        public Builder concurrency(int generations) {
            options.concurrency = generations;
            return this;
        }

        /**
         * Set the accepted tokens (default: any).
         *
         * @param tokens without {@code Bearer}
         * @return this builder
         */
        public Builder validTokens(String... tokens) {
            options.validTokens = Set.of(tokens);
            return this;
        }

        /**
         * Lets a share of the calls fail, chosen at random, each in one of the ways a call can: capacity, cold, 500, 504, closed
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
         * Set how long the start of a {@linkplain EmulatedChute#cold() cold} chute takes, from the first call or warm-up
         * (default 1 s).
         *
         * @param duration zero or more
         * @return this builder
         */
        public Builder coldStart(Duration duration) {
            options.coldStart = duration;
            return this;
        }

        /**
         * Set the time between two events of a warm-up (default 100 ms; the platform takes about 5 s).
         *
         * @param interval more than zero
         * @return this builder
         */
        public Builder warmUpInterval(Duration interval) {
            options.warmUpInterval = interval;
            return this;
        }

        /**
         * Set how long the operations of asynchronous chutes take (default 1 s).
         *
         * @param duration zero or more
         * @return this builder
         */
        public Builder operationTime(Duration duration) {
            options.operationTime = duration;
            return this;
        }

        /**
         * Add a chute to the catalogue. It replaces one with the same slug.
         *
         * @param chute its name, cords and first state
         * @return this builder
         */
        public Builder chute(ChuteSpec chute) {
            options.chutes = Stream.concat(
                            options.chutes.stream()
                                    .filter(other -> !other.slug().equals(chute.slug())),
                            Stream.of(chute))
                    .toList();
            return this;
        }

        /**
         * Set the size above which a request gets 413 (default 128 MiB).
         *
         * @param bytes the maximum body size
         * @return this builder
         */
        public Builder maxRequestBytes(long bytes) {
            options.maxRequestBytes = bytes;
            return this;
        }

        /**
         * Set the send buffer size of the sockets (default: the operating system's). With a small buffer a reply soon
         * waits for its reader.
         *
         * @param bytes a hint to the operating system
         * @return this builder
         */
        public Builder sendBufferBytes(int bytes) {
            options.sendBufferBytes = bytes;
            return this;
        }

        /**
         * Serve HTTPS with a self-signed certificate (default off).
         *
         * @return this builder
         */
        public Builder tls() {
            options.tls = true;
            return this;
        }

        /**
         * Bind the port and start serving.
         *
         * @return the running emulator
         */
        public ChutesEmulator start() {
            return new ChutesEmulator(options.copy());
        }
    }
}
