package io.github.reactorchutes.benchmarks.peer;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The clients by name. */
public final class Peers {

    private static final String BASELINE = "reactor-netty";

    private static final String LIMIT = "raw-netty";

    private static final String UPLOAD = "-upload";

    private static final Map<String, Function<URI, Peer>> PEERS = new LinkedHashMap<>();

    static {
        PEERS.put("chutes", ChutesPeer::bare);
        PEERS.put("chutes-guarded", ChutesPeer::guarded);
        PEERS.put("chutes-four-loops", ChutesPeer::onFourLoops);
        PEERS.put("chutes" + UPLOAD, ChutesPeer::uploading);
        PEERS.put("chutes" + UPLOAD + "-file", ChutesPeer::uploadingFile);
        PEERS.put(BASELINE + UPLOAD, ReactorNettyPeer::uploading);
        PEERS.put("chutes-observed", ChutesPeer::observed);
        PEERS.put("chutes-concurrency", ChutesPeer::limited);
        PEERS.put("chutes-rate", ChutesPeer::paced);
        PEERS.put("chutes-breaker", ChutesPeer::breaking);
        PEERS.put("chutes-retry", ChutesPeer::retried);
        PEERS.put("chutes-jdk-tls", ChutesPeer::withJdkTls);
        PEERS.put("chutes-fresh", ChutesPeer::withoutReuse);
        PEERS.put(BASELINE, ReactorNettyPeer::withDefaults);
        PEERS.put("reactor-netty-openssl", ReactorNettyPeer::withOpenSsl);
        PEERS.put("reactor-netty-tuned", ReactorNettyPeer::tuned);
        PEERS.put("webclient", WebClientPeer::bare);
        PEERS.put("webclient-guarded", WebClientPeer::guarded);
        PEERS.put("jdk", JdkPeer::new);
        PEERS.put("okhttp", OkHttpPeer::new);
        PEERS.put("apache-async", ApachePeer::new);
        PEERS.put("async-http-client", AsyncHttpPeer::new);
        PEERS.put("aws-netty-nio", AwsPeer::new);
        PEERS.put(LIMIT, RawNettyPeer::new);
    }

    private Peers() {}

    /** Create a client of an origin. */
    public static Peer create(String name, URI base) {
        Function<URI, Peer> factory = PEERS.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("unknown peer " + name + "; the peers are " + names());
        }
        return factory.apply(base);
    }

    /** Return all names, this library's first. */
    public static List<String> names() {
        return List.copyOf(PEERS.keySet());
    }

    /** Return the baseline among some clients: bare Reactor Netty, otherwise raw Netty. */
    public static Set<String> baselines(Collection<String> names) {
        Set<String> baselines = new LinkedHashSet<>(List.of(BASELINE, BASELINE + UPLOAD));
        baselines.retainAll(names);
        return baselines.isEmpty() && names.contains(LIMIT) ? Set.of(LIMIT) : baselines;
    }
}
