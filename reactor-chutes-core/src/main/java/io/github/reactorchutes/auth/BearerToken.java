package io.github.reactorchutes.auth;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The validation rule for tokens of any source: a builder, a property, a file, the environment, an option, a provider.
 * Surrounding whitespace and line breaks and a leading byte-order mark are stripped, because editors, shells and secret
 * stores add them. Any other invalid character is rejected with a message that names the reason and never contains the
 * token.
 *
 * @since 0.1.0
 */
public final class BearerToken {

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private static final String SCHEME = "bearer";

    private BearerToken() {}

    /**
     * Return the token of a provider created with a fixed token.
     *
     * @param provider the provider
     * @return its token, or {@code null} if the provider must be called
     */
    public static @Nullable String of(ChutesTokenProvider provider) {
        return provider instanceof StaticTokenProvider known ? known.value() : null;
    }

    /**
     * Validate and strip a token.
     *
     * @param token the token as given
     * @return the stripped token
     * @throws IllegalArgumentException if it is not a valid token; the message begins with {@code the API token}
     */
    public static String requireValid(String token) {
        return requireValid("the API token", token);
    }

    /**
     * Validate and strip a token.
     *
     * @param setting the name of its source for the message, such as {@code the variable CHUTES_API_TOKEN}
     * @param token the token as given
     * @return the stripped token
     * @throws IllegalArgumentException if it is not a valid token; the message begins with the setting
     */
    public static String requireValid(String setting, String token) {
        String clean = trim(token);
        String problem = problem(clean);
        if (problem != null) {
            throw new IllegalArgumentException(setting + " " + problem);
        }
        return clean;
    }

    /**
     * Decode, validate and strip the token in a file: UTF-8, or UTF-16 if it begins with that byte-order mark, as the
     * output of a PowerShell redirection does.
     *
     * @param setting the name of its source for the message
     * @param content the bytes of the file
     * @return the stripped token
     * @throws IllegalArgumentException if it is not a valid token; the message begins with the setting
     */
    public static String requireValid(String setting, byte[] content) {
        return requireValid(setting, new String(content, charset(content)));
    }

    /**
     * Return a name of a token that does not show it, for the limits of its account in databases, metrics and logs.
     *
     * @param token the token
     * @return {@code token-} and 16 hexadecimal digits of its SHA-256
     */
    public static String nameOf(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return "token-" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static Charset charset(byte[] content) {
        boolean marked = content.length > 1 && (content[0] & content[1] & 0xfe) == 0xfe && content[0] != content[1];
        return marked ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    private static String trim(String token) {
        int start = 0;
        int end = token.length();
        while (start < end && isAround(token.charAt(start))) {
            start++;
        }
        while (start < end && isAround(token.charAt(end - 1))) {
            end--;
        }
        return token.substring(start, end);
    }

    private static boolean isAround(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == BYTE_ORDER_MARK;
    }

    private static @Nullable String problem(String token) {
        if (token.isEmpty()) {
            return "must not be empty";
        }
        if (hasScheme(token)) {
            return "must not begin with \"Bearer\", which the client adds";
        }
        if (token.startsWith("${") && token.endsWith("}")) {
            return "is an unresolved placeholder";
        }
        for (int i = 0; i < token.length(); i++) {
            String problem = problem(token.charAt(i));
            if (problem != null) {
                return problem + " at index " + i;
            }
        }
        return null;
    }

    private static boolean hasScheme(String token) {
        return token.toLowerCase(Locale.ROOT).matches("(?s)" + SCHEME + "(?:[\\s:].*)?");
    }

    private static @Nullable String problem(char c) {
        if (c == '"' || c == '\'' || c == '`') {
            return "contains a quote";
        }
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            return "contains whitespace";
        }
        if (c < ' ' || c == '\u007f') {
            return "contains a control character";
        }
        return c > '~' ? "contains a non-ASCII character" : null;
    }
}
