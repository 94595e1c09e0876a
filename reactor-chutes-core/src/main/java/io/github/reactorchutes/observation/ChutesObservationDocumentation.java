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

    /** One POST to the platform, inside a call: from the last permit to the end of its body. */
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
     * Low-cardinality keys of both observations: tags of the timers and attributes of the spans. Client and endpoint
     * are set at the start, and thus on meters of events and of calls under way. The others are set at the end.
     *
     * @since 0.1.0
     */
    public enum LowCardinalityKeyNames implements KeyName {
        /** The client's name, {@code default} unless it was set. */
        CLIENT("chutes.client"),
        /** The endpoint's name; {@code other} after the first 100 names. */
        ENDPOINT("chutes.endpoint"),
        /** {@code completed}, {@code failed}, {@code cancelled}, {@code abandoned} or {@code rejected}. */
        OUTCOME("chutes.outcome"),
        /** The phase in which it ended, such as {@code first_byte} or {@code body}. */
        PHASE("chutes.phase"),
        /** The status of the response, or {@code none}. OpenTelemetry's name. */
        STATUS("http.response.status_code"),
        /**
         * The kind of failure, such as {@code response.capacity} or {@code body.truncated}, or {@code none}.
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
     * Low-cardinality keys of the attempt only.
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
     * High-cardinality keys of the call: attributes of its span, never tags.
     *
     * @since 0.1.0
     */
    public enum CallHighCardinalityKeyNames implements KeyName {
        /** The short id that all log lines of the call contain. */
        CALL_ID("chutes.call.id"),
        /** The platform's id of the invocation, or {@code none}. */
        INVOCATION_ID("chutes.invocation.id"),
        /** The number of started attempts. */
        ATTEMPTS("chutes.attempts"),
        /** The bytes of the body that were delivered to the consumer. OpenTelemetry's name. */
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
     * High-cardinality keys of the attempt: attributes of its span, never tags.
     *
     * @since 0.1.0
     */
    public enum AttemptHighCardinalityKeyNames implements KeyName {
        /** The short id that all log lines of the call contain. */
        CALL_ID("chutes.call.id"),
        /** The platform's id of the invocation, or {@code none}. */
        INVOCATION_ID("chutes.invocation.id"),
        /** The URL of the attempt without its query; {@code none} if it was not sent. OpenTelemetry's name. */
        URL("url.full"),
        /** The host of the URL. OpenTelemetry's name. */
        SERVER_ADDRESS("server.address"),
        /** The port of the URL. OpenTelemetry's name. */
        SERVER_PORT("server.port"),
        /** 0 for the first attempt, 1 for the first retry. OpenTelemetry's name. */
        RESEND_COUNT("http.request.resend_count"),
        /** The bytes of the body that were delivered to the consumer. OpenTelemetry's name. */
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
     * The events of a call. Micrometer's default handler counts each under the call's name followed by its own.
     *
     * @since 0.1.0
     */
    public enum CallEvents implements Observation.Event {
        /** The call waited for a concurrency limit or a rate limiter, and got its permit. */
        PERMIT_ACQUIRED("permit.acquired"),
        /** The call stopped waiting for a permit without one. */
        PERMIT_REFUSED("permit.refused"),
        /** An attempt is being sent: from now on the platform may receive and bill it. */
        SENT("sent"),
        /** Another attempt starts. */
        RETRY("retry"),
        /** The head arrived: the first byte. */
        HEAD("head"),
        /** The body stalls because the server sends nothing; once per pause. */
        SERVER_STALLED("server.stalled"),
        /** The body stalls because the consumer requests nothing; once per pause. */
        CONSUMER_STALLED("consumer.stalled");

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
