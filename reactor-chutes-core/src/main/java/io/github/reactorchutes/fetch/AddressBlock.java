package io.github.reactorchutes.fetch;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A range of IPv4 or IPv6 addresses with a common prefix. */
record AddressBlock(BigInteger prefix, int bytes, int shift, String text, String purpose) {

    /**
     * The addresses outside the public internet: IANA's special-purpose registry, multicast and reserved blocks. Also
     * public addresses that serve a cloud's secrets to its own machines. The metadata services of other clouds are
     * within link-local (169.254.169.254, 169.254.170.2), carriers' (100.100.100.200) and assigned (192.0.0.192)
     * addresses, or outside of global IPv6 (fd00:ec2::254, fd20:ce::254).
     */
    static final List<AddressBlock> SPECIAL_IPV4 = List.of(
            of("0.0.0.0/8", "this network"),
            of("10.0.0.0/8", "private"),
            of("100.64.0.0/10", "shared by a carrier"),
            of("127.0.0.0/8", "loopback"),
            of("168.63.129.16/32", "Azure's platform address for its own machines"),
            of("169.254.0.0/16", "link-local"),
            of("172.16.0.0/12", "private"),
            of("192.0.0.0/24", "protocol assignments"),
            of("192.0.2.0/24", "documentation"),
            of("192.88.99.0/24", "6to4 relays"),
            of("192.168.0.0/16", "private"),
            of("198.18.0.0/15", "benchmarks"),
            of("198.51.100.0/24", "documentation"),
            of("203.0.113.0/24", "documentation"),
            of("224.0.0.0/4", "multicast"),
            of("240.0.0.0/4", "reserved or broadcast"));

    /** The IPv6 range that is assigned to the public, and the special blocks within it. */
    static final AddressBlock GLOBAL_IPV6 = of("2000::/3", "global unicast");

    static final List<AddressBlock> SPECIAL_IPV6 = List.of(
            of("2001::/23", "protocol assignments"),
            of("2001:db8::/32", "documentation"),
            of("2002::/16", "6to4"),
            of("3fff::/20", "documentation"));

    private static AddressBlock of(String text, String purpose) {
        int slash = text.indexOf('/');
        byte[] start = NetUtil.createByteArrayFromIpAddressString(text.substring(0, slash));
        int shift = start.length * 8 - Integer.parseInt(text.substring(slash + 1));
        return new AddressBlock(new BigInteger(1, start).shiftRight(shift), start.length, shift, text, purpose);
    }

    static @Nullable AddressBlock find(List<AddressBlock> blocks, byte[] address) {
        return blocks.stream()
                .filter(block -> block.contains(address))
                .findFirst()
                .orElse(null);
    }

    boolean contains(byte[] address) {
        return address.length == bytes
                && new BigInteger(1, address).shiftRight(shift).equals(prefix);
    }

    @Override
    public String toString() {
        return purpose + ", " + text;
    }
}
