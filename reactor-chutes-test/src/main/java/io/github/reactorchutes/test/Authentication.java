package io.github.reactorchutes.test;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the {@code Authorization} header like the platform's gateway. */
final class Authentication {

    private static final String BEARER = "Bearer ";

    /** Empty to accept any token. */
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
