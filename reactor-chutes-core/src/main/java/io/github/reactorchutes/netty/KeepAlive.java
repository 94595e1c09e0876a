package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import java.util.Map;

/**
 * Enables TCP keep-alive probes, so that no NAT drops a connection that is silent for minutes while the platform
 * generates. The first probe follows after 45 seconds, the next ones every 15 seconds; the connection fails after 4
 * unanswered probes. Unacknowledged data fails the connection after the same time where the transport supports it
 * (epoll and io_uring), and otherwise after about 15 minutes.
 *
 * <p>Netty 4.2.18 defines these options separately for each transport, under similar names. Replace this class by a few
 * options of the client when there is one set of names.
 */
final class KeepAlive {

    private static final Map<String, Integer> PROBES = Map.of(
            "TCP_KEEPIDLE",
            45,
            "TCP_KEEPINTVL",
            15,
            "TCP_KEEPINTERVAL",
            15,
            "TCP_KEEPCNT",
            4,
            "TCP_KEEPCOUNT",
            4,
            "TCP_USER_TIMEOUT",
            105_000);

    private KeepAlive() {}

    /** Set the options that the transport of the channel supports. */
    static void enable(Channel channel) {
        ChannelConfig config = channel.config();
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        for (ChannelOption<?> option : config.getOptions().keySet()) {
            Integer value = PROBES.get(simpleName(option));
            if (value != null) {
                set(config, option, value);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static void set(ChannelConfig config, ChannelOption<?> option, Integer value) {
        config.setOption((ChannelOption<Integer>) option, value);
    }

    private static String simpleName(ChannelOption<?> option) {
        return option.name().substring(option.name().lastIndexOf('#') + 1);
    }
}
