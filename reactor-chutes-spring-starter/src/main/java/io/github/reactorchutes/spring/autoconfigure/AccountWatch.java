package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.account.Account;
import io.github.reactorchutes.account.AccountState;
import io.github.reactorchutes.spring.properties.AccountProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The state of a client's account. It is queried when somebody looks at it, and at most once in each interval. */
final class AccountWatch {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final Mono<AccountState> state;

    /** The latest answer; {@code null} before the first one, and after a failed query. */
    private volatile @Nullable AccountState latest;

    private AccountWatch(Account account, Duration interval) {
        this.state = account.state()
                .doOnNext(answer -> latest = answer)
                .doOnError(failure -> latest = null)
                .cache(interval);
    }

    /** Watch the account of a client, if its settings say so. */
    static @Nullable AccountWatch of(Account account, ClientSettings settings) {
        AccountProperties properties = settings.properties().getAccount();
        settings.time("account.interval", properties.getInterval(), LONGEST);
        return properties.isEnabled() ? new AccountWatch(account, properties.getInterval()) : null;
    }

    /** Return the state; a failed query is not repeated within the interval. */
    Mono<AccountState> state() {
        return state;
    }

    /** Return the latest answer at once, and ask for the next one if it is old. */
    @Nullable
    AccountState latest() {
        state.subscribe(answer -> {}, failure -> {});
        return latest;
    }
}
