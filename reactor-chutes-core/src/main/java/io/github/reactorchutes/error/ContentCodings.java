package io.github.reactorchutes.error;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Decodes the content codings of RFC 9110, section 8.4.1, that the JDK supports. The client requests none, but some
 * proxies encode every response.
 */
final class ContentCodings {

    /** More than one is rare, and each costs an inflater. */
    private static final int MAX_CODINGS = 3;

    private static final byte[] NOTHING = {};

    private ContentCodings() {}

    /**
     * Decode as much as is present and fits the bound; return nothing if a coding is unknown or the bytes do not match
     * it.
     */
    static byte[] decode(byte[] body, List<String> headers) {
        List<String> codings = headers.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.size() > MAX_CODINGS) {
            return NOTHING;
        }
        byte[] decoded = body;
        for (int i = codings.size() - 1; i >= 0; i--) {
            decoded = decode(decoded, codings.get(i));
        }
        return decoded;
    }

    private static byte[] decode(byte[] bytes, String coding) {
        return switch (coding) {
            case "gzip", "x-gzip" -> isGzip(bytes) ? read(new ByteArrayInputStream(bytes), true) : unlessBinary(bytes);
            case "deflate" -> inflate(bytes);
            default -> NOTHING;
        };
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
    }

    /** A proxy that decodes a body may leave its header in place. */
    private static byte[] unlessBinary(byte[] bytes) {
        for (byte each : bytes) {
            if (each >= 0 && each < ' ' && each != '\t' && each != '\n' && each != '\r') {
                return NOTHING;
            }
        }
        return bytes;
    }

    /** The standard requires the zlib format; some servers omit its two header bytes. */
    private static byte[] inflate(byte[] bytes) {
        boolean zlib = bytes.length > 1 && isZlib(bytes[0] & 0xff, bytes[1] & 0xff);
        Inflater inflater = new Inflater(!zlib);
        try {
            byte[] inflated = read(new InflaterInputStream(new ByteArrayInputStream(bytes), inflater), false);
            return inflated.length == 0 ? unlessBinary(bytes) : inflated;
        } finally {
            inflater.end();
        }
    }

    private static boolean isZlib(int method, int flags) {
        return (method & 0x0f) == 8 && (method * 256 + flags) % 31 == 0;
    }

    private static byte[] read(InputStream coded, boolean gzip) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (InputStream in = gzip ? new GZIPInputStream(coded) : coded) {
            byte[] piece = new byte[512];
            int length = 0;
            while (length >= 0 && plain.size() < BodyText.MAX_BYTES) {
                plain.write(piece, 0, length);
                length = in.read(piece, 0, Math.min(piece.length, BodyText.MAX_BYTES - plain.size()));
            }
        } catch (IOException cut) {
            return plain.toByteArray();
        }
        return plain.toByteArray();
    }
}
