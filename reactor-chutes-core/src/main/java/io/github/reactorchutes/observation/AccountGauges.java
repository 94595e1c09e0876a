package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the heads tell of the account: the newest value of each number, once there is one. */
final class AccountGauges {

    private final MeterRegistry registry;

    private final Map<Tags, AtomicLong> newest = new ConcurrentHashMap<>();

    AccountGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    void update(Tags endpoint, VideoResponse response) {
        Quota quota = response.quota();
        if (quota != null) {
            set(ChutesMeterDocumentation.QUOTA, Keys.QUOTA, "total", endpoint, quota.total());
            set(ChutesMeterDocumentation.QUOTA, Keys.QUOTA, "used", endpoint, quota.used());
            set(ChutesMeterDocumentation.QUOTA, Keys.QUOTA, "remaining", endpoint, quota.remaining());
        }
        RateLimit limit = response.rateLimit();
        if (limit != null) {
            set(ChutesMeterDocumentation.RATE_LIMIT, Keys.RATE_LIMIT, "user", endpoint, limit.user());
            set(ChutesMeterDocumentation.RATE_LIMIT, Keys.RATE_LIMIT, "chute", endpoint, limit.chute());
        }
    }

    private void set(ChutesMeterDocumentation meter, KeyName key, String what, Tags endpoint, double value) {
        if (!Double.isNaN(value)) {
            newest.computeIfAbsent(endpoint.and(key.asString(), what), tags -> gauge(meter, tags))
                    .set(Double.doubleToLongBits(value));
        }
    }

    private AtomicLong gauge(ChutesMeterDocumentation meter, Tags tags) {
        AtomicLong bits = new AtomicLong();
        Gauge.builder(meter.getName(), bits, value -> Double.longBitsToDouble(value.get()))
                .tags(tags)
                .strongReference(true)
                .register(registry);
        return bits;
    }
}
