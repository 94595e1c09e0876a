package io.github.reactorchutes.test;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes an account as the platform shows it to its owner. */
final class AccountJson {

    private static final String USER = "3d0c6c1e-6a55-5b1c-9b1e-7f4f2f0f8a11";
    private static final String SINCE = "2026-03-02T10:00:00";
    private static final double USD_PER_TAO = 400;
    private static final Map<String, Double> GPUS = new TreeMap<>(Map.of("a100", 1.2, "h100", 1.8, "h200", 2.4));
    private static final JsonMapper MAPPER = new JsonMapper();

    private final EmulatedAccount account;

    AccountJson(EmulatedAccount account) {
        this.account = account;
    }

    ObjectNode user() {
        ObjectNode user = MAPPER.createObjectNode()
                .put("username", "emulator")
                .put("user_id", USER)
                .putNull("logo_id")
                .put("created_at", SINCE)
                .put("hotkey", "5EmulatorHotkey")
                .put("coldkey", "5EmulatorColdkey")
                .put("payment_address", "5EmulatorPayments")
                .put("permissions_bitmask", 0)
                .put("balance", account.balance())
                .putNull("logo");
        user.putArray("permissions");
        return user;
    }

    /** A list, or an empty object for an account without quotas. */
    JsonNode quotas() {
        if (account.isUnlimited()) {
            return MAPPER.createObjectNode();
        }
        ArrayNode quotas = MAPPER.createArrayNode();
        account.quotas()
                .forEach((chute, allowance) -> quotas.addObject()
                        .put("user_id", USER)
                        .put("chute_id", chute)
                        .put("is_default", chute.equals("*"))
                        .putNull("payment_refresh_date")
                        .put("updated_at", SINCE)
                        .put("quota", allowance.quota()));
        return quotas;
    }

    ObjectNode quotaUsage(String chuteId) {
        ObjectNode usage = MAPPER.createObjectNode();
        if (account.isUnlimited()) {
            return usage.put("quota", "unlimited").put("used", 0);
        }
        Allowance allowance = account.allowance(chuteId);
        return usage.put("quota", allowance.quota()).put("used", (double) allowance.used());
    }

    ObjectNode subscriptionUsage() {
        Subscription subscription = account.subscription();
        ObjectNode usage = MAPPER.createObjectNode().put("subscription", subscription != null);
        if (subscription == null) {
            return usage;
        }
        Instant now = Instant.now();
        usage.put("custom", false)
                .put("monthly_price", subscription.monthlyPrice())
                .put("anchor_date", SINCE)
                .put("effective_date", SINCE)
                .put("updated_at", SINCE);
        usage.set(
                "four_hour",
                cap(subscription.fourHourUsage(), subscription.fourHourCap(), Subscription.fourHourReset(now)));
        usage.set(
                "monthly", cap(subscription.monthlyUsage(), subscription.monthlyCap(), Subscription.monthlyReset(now)));
        return usage;
    }

    ArrayNode discounts() {
        ArrayNode discounts = MAPPER.createArrayNode();
        account.discounts()
                .forEach((chute, share) -> discounts
                        .addObject()
                        .put("user_id", USER)
                        .put("chute_id", chute)
                        .put("discount", share));
        return discounts;
    }

    ArrayNode priceOverrides() {
        ArrayNode overrides = MAPPER.createArrayNode();
        account.overrides()
                .forEach((chute, usd) -> overrides
                        .addObject()
                        .put("user_id", USER)
                        .put("chute_id", chute)
                        .put("per_request", usd)
                        .putNull("per_million_in")
                        .putNull("per_million_out")
                        .putNull("per_step"));
        return overrides;
    }

    static ObjectNode pricing() {
        ObjectNode pricing = MAPPER.createObjectNode().put("tao_usd", USD_PER_TAO);
        ObjectNode gpus = pricing.putObject("gpu_price_estimates");
        GPUS.forEach((gpu, usd) -> gpus.set(gpu, ChuteJson.price(usd)));
        return pricing;
    }

    private static ObjectNode cap(double usage, double cap, Instant reset) {
        return MAPPER.createObjectNode()
                .put("usage", usage)
                .put("cap", cap)
                .put("remaining", Math.max(0, cap - usage))
                .put("reset_at", reset.toString().replace("Z", "+00:00"));
    }
}
