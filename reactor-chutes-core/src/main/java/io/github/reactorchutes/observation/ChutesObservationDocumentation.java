package io.github.reactorchutes.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of this library, with their keys and events.
 *
 * @since 0.1.0
 */
public enum ChutesObservationDocumentation implements ObservationDocumentation {
    /** One call, from the subscription of its {@code Mono} to the end of its body, over all attempts. */
    CALL {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultChutesCallObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return CallHighCardinalityKeyNames.values();
        }

        @Override
        public Observation.Event[] getEvents() {
            return CallEvents.values();
        }
    },

    /** One POST to the platform, inside a call: from the moment all permits are there to the end of its body. */
    ATTEMPT {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultChutesAttemptObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return KeyName.merge(LowCardinalityKeyNames.values(), AttemptLowCardinalityKeyNames.values());
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return AttemptHighCardinalityKeyNames.values();
        }
    };

    /**
     * Keys of few values, of both observations: tags of the timers and attributes of the spans. Client and endpoint are
     * there from the start, and so on the meters of what is under way and of events; the others come with the end.
     *
     * @since 0.1.0
     */
    public enum LowCardinalityKeyNames implements KeyName {
        /** The client's name; {@code default} unless it was given one. */
        CLIENT("chutes.client"),
        /** The endpoint's name; {@code other} for all beyond the first 100. */
        ENDPOINT("chutes.endpoint"),
        /** {@code completed}, {@code failed}, {@code cancelled}, {@code abandoned} or {@code rejected}. */
        OUTCOME("chutes.outcome"),
        /** The phase in which it ended, such as {@code first_byte} or {@code body}. */
        PHASE("chutes.phase"),
        /** The status of the answer, or {@code none}. OpenTelemetry's name. */
        STATUS("http.response.status_code"),
        /**
         * What it failed with, such as {@code response.capacity} or {@code body.truncated}, or {@code none}.
         * OpenTelemetry's name.
         */
        ERROR_TYPE("error.type");

        private final String key;

        LowCardinalityKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /**
     * Keys of few values, of the attempt alone.
     *
     * @since 0.1.0
     */
    public enum AttemptLowCardinalityKeyNames implements KeyName {
        /** Always {@code POST}. OpenTelemetry's name. */
        METHOD {
            @Override
            public String asString() {
                return "http.request.method";
            }
        }
    }

    /**
     * Keys of many values, of the call: attributes of its span, never tags.
     *
     * @since 0.1.0
     */
    public enum CallHighCardinalityKeyNames implements KeyName {
        /** The short id that the log lines of the call have in common. */
        CALL_ID("chutes.call.id"),
        /** The platform's id of the invocation, or {@code none}. */
        INVOCATION_ID("chutes.invocation.id"),
        /** How many attempts were begun. */
        ATTEMPTS("chutes.attempts"),
        /** The bytes of the body that were handed to the consumer. OpenTelemetry's name. */
        BODY_SIZE("http.response.body.size"),
        /** Always {@code generate_content}. OpenTelemetry's name. */
        OPERATION("gen_ai.operation.name"),
        /** Always {@code chutes}. OpenTelemetry's name. */
        PROVIDER("gen_ai.provider.name");

        private final String key;

        CallHighCardinalityKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /**
     * Keys of many values, of the attempt: attributes of its span, never tags.
     *
     * @since 0.1.0
     */
    public enum AttemptHighCardinalityKeyNames implements KeyName {
        /** The short id that the log lines of the call have in common. */
        CALL_ID("chutes.call.id"),
        /** The platform's id of the invocation, or {@code none}. */
        INVOCATION_ID("chutes.invocation.id"),
        /** Where the attempt went, without query; {@code none} if nowhere. OpenTelemetry's name. */
        URL("url.full"),
        /** The host it went to. OpenTelemetry's name. */
        SERVER_ADDRESS("server.address"),
        /** The port it went to. OpenTelemetry's name. */
        SERVER_PORT("server.port"),
        /** 0 for the first attempt, 1 for the first retry. OpenTelemetry's name. */
        RESEND_COUNT("http.request.resend_count"),
        /** The bytes of the body that were handed to the consumer. OpenTelemetry's name. */
        BODY_SIZE("http.response.body.size");

        private final String key;

        AttemptHighCardinalityKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /**
     * The events of a call, each counted by Micrometer's default handler under the call's name and its own.
     *
     * @since 0.1.0
     */
    public enum CallEvents implements Observation.Event {
        /** A concurrency limit or a rate limiter let the call through. */
        PERMIT_ACQUIRED("permit.acquired"),
        /** The call stopped waiting for a permit without one. */
        PERMIT_REFUSED("permit.refused"),
        /** An attempt is being sent: from here on the platform may have it, and bill it. */
        SENT("sent"),
        /** Another attempt begins. */
        RETRY("retry"),
        /** The head arrived: the first byte. */
        HEAD("head"),
        /** The consumer received its first buffer. */
        FIRST_BUFFER("first.buffer"),
        /** The body stands still because the server sends nothing; once for each pause. */
        SERVER_STALLED("server.stalled"),
        /** The body stands still because the consumer asks for nothing; once for each pause. */
        CONSUMER_STALLED("consumer.stalled"),
        /** The consumer received the whole body. */
        LAST_BYTE("last.byte");

        private final String name;

        CallEvents(String name) {
            this.name = name;
        }

        @Override
        public String getName() {
            return name;
        }
    }
}
