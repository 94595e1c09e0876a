package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.CallEvents;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.time.Duration;

/**
 * Makes the meters that a timer of the call cannot tell: time to first byte, waits, bytes, wasted generations, stalls,
 * retries, calls under way, quota. {@link ChutesMeterDocumentation} lists them. Register it beside Micrometer's
 * {@code DefaultMeterObservationHandler}, which makes the timers:
 *
 * <pre>{@code
 * observationRegistry.observationConfig()
 *         .observationHandler(new DefaultMeterObservationHandler(meterRegistry))
 *         .observationHandler(new ChutesMeterObservationHandler(meterRegistry));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ChutesMeterObservationHandler implements ObservationHandler<Observation.Context> {

    /** A generation takes seconds to minutes; the edge gives up at ten of them. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(10),
        Duration.ofMinutes(15)
    };

    private final MeterRegistry registry;

    private final ActiveCalls active;

    private final AccountGauges account;

    /**
     * Make the meters in a registry.
     *
     * @param registry the registry; one handler for each
     */
    public ChutesMeterObservationHandler(MeterRegistry registry) {
        this.registry = registry;
        this.active = new ActiveCalls(registry);
        this.account = new AccountGauges(registry);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ChutesCallObservationContext || context instanceof ChutesAttemptObservationContext;
    }

    @Override
    public void onStart(Observation.Context context) {
        if (context instanceof ChutesCallObservationContext call) {
            active.begin(call);
        } else if (context instanceof ChutesAttemptObservationContext attempt) {
            begin(attempt);
        }
    }

    @Override
    public void onEvent(Observation.Event event, Observation.Context context) {
        if (!(context instanceof ChutesCallObservationContext call)) {
            return;
        }
        if (event instanceof PermitWait.Ended wait) {
            recordWait(wait, call);
        } else if (event == CallEvents.SENT) {
            active.move(call, ActiveCalls.Stage.GENERATING);
        } else if (event == CallEvents.HEAD) {
            active.move(call, ActiveCalls.Stage.DELIVERING);
            recordHead(call);
        } else if (event == CallEvents.SERVER_STALLED) {
            countStall(call, "server");
        } else if (event == CallEvents.CONSUMER_STALLED) {
            countStall(call, "consumer");
        }
    }

    @Override
    public void onStop(Observation.Context context) {
        if (context instanceof ChutesCallObservationContext call) {
            active.end(call);
            CallEnd end = call.end();
            if (end != null) {
                recordBody(call, end);
            }
        } else if (context instanceof ChutesAttemptObservationContext attempt) {
            end(attempt);
        }
    }

    private void begin(ChutesAttemptObservationContext attempt) {
        ChutesCallObservationContext call = attempt.callContext();
        if (call != null) {
            active.move(call, ActiveCalls.Stage.CONNECTING);
        }
        if (attempt.call().attempt() > 1) {
            String reason = ErrorType.of(call == null ? null : call.lastFailure());
            count(ChutesMeterDocumentation.RETRIES, whose(attempt).and(Keys.ERROR_TYPE.asString(), reason));
        }
    }

    private void end(ChutesAttemptObservationContext attempt) {
        CallEnd end = attempt.end();
        if (end == null) {
            return;
        }
        ChutesCallObservationContext call = attempt.callContext();
        if (call != null && end.timeToFirstByte() == null) {
            active.move(call, ActiveCalls.Stage.BACKING_OFF);
        }
        String waste = Waste.of(end, attempt.phase());
        if (waste != null) {
            count(ChutesMeterDocumentation.WASTED, whose(attempt).and(Keys.WASTE.asString(), waste));
        }
    }

    private void recordWait(PermitWait.Ended wait, ChutesCallObservationContext call) {
        boolean admitted = wait.how() == CallEvents.PERMIT_ACQUIRED;
        record(
                ChutesMeterDocumentation.WAIT,
                whose(call)
                        .and(Keys.LIMIT.asString(), wait.limit())
                        .and(Keys.ADMITTED.asString(), Boolean.toString(admitted)),
                wait.waited());
    }

    private void recordHead(ChutesCallObservationContext call) {
        VideoResponse response = call.response();
        if (response != null) {
            record(ChutesMeterDocumentation.FIRST_BYTE, whose(call), response.timeToFirstByte());
            account.update(whose(call), response);
        }
    }

    private void recordBody(ChutesCallObservationContext call, CallEnd end) {
        if (call.response() != null) {
            Tags tags = whose(call).and(Keys.OUTCOME.asString(), value(call, LowCardinalityKeyNames.OUTCOME));
            record(ChutesMeterDocumentation.BODY, tags, Duration.ofNanos(call.nanosSinceHead()));
            DistributionSummary.builder(ChutesMeterDocumentation.BODY_SIZE.getName())
                    .baseUnit(ChutesMeterDocumentation.BODY_SIZE.getBaseUnit())
                    .tags(tags)
                    .register(registry)
                    .record((double) end.bytesReceived());
        }
    }

    private void countStall(ChutesCallObservationContext call, String side) {
        count(ChutesMeterDocumentation.STALLS, whose(call).and(Keys.SIDE.asString(), side));
    }

    private void count(ChutesMeterDocumentation meter, Tags tags) {
        Counter.builder(meter.getName()).tags(tags).register(registry).increment();
    }

    private void record(ChutesMeterDocumentation meter, Tags tags, Duration time) {
        Timer.builder(meter.getName())
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(time);
    }

    /** As the convention named them, which keeps the number of names bounded. */
    private static Tags whose(Observation.Context context) {
        return Tags.of(
                Keys.CLIENT.asString(), value(context, LowCardinalityKeyNames.CLIENT),
                Keys.ENDPOINT.asString(), value(context, LowCardinalityKeyNames.ENDPOINT));
    }

    private static String value(Observation.Context context, LowCardinalityKeyNames key) {
        KeyValue value = context.getLowCardinalityKeyValue(key.asString());
        return value == null ? "unknown" : value.getValue();
    }
}
