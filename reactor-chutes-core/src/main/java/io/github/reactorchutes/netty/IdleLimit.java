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
 * How long a connection may wait for its next request: not as long as its server keeps it, because a request that meets
 * the closing may be lost, and nobody knows whether it was.
 *
 * <p>Seen in Reactor Netty 1.3.8: {@code ConnectionProvider} has one idle time for all connections and does not read {@code
 * Keep-Alive}, and {@code HttpClientOperations} looks for {@code Connection: close} in the answer alone. When the pool follows
 * both, {@code maxIdleTime} can take the place of this class.
 */
final class IdleLimit {

    private static final AttributeKey<Duration> OF_SERVER = AttributeKey.valueOf(IdleLimit.class, "ofServer");

    private static final Pattern TIMEOUT = Pattern.compile("(?i)(?:^|[,;\\s])timeout\\s*=\\s*\"?(\\d{1,9})");

    /** The server's time begins before its answer arrives here. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Duration limit;

    IdleLimit(Duration limit) {
        this.limit = limit;
    }

    /** Follow what either side states about the connection. */
    void follow(HttpClientResponse answer, Connection connection) {
        Duration time = timeOf(answer.responseHeaders().get("Keep-Alive"));
        if (limit.isZero() || time.isNegative() || time.isZero() || isLast(answer)) {
            connection.markPersistent(false);
        } else if (time.compareTo(limit) < 0) {
            connection.channel().attr(OF_SERVER).set(time);
        }
    }

    private Duration timeOf(@Nullable String announced) {
        Matcher timeout = TIMEOUT.matcher(announced == null ? "" : announced);
        return timeout.find()
                ? Duration.ofSeconds(Long.parseLong(timeout.group(1))).minus(MARGIN)
                : limit;
    }

    /** After these the next request would be answered likewise, or not at all. */
    private static boolean isLast(HttpClientResponse answer) {
        int status = answer.status().code();
        return status < 200
                || status == 408
                || status == 421
                || answer.requestHeaders().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }

    /** Say whether a pooled connection is of no more use. */
    boolean isOver(Connection connection, ConnectionMetadata pooled) {
        if (!connection.channel().isActive() || !connection.isPersistent()) {
            return true;
        }
        Duration ofServer = connection.channel().attr(OF_SERVER).get();
        return pooled.idleTime() >= (ofServer == null ? limit : ofServer).toMillis();
    }
}
