package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.auth.BearerToken;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The limits of each account. The key of an account is a digest of its token, or its provider if that decides by call. */
final class Accounts {

    private final Map<Object, AccountLimits> limits = new ConcurrentHashMap<>();

    private final RateLimiterRegistry limiters;

    private final Function<ClientSettings, @Nullable ChutesTokenProvider> tokens;

    Accounts(RateLimiterRegistry limiters, Function<ClientSettings, @Nullable ChutesTokenProvider> tokens) {
        this.limiters = limiters;
        this.tokens = tokens;
    }

    /** Let clients with the same token share their limits. */
    void group(List<ClientSettings> clients) {
        Map<Object, List<ClientSettings>> byAccount = new LinkedHashMap<>();
        for (ClientSettings client : clients) {
            Object account = account(client);
            if (account != null) {
                byAccount.computeIfAbsent(account, absent -> new ArrayList<>()).add(client);
            }
        }
        byAccount.forEach((account, members) -> limits.put(account, new AccountLimits(members, limiters)));
    }

    /** Return the limits of the client's account, or its own. */
    AccountLimits of(ClientSettings client) {
        Object account = account(client);
        AccountLimits shared =
                account == null ? null : limits.computeIfPresent(account, (key, found) -> found.refreshed());
        return shared == null ? new AccountLimits(List.of(client), limiters) : shared;
    }

    private @Nullable Object account(ClientSettings client) {
        ChutesTokenProvider provider = client.properties().isShareLimits() ? tokens.apply(client) : null;
        String token = provider == null ? null : known(provider);
        return token == null ? provider : digest(token);
    }

    private static @Nullable String known(ChutesTokenProvider provider) {
        try {
            return provider instanceof TokenFile file ? file.read() : BearerToken.of(provider);
        } catch (IOException gone) {
            return null;
        }
    }

    private static String digest(String token) {
        try {
            byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
