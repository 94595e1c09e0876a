package io.github.reactorchutes.benchmarks.peer;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The clients by name. */
public final class Peers {

    /** What the others are measured against. */
    public static final String BASELINE = "reactor-netty";

    private static final Map<String, Function<URI, Peer>> PEERS = new LinkedHashMap<>();

    static {
        PEERS.put("chutes", ChutesPeer::bare);
        PEERS.put("chutes-guarded", ChutesPeer::guarded);
        PEERS.put("chutes-jdk-tls", ChutesPeer::withJdkTls);
        PEERS.put(BASELINE, ReactorNettyPeer::withDefaults);
        PEERS.put("reactor-netty-openssl", ReactorNettyPeer::withOpenSsl);
        PEERS.put("reactor-netty-tuned", ReactorNettyPeer::tuned);
        PEERS.put("webclient", WebClientPeer::new);
        PEERS.put("jdk", JdkPeer::new);
        PEERS.put("okhttp", OkHttpPeer::new);
        PEERS.put("apache-async", ApachePeer::new);
        PEERS.put("async-http-client", AsyncHttpPeer::new);
        PEERS.put("aws-netty-nio", AwsPeer::new);
        PEERS.put("raw-netty", RawNettyPeer::new);
    }

    private Peers() {}

    /** Create a client of an origin. */
    public static Peer create(String name, URI base) {
        Function<URI, Peer> factory = PEERS.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("no peer " + name + ", only " + names());
        }
        return factory.apply(base);
    }

    /** Return all names, this library's first. */
    public static List<String> names() {
        return List.copyOf(PEERS.keySet());
    }
}
