package io.github.reactorchutes.account;

import io.github.reactorchutes.exchange.Quota;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the platform's answers leniently: a member that is missing or of another type is absent. */
final class AccountJson {

    private static final int MAX_NAME = 200;

    private static final int MAX_ROWS = 10_000;

    private static final String CHUTE = "chute_id";

    private AccountJson() {}

    static AccountProfile profile(JsonNode body) {
        return new AccountProfile(text(body, "username"), text(body, "user_id"), number(body.path("balance")));
    }

    /** An account without quotas of its own gets the defaults, as an object of numbers by chute. */
    static List<ChuteQuota> quotas(JsonNode body) {
        return numbers(body, "quota")
                .map(entry -> new ChuteQuota(entry.getKey(), number(entry.getValue())))
                .toList();
    }

    static Quota usage(JsonNode body) {
        Double total = number(body.path("quota"));
        Double used = number(body.path("used"));
        Double remaining = total == null || used == null ? null : (Double) Math.max(0, total - used);
        return new Quota(total, used, remaining);
    }

    static SubscriptionUsage subscription(JsonNode body) {
        JsonNode subscription = body.path("subscription");
        boolean active = subscription.isBoolean() ? subscription.booleanValue() : subscription.isObject();
        return new SubscriptionUsage(
                active, number(body.path("monthly_price")), cap(body.path("four_hour")), cap(body.path("monthly")));
    }

    private static @Nullable UsageCap cap(JsonNode cap) {
        if (!cap.isObject()) {
            return null;
        }
        boolean uncapped =
                cap.path("uncapped").isBoolean() && cap.path("uncapped").booleanValue();
        Double limit = uncapped ? (Double) Double.POSITIVE_INFINITY : number(cap.path("cap"));
        return new UsageCap(number(cap.path("usage")), limit, time(cap.path("reset_at")));
    }

    static Map<String, Double> discounts(JsonNode body) {
        Map<String, Double> discounts = new LinkedHashMap<>();
        numbers(body, "discount").forEach(entry -> {
            Double fraction = number(entry.getValue());
            if (fraction != null) {
                discounts.put(entry.getKey(), fraction);
            }
        });
        return Map.copyOf(discounts);
    }

    static List<PriceOverride> priceOverrides(JsonNode body) {
        return rows(body)
                .filter(row -> text(row, CHUTE) != null)
                .map(row -> new PriceOverride(String.valueOf(text(row, CHUTE)), prices(row)))
                .toList();
    }

    private static Map<String, Double> prices(JsonNode row) {
        Map<String, Double> prices = new LinkedHashMap<>();
        row.propertyStream().filter(field -> field.getKey().startsWith("per_")).forEach(field -> {
            Double price = number(field.getValue());
            if (price != null) {
                prices.put(field.getKey(), price);
            }
        });
        return prices;
    }

    /** Return values by chute, from a list of rows or from an object. */
    private static Stream<Map.Entry<String, JsonNode>> numbers(JsonNode body, String name) {
        if (body.isObject()) {
            return body.propertyStream().limit(MAX_ROWS);
        }
        return rows(body)
                .filter(row -> text(row, CHUTE) != null)
                .map(row -> Map.entry(String.valueOf(text(row, CHUTE)), row.path(name)));
    }

    private static Stream<JsonNode> rows(JsonNode body) {
        return body.isArray() ? body.valueStream().limit(MAX_ROWS).filter(JsonNode::isObject) : Stream.empty();
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        String text = value.isString() ? value.stringValue().strip() : "";
        return text.isEmpty() || text.length() > MAX_NAME ? null : text;
    }

    private static @Nullable Double number(JsonNode value) {
        if (value.isString()) {
            return number(value.stringValue().strip().toLowerCase(Locale.ROOT));
        }
        return value.isNumber() ? finite(value.doubleValue()) : null;
    }

    private static @Nullable Double number(String text) {
        if (text.equals("unlimited") || text.equals("inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return finite(Double.parseDouble(text));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }

    /** Some times have no zone: the platform writes UTC. */
    private static @Nullable Instant time(JsonNode value) {
        String text = value.isString() ? value.stringValue().strip() : "";
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noZone) {
            return local(text);
        }
    }

    private static @Nullable Instant local(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
