package io.github.reactorchutes.account;

import org.jspecify.annotations.Nullable;

/**
 * The calls of a day that cost nothing, for one chute or for all that do not have their own quota.
 *
 * @since 0.1.0
 */
public final class ChuteQuota {

    private final String chuteId;

    private final @Nullable Double calls;

    ChuteQuota(String chuteId, @Nullable Double calls) {
        this.chuteId = chuteId;
        this.calls = calls;
    }

    /** {@return the id of the chute, or {@link Account#ANY_CHUTE}} */
    public String chuteId() {
        return chuteId;
    }

    /**
     * Return the number of calls.
     *
     * @return calls a day, infinite without a limit, or {@code null} if absent
     */
    public @Nullable Double calls() {
        return calls;
    }

    @Override
    public String toString() {
        return "ChuteQuota[chuteId=" + chuteId + ", calls=" + calls + "]";
    }
}
