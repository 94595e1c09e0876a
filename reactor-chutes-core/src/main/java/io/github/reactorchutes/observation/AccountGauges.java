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

    void update(Tags owner, VideoResponse response) {
        Quota quota = response.quota();
        if (quota != null) {
            set(ChutesMeterDocumentation.QUOTA, Keys.QUOTA, "total", owner, quota.total());
            set(ChutesMeterDocumentation.QUOTA, Keys.QUOTA, "used", owner, quota.used());
            set(ChutesMeterDocumentation.QUOTA, Keys.QUOTA, "remaining", owner, quota.remaining());
        }
        RateLimit limit = response.rateLimit();
        if (limit != null) {
            set(ChutesMeterDocumentation.RATE_LIMIT, Keys.RATE_LIMIT, "user", owner, limit.user());
            set(ChutesMeterDocumentation.RATE_LIMIT, Keys.RATE_LIMIT, "chute", owner, limit.chute());
        }
    }

    private void set(ChutesMeterDocumentation meter, KeyName key, String what, Tags owner, double value) {
        if (!Double.isNaN(value)) {
            newest.computeIfAbsent(owner.and(key.asString(), what), tags -> gauge(meter, tags))
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
