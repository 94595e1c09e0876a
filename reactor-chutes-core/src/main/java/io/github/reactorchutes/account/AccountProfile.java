package io.github.reactorchutes.account;

import org.jspecify.annotations.Nullable;

/**
 * The user and the balance.
 *
 * @since 0.1.0
 */
public final class AccountProfile {

    private final @Nullable String username;

    private final @Nullable String userId;

    private final @Nullable Double balance;

    AccountProfile(@Nullable String username, @Nullable String userId, @Nullable Double balance) {
        this.username = username;
        this.userId = userId;
        this.balance = balance;
    }

    /**
     * Return the user's name.
     *
     * @return the name, or {@code null} if absent
     */
    public @Nullable String username() {
        return username;
    }

    /**
     * Return the user's id.
     *
     * @return the id, or {@code null} if absent
     */
    public @Nullable String userId() {
        return userId;
    }

    /**
     * Return the balance, from which calls beyond quota and subscription are paid.
     *
     * @return US dollars, negative if the account owes, or {@code null} if absent
     */
    public @Nullable Double balance() {
        return balance;
    }

    @Override
    public String toString() {
        return "AccountProfile[username=" + username + ", balance=" + balance + "]";
    }
}
