package io.github.reactorchutes.account;

import java.util.Map;

/**
 * Prices that were agreed for a chute instead of those of the catalogue.
 *
 * @since 0.1.0
 */
public final class PriceOverride {

    private final String chuteId;

    private final Map<String, Double> prices;

    PriceOverride(String chuteId, Map<String, Double> prices) {
        this.chuteId = chuteId;
        this.prices = Map.copyOf(prices);
    }

    /** {@return the id of the chute} */
    public String chuteId() {
        return chuteId;
    }

    /** {@return US dollars by the platform's name of the unit, such as {@code per_request} and {@code per_step}} */
    public Map<String, Double> prices() {
        return prices;
    }

    @Override
    public String toString() {
        return "PriceOverride[chuteId=" + chuteId + ", prices=" + prices + "]";
    }
}
