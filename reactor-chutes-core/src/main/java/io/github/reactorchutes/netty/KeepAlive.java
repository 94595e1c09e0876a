package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import java.util.Map;

/**
 * TCP keep-alive probes for connections that are silent for minutes while the platform generates, so that no NAT on the
 * way forgets them: first after 45 seconds, then every 15, given up after 4. What was sent and is not acknowledged is given
 * up after the same time, where the transport has such an option (epoll and io_uring have), and otherwise after about 15
 * minutes.
 *
 * <p>Netty 4.2.18 has these options once for each transport, under almost the same names; with one set of names, this class
 * becomes a few options of the client.
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

    /** Set what the channel's transport knows; each transport has options of its own under almost the same names. */
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
