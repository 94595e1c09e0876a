package io.github.reactorchutes.fetch;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The addresses that a fetch may connect to. */
enum AddressRule {
    PUBLIC,
    PUBLIC_OR_LOOPBACK,
    LOOPBACK;

    private static final int IPV4_BYTES = 4;

    private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /**
     * Return the problem of an address, or {@code null}. The text does not contain the address, which may be a secret.
     */
    @Nullable
    String problem(InetAddress address) {
        byte[] bytes = unmapped(address.getAddress());
        if (isLoopback(bytes)) {
            return this == PUBLIC ? "the host has a loopback address" : null;
        }
        return this == LOOPBACK ? "plain http is allowed for loopback addresses only" : problemOfPublic(bytes);
    }

    private static @Nullable String problemOfPublic(byte[] address) {
        boolean ipv4 = address.length == IPV4_BYTES;
        if (!ipv4 && !AddressBlock.GLOBAL_IPV6.contains(address)) {
            return "the host has an address that is not public (outside of " + AddressBlock.GLOBAL_IPV6.text() + ")";
        }
        AddressBlock special = AddressBlock.find(ipv4 ? AddressBlock.SPECIAL_IPV4 : AddressBlock.SPECIAL_IPV6, address);
        return special == null ? null : "the host has an address that is not public (" + special + ")";
    }

    private static boolean isLoopback(byte[] address) {
        return address.length == IPV4_BYTES
                ? address[0] == 127
                : address[15] == 1 && isZero(Arrays.copyOf(address, 15));
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    /** An IPv4-mapped IPv6 address is reached over IPv4. */
    private static byte[] unmapped(byte[] address) {
        int length = MAPPED_PREFIX.length;
        boolean mapped = address.length > length && Arrays.equals(Arrays.copyOf(address, length), MAPPED_PREFIX);
        return mapped ? Arrays.copyOfRange(address, length, address.length) : address;
    }
}
