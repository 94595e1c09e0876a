package io.github.reactorchutes.request;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Host names in the form of DNS and certificates: ASCII, with punycode for other characters. */
final class HostName {

    /** Two standards encode these differently, so a name with one of them could mean two hosts. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\u00df\u03c2\u200c\u200d]");

    private static final int MAX_SHOWN = 100;

    private HostName() {}

    /**
     * Return a host name or an IP address in ASCII.
     *
     * @throws IllegalArgumentException if it is neither; the message states the problem without a subject
     */
    static String toAscii(String host) {
        if (host.indexOf('_') >= 0) {
            throw problem("with a host without an underscore, which host names cannot contain,", host);
        }
        if (AMBIGUOUS.matcher(host).find()) {
            throw problem(
                    "with its host in punycode (xn--...), because standards differ on one of its characters,", host);
        }
        String ascii = isAscii(host) ? host : encode(host);
        if (!isHost(ascii)) {
            throw problem("with a valid host name or IP address", host);
        }
        return ascii;
    }

    static String requireValid(String setting, String host) {
        try {
            return toAscii(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    setting + " must be a host name or an IP address without scheme, port and path, but was "
                            + shown(host),
                    invalid);
        }
    }

    private static String encode(String host) {
        try {
            return IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException invalid) {
            throw problem("with a host name that can be encoded", host);
        }
    }

    private static boolean isAscii(String host) {
        return host.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isHost(String ascii) {
        try {
            return ascii.equals(new URI("http://" + ascii).getHost()) && hasShortLabels(ascii);
        } catch (URISyntaxException notAHost) {
            return false;
        }
    }

    /** DNS limits labels to 63 characters and names to 254. */
    private static boolean hasShortLabels(String ascii) {
        return ascii.startsWith("[") || (ascii.length() <= 254 && !ascii.matches(".*[^.]{64}.*"));
    }

    private static IllegalArgumentException problem(String rule, String host) {
        return new IllegalArgumentException("must be a URL " + rule + " but has " + shown(host));
    }

    /** A URL may have been written with a user and a password. */
    static String shown(String text) {
        String line = text.replaceAll("[\\p{C}\\p{Z}]", "?").replaceFirst("^.*@", "***@");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
    }
}
