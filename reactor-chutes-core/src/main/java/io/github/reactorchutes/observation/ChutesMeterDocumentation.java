package io.github.reactorchutes.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of this library, in addition to the timers of its observations.
 *
 * @since 0.1.0
 */
public enum ChutesMeterDocumentation implements MeterDocumentation {
    /** Time to first byte of the attempts that received a head: the wait for a connection plus the generation. */
    FIRST_BYTE(
            "chutes.client.first.byte",
            "Time to first byte of the attempts that received a head: the wait for a connection plus the generation.",
            Meter.Type.TIMER,
            null,
            Keys.CLIENT,
            Keys.ENDPOINT),
    /** Time that calls waited for a permit, whether or not they got one. */
    WAIT(
            "chutes.client.wait",
            "Time that calls waited for a permit, whether or not they got one.",
            Meter.Type.TIMER,
            null,
            Keys.CLIENT,
            Keys.ENDPOINT,
            Keys.LIMIT,
            Keys.ADMITTED),
    /** Time from a head to the end of its body. */
    BODY(
            "chutes.client.body",
            "Time from a head to the end of its body.",
            Meter.Type.TIMER,
            null,
            Keys.CLIENT,
            Keys.ENDPOINT,
            Keys.OUTCOME),
    /** Bytes of bodies that were delivered to the consumer. */
    BODY_SIZE(
            "chutes.client.body.size",
            "Bytes of bodies that were delivered to the consumer.",
            Meter.Type.DISTRIBUTION_SUMMARY,
            "bytes",
            Keys.CLIENT,
            Keys.ENDPOINT,
            Keys.OUTCOME),
    /** Generations that are billed or may be, and whose video was not completely received. */
    WASTED(
            "chutes.client.wasted",
            "Generations that are billed or may be, and whose video was not completely received.",
            Meter.Type.COUNTER,
            null,
            Keys.CLIENT,
            Keys.ENDPOINT,
            Keys.WASTE),
    /** Pauses in which a body stalled, whether it continued or failed. */
    STALLS(
            "chutes.client.stalls",
            "Pauses in which a body stalled, whether it continued or failed.",
            Meter.Type.COUNTER,
            null,
            Keys.CLIENT,
            Keys.ENDPOINT,
            Keys.SIDE),
    /** Attempts after the first one, by the failure of the previous attempt. */
    RETRIES(
            "chutes.client.retries",
            "Attempts after the first one, by the failure of the previous attempt.",
            Meter.Type.COUNTER,
            null,
            Keys.CLIENT,
            Keys.ENDPOINT,
            Keys.ERROR_TYPE),
    /** Calls under way, by stage. */
    ACTIVE_CALLS(
            "chutes.client.active.calls",
            "Calls under way, by stage.",
            Meter.Type.GAUGE,
            null,
            Keys.CLIENT,
            Keys.STAGE),
    /** The account's quota according to the latest response. */
    QUOTA(
            "chutes.client.quota",
            "The account's quota according to the latest response.",
            Meter.Type.GAUGE,
            null,
            Keys.CLIENT,
            Keys.ENDPOINT,
            Keys.QUOTA),
    /** The rate limits in requests per minute, according to the latest response. */
    RATE_LIMIT(
            "chutes.client.rate.limit",
            "The rate limits in requests per minute, according to the latest response.",
            Meter.Type.GAUGE,
            null,
            Keys.CLIENT,
            Keys.ENDPOINT,
            Keys.RATE_LIMIT),
    /** The balance of the account in US dollars, which can be negative. */
    ACCOUNT_BALANCE(
            "chutes.client.account.balance",
            "The balance of the account in US dollars, which can be negative.",
            Meter.Type.GAUGE,
            null),
    /** The calls of the day that the account has, and those it has used. */
    ACCOUNT_QUOTA(
            "chutes.client.account.quota",
            "The calls of the day that the account has, and those it has used.",
            Meter.Type.GAUGE,
            "calls",
            Keys.QUOTA),
    /** The caps of the subscription in US dollars, and what was used of them. */
    ACCOUNT_CAP(
            "chutes.client.account.cap",
            "The caps of the subscription in US dollars, and what was used of them.",
            Meter.Type.GAUGE,
            null,
            Keys.CAP,
            Keys.QUOTA),
    /** Seconds until a cap of the subscription resets. */
    ACCOUNT_RESET(
            "chutes.client.account.reset",
            "Seconds until a cap of the subscription resets.",
            Meter.Type.GAUGE,
            "seconds",
            Keys.CAP),
    /** The connections of a client. */
    CONNECTIONS(
            "chutes.client.connections", "The connections of a client.", Meter.Type.GAUGE, "connections", Keys.STATE),
    /** Free permits of a concurrency limit. */
    PERMITS("chutes.client.permits.available", "Free permits of a concurrency limit.", Meter.Type.GAUGE, null),
    /** Calls in the queue of a limit. */
    QUEUE("chutes.client.queue", "Calls in the queue of a limit.", Meter.Type.GAUGE, "calls", Keys.LIMIT),
    /** Remaining tokens of a retry budget. */
    RETRY_BUDGET("chutes.client.retry.budget", "Remaining tokens of a retry budget.", Meter.Type.GAUGE, "tokens");

    private final String meterName;

    private final String description;

    private final Meter.Type type;

    private final @Nullable String unit;

    @SuppressWarnings("ImmutableEnumChecker") // exposed only as a copy
    private final KeyName[] keys;

    ChutesMeterDocumentation(
            String meterName, String description, Meter.Type type, @Nullable String unit, KeyName... keys) {
        this.meterName = meterName;
        this.description = description;
        this.type = type;
        this.unit = unit;
        this.keys = keys;
    }

    @Override
    public String getName() {
        return meterName;
    }

    /** {@return a sentence about the meter, which registries publish with it} */
    public String description() {
        return description;
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
        /** The client's name, like the observation's key. */
        CLIENT("chutes.client"),
        /** The endpoint's name, like the observation's key. */
        ENDPOINT("chutes.endpoint"),
        /** How the call ended, like the observation's key. */
        OUTCOME("chutes.outcome"),
        /** The limit that delayed the call: {@code concurrency} or {@code rate}. */
        LIMIT("chutes.limit"),
        /** Whether the wait ended with a permit: {@code true} or {@code false}. */
        ADMITTED("chutes.admitted"),
        /**
         * Why it was wasted: {@code cancelled}, {@code abandoned}, {@code outcome_unknown}, or the problem of the body.
         */
        WASTE("chutes.waste"),
        /** Which side was idle: {@code server} or {@code consumer}. */
        SIDE("chutes.side"),
        /** The failure of the previous attempt, like the observation's key. */
        ERROR_TYPE("error.type"),
        /** {@code waiting} for a permit, {@code connecting}, {@code generating}, {@code delivering} or {@code backing_off}. */
        STAGE("chutes.stage"),
        /** {@code total}, {@code used} or {@code remaining}. */
        QUOTA("chutes.quota"),
        /** The time of a cap: {@code four_hours} or {@code month}. */
        CAP("chutes.cap"),
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
