package io.github.reactorchutes.examples.cli;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of {@code NO_PROXY}, separated by commas: names with their subdomains, addresses, networks such as
 * {@code 10.0.0.0/8}, each with an optional port, or {@code *}.
 */
final class NoProxy implements Predicate<SocketAddress> {

    private final List<String> entries;

    private NoProxy(List<String> entries) {
        this.entries = entries;
    }

    static NoProxy of(@Nullable String hosts) {
        return new NoProxy(Arrays.stream((hosts == null ? "" : hosts).split("[,\\s]+", -1))
                .map(entry -> entry.toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .toList());
    }

    @Override
    public boolean test(SocketAddress address) {
        return address instanceof InetSocketAddress target && matches(target.getHostString(), target.getPort());
    }

    boolean matches(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
        return entries.stream().anyMatch(entry -> matches(entry, name, port));
    }

    private static boolean matches(String entry, String name, int port) {
        if (entry.equals("*")) {
            return true;
        }
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return isWithin(entry.substring(0, slash), entry.substring(slash + 1), name);
        }
        String host = entry.matches("[^:]+:\\d+|\\[.*]:\\d+") ? entry.substring(0, entry.lastIndexOf(':')) : entry;
        boolean anyPort = host.equals(entry) || entry.endsWith(":" + port);
        String domain = host.replaceAll("^\\[|]$|^\\*?\\.", "");
        return anyPort && (name.equals(domain) || name.endsWith("." + domain));
    }

    private static boolean isWithin(String network, String bits, String address) {
        byte[] first = NetUtil.createByteArrayFromIpAddressString(network);
        byte[] candidate = NetUtil.createByteArrayFromIpAddressString(address);
        if (first == null || candidate == null || first.length != candidate.length || !bits.matches("\\d{1,3}")) {
            return false;
        }
        int rest = Math.max(0, first.length * Byte.SIZE - Integer.parseInt(bits));
        return new BigInteger(1, first).shiftRight(rest).equals(new BigInteger(1, candidate).shiftRight(rest));
    }
}
