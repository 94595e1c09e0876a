package io.github.reactorchutes.observation;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import org.jspecify.annotations.Nullable;

/**
 * Describes the meters that Micrometer's own handler records for calls and attempts, because that handler cannot. The
 * meters of this library describe themselves. Add it to a registry before the first call:
 *
 * <pre>{@code
 * meterRegistry.config().meterFilter(new ChutesMeterDescriptions());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ChutesMeterDescriptions implements MeterFilter {

    private static final String CALL = "chutes.client.call";

    private static final String ATTEMPT = "chutes.client.attempt";

    private static final String ACTIVE = ".active";

    /** Create the filter. */
    public ChutesMeterDescriptions() {}

    @Override
    public Meter.Id map(Meter.Id id) {
        String description = id.getDescription() == null ? describe(id.getName()) : null;
        return description == null
                ? id
                : new Meter.Id(
                        id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), description, id.getType());
    }

    private static @Nullable String describe(String meter) {
        if (!meter.startsWith("chutes.client.")) {
            return null;
        }
        return switch (meter) {
            case CALL -> "Time of calls, from the subscription to the end of the body, with all waits and attempts.";
            case CALL + ACTIVE -> "Calls under way, and for how long.";
            case ATTEMPT -> "Time of attempts, from their last permit to the end of the body.";
            case ATTEMPT + ACTIVE -> "Attempts under way, and for how long.";
            default -> meter.startsWith(CALL + ".") ? "Events of calls: " + meter.substring(CALL.length() + 1) : null;
        };
    }
}
