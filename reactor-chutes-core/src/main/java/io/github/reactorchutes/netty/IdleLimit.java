package io.github.reactorchutes.netty;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;

/**
 * Limits how long a connection may wait for its next request. The limit is shorter than the server's, because a request
 * that is sent while the server closes the connection may be lost.
 *
 * <p>Seen in Reactor Netty 1.3.8: {@code ConnectionProvider} has one idle time for all connections and ignores
 * {@code Keep-Alive}, and {@code HttpClientOperations} checks {@code Connection: close} only in the response. Delete
 * this class and use {@code maxIdleTime} when the pool respects both.
 */
final class IdleLimit {

    private static final AttributeKey<Duration> OF_SERVER = AttributeKey.valueOf(IdleLimit.class, "ofServer");

    private static final Pattern TIMEOUT = Pattern.compile("(?i)(?:^|[,;\\s])timeout\\s*=\\s*\"?(\\d{1,9})");

    /** The server starts its countdown before its response arrives. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Duration limit;

    IdleLimit(Duration limit) {
        this.limit = limit;
    }

    /** Apply what either side announced for the connection. */
    void follow(HttpClientResponse answer, Connection connection) {
        Duration time = timeOf(answer.responseHeaders().get("Keep-Alive"));
        if (limit.isZero() || time.isNegative() || time.isZero() || isLast(answer)) {
            connection.markPersistent(false);
        } else if (time.compareTo(limit) < 0) {
            connection.channel().attr(OF_SERVER).set(time);
        }
    }

    private Duration timeOf(@Nullable String announced) {
        if (announced == null) {
            return limit;
        }
        Matcher timeout = TIMEOUT.matcher(announced);
        return timeout.find()
                ? Duration.ofSeconds(Long.parseLong(timeout.group(1))).minus(MARGIN)
                : limit;
    }

    /** After such a response, the server would respond to the next request in the same way, or not at all. */
    private static boolean isLast(HttpClientResponse answer) {
        int status = answer.status().code();
        return status < 200
                || status == 408
                || status == 421
                || answer.requestHeaders().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }

    /** Return whether a pooled connection must no longer be used. */
    boolean isOver(Connection connection, ConnectionMetadata pooled) {
        if (!connection.channel().isActive() || !connection.isPersistent()) {
            return true;
        }
        Duration ofServer = connection.channel().attr(OF_SERVER).get();
        return pooled.idleTime() >= (ofServer == null ? limit : ofServer).toMillis();
    }
}
