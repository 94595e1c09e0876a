package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.auth.BearerToken;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The limits of each account. The key of an account is a name of its token, or its provider if that decides by call. */
final class Accounts {

    private final Map<Object, AccountLimits> limits = new ConcurrentHashMap<>();

    private final RateLimiterRegistry limiters;

    private final Function<ClientSettings, @Nullable ChutesTokenProvider> tokens;

    private final @Nullable SharedAccounts shared;

    /** The name of the account in the settings. */
    private final @Nullable String name;

    Accounts(
            RateLimiterRegistry limiters,
            Function<ClientSettings, @Nullable ChutesTokenProvider> tokens,
            @Nullable SharedAccounts shared,
            @Nullable String name) {
        this.limiters = limiters;
        this.tokens = tokens;
        this.shared = shared;
        this.name = name;
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
        byAccount.forEach((account, members) -> limits.put(
                account, new AccountLimits(members, limiters, sharing(account, members, byAccount.size() == 1))));
    }

    private AccountLimits.@Nullable Sharing sharing(Object account, List<ClientSettings> members, boolean isOnly) {
        return shared == null ? null : new AccountLimits.Sharing(shared, nameOf(account, members.get(0), isOnly));
    }

    /** All processes must come to the same name, and it must not be the token. */
    private String nameOf(Object account, ClientSettings first, boolean isOnly) {
        if (name != null) {
            return isOnly ? name : name + "-" + first.name();
        }
        return account instanceof String token ? token : "client-" + first.name();
    }

    /** Return the limits of the client's account, or its own. */
    AccountLimits of(ClientSettings client) {
        Object account = account(client);
        AccountLimits known =
                account == null ? null : limits.compute(account, (key, found) -> known(key, found, client));
        return known == null ? new AccountLimits(List.of(client), limiters, null) : known;
    }

    private @Nullable AccountLimits known(Object account, @Nullable AccountLimits found, ClientSettings client) {
        if (found != null) {
            return found.refreshed();
        }
        AccountLimits.Sharing sharing = sharing(account, List.of(client), true);
        return sharing == null ? null : new AccountLimits(List.of(client), limiters, sharing);
    }

    private @Nullable Object account(ClientSettings client) {
        ChutesTokenProvider provider = client.properties().isShareLimits() ? tokens.apply(client) : null;
        String token = provider == null ? null : known(provider);
        return token == null ? provider : BearerToken.nameOf(token);
    }

    private static @Nullable String known(ChutesTokenProvider provider) {
        try {
            return provider instanceof TokenFile file ? file.read() : BearerToken.of(provider);
        } catch (IOException gone) {
            return null;
        }
    }
}
