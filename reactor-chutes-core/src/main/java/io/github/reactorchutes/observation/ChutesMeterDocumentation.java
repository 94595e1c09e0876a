package io.github.reactorchutes.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of this library besides the timers of its observations.
 *
 * @since 0.1.0
 */
public enum ChutesMeterDocumentation implements MeterDocumentation {
    /** Time to first byte of the attempts that brought a head: waiting for a connection, and the generation. */
    FIRST_BYTE("chutes.client.first.byte", Meter.Type.TIMER, null, Keys.CLIENT, Keys.ENDPOINT),
    /** Time that calls waited for a permit, in vain or not. */
    WAIT("chutes.client.wait", Meter.Type.TIMER, null, Keys.CLIENT, Keys.ENDPOINT, Keys.LIMIT, Keys.ADMITTED),
    /** Time from a head to the end of its body. */
    BODY("chutes.client.body", Meter.Type.TIMER, null, Keys.CLIENT, Keys.ENDPOINT, Keys.OUTCOME),
    /** Bytes of bodies that were handed to the consumer. */
    BODY_SIZE(
            "chutes.client.body.size",
            Meter.Type.DISTRIBUTION_SUMMARY,
            "bytes",
            Keys.CLIENT,
            Keys.ENDPOINT,
            Keys.OUTCOME),
    /** Generations that are likely billed, or may be, and whose video nobody received whole. */
    WASTED("chutes.client.wasted", Meter.Type.COUNTER, null, Keys.CLIENT, Keys.ENDPOINT, Keys.WASTE),
    /** Pauses in which a body stood still, whether it went on or was given up. */
    STALLS("chutes.client.stalls", Meter.Type.COUNTER, null, Keys.CLIENT, Keys.ENDPOINT, Keys.SIDE),
    /** Attempts after the first one, by what the attempt before failed with. */
    RETRIES("chutes.client.retries", Meter.Type.COUNTER, null, Keys.CLIENT, Keys.ENDPOINT, Keys.ERROR_TYPE),
    /** Calls under way, by what they are doing. */
    ACTIVE_CALLS("chutes.client.active.calls", Meter.Type.GAUGE, null, Keys.STAGE),
    /** The account's quota as the last answer told it. */
    QUOTA("chutes.client.quota", Meter.Type.GAUGE, null, Keys.CLIENT, Keys.ENDPOINT, Keys.QUOTA),
    /** The rate limits, in requests a minute, as the last answer told them. */
    RATE_LIMIT("chutes.client.rate.limit", Meter.Type.GAUGE, null, Keys.CLIENT, Keys.ENDPOINT, Keys.RATE_LIMIT),
    /** The connections of a client. */
    CONNECTIONS("chutes.client.connections", Meter.Type.GAUGE, "connections", Keys.STATE),
    /** Free permits of a concurrency limit. */
    PERMITS("chutes.client.permits.available", Meter.Type.GAUGE, null),
    /** Calls in the queue of a limit. */
    QUEUE("chutes.client.queue", Meter.Type.GAUGE, "calls", Keys.LIMIT),
    /** What is left of a retry budget. */
    RETRY_BUDGET("chutes.client.retry.budget", Meter.Type.GAUGE, "tokens");

    private final String meterName;

    private final Meter.Type type;

    private final @Nullable String unit;

    @SuppressWarnings("ImmutableEnumChecker") // never shown, but as a copy
    private final KeyName[] keys;

    ChutesMeterDocumentation(String meterName, Meter.Type type, @Nullable String unit, KeyName... keys) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.keys = keys;
    }

    @Override
    public String getName() {
        return meterName;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public @Nullable String getBaseUnit() {
        return unit;
    }

    @Override
    public KeyName[] getKeyNames() {
        return keys.clone();
    }

    /**
     * The keys of the meters, each with few values.
     *
     * @since 0.1.0
     */
    public enum Keys implements KeyName {
        /** The client's name, as the observation's key of that name. */
        CLIENT("chutes.client"),
        /** The endpoint's name, as the observation's key of that name. */
        ENDPOINT("chutes.endpoint"),
        /** How the call ended, as the observation's key of that name. */
        OUTCOME("chutes.outcome"),
        /** The limit that let calls wait: {@code concurrency} or {@code rate}. */
        LIMIT("chutes.limit"),
        /** Whether the wait ended with a permit: {@code true} or {@code false}. */
        ADMITTED("chutes.admitted"),
        /** Why it was wasted: {@code cancelled}, {@code abandoned}, {@code outcome_unknown}, or what was wrong with the body. */
        WASTE("chutes.waste"),
        /** Which side was idle: {@code server} or {@code consumer}. */
        SIDE("chutes.side"),
        /** What the attempt before failed with, as the observation's key of that name. */
        ERROR_TYPE("error.type"),
        /** {@code waiting} for a permit, {@code connecting}, {@code generating}, {@code delivering} or {@code backing_off}. */
        STAGE("chutes.stage"),
        /** {@code total}, {@code used} or {@code remaining}. */
        QUOTA("chutes.quota"),
        /** Whose limit: {@code user} or {@code chute}. */
        RATE_LIMIT("chutes.rate.limit"),
        /** {@code active}, {@code idle} or {@code pending}. */
        STATE("chutes.state");

        private final String key;

        Keys(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
