package io.github.reactorchutes.test;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the {@code Authorization} header as the gateway does. */
final class Authentication {

    private static final String BEARER = "Bearer ";

    /** Empty: any token will do. */
    private final Set<String> validTokens;

    Authentication(Set<String> validTokens) {
        this.validTokens = Set.copyOf(validTokens);
    }

    @Nullable
    PlatformError refusal(Optional<String> header) {
        if (header.isEmpty()) {
            return PlatformError.AUTHENTICATION_REQUIRED;
        }
        String value = header.get();
        String token =
                value.startsWith(BEARER) ? value.substring(BEARER.length()).strip() : "";
        if (token.isEmpty() || token.contains(" ")) {
            return PlatformError.INVALID_AUTHORIZATION_HEADER;
        }
        return validTokens.isEmpty() || validTokens.contains(token) ? null : PlatformError.UNKNOWN_TOKEN;
    }
}
