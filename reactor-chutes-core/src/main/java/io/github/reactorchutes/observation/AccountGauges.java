package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoResponse;
import org.jspecify.annotations.Nullable;

/** The account's quota and rate limits, each with the latest value that a response stated. */
final class AccountGauges {

    private final DocumentedMeters meters;

    AccountGauges(DocumentedMeters meters) {
        this.meters = meters;
    }

    void update(String client, String endpoint, VideoResponse response) {
        Quota quota = response.quota();
        if (quota != null) {
            set(ChutesMeterDocumentation.QUOTA, quota.total(), client, endpoint, "total");
            set(ChutesMeterDocumentation.QUOTA, quota.used(), client, endpoint, "used");
            set(ChutesMeterDocumentation.QUOTA, quota.remaining(), client, endpoint, "remaining");
        }
        RateLimit limit = response.rateLimit();
        if (limit != null) {
            set(ChutesMeterDocumentation.RATE_LIMIT, limit.user(), client, endpoint, "user");
            set(ChutesMeterDocumentation.RATE_LIMIT, limit.chute(), client, endpoint, "chute");
        }
    }

    private void set(
            ChutesMeterDocumentation meter, @Nullable Double value, String client, String endpoint, String what) {
        if (value != null) {
            meters.set(meter, value, client, endpoint, what);
        }
    }
}
