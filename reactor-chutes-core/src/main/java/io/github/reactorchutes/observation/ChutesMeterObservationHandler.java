package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.CallEvents;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.concurrent.TimeUnit;

/**
 * Records the meters that the timers of calls do not cover: time to first byte, waits, bytes, wasted generations,
 * stalls, retries, calls under way and quota. {@link ChutesMeterDocumentation} lists them. Register it in addition to
 * Micrometer's {@code DefaultMeterObservationHandler}, which records the timers, or to the faster {@link
 * ChutesTimerObservationHandler}:
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

    private final DocumentedMeters meters;

    private final ActiveCalls active;

    private final AccountGauges account;

    /**
     * Create a handler that records in a registry.
     *
     * @param registry the registry; use one handler per registry
     */
    public ChutesMeterObservationHandler(MeterRegistry registry) {
        this.meters = new DocumentedMeters(registry);
        this.active = new ActiveCalls(registry);
        this.account = new AccountGauges(meters);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ChutesCallObservationContext || context instanceof ChutesAttemptObservationContext;
    }

    @Override
    public void onStart(Observation.Context context) {
        if (context instanceof ChutesCallObservationContext call) {
            active.begin(call, client(call));
        } else if (context instanceof ChutesAttemptObservationContext attempt) {
            begin(attempt);
        }
    }

    @Override
    public void onEvent(Observation.Event event, Observation.Context context) {
        if (!(context instanceof ChutesCallObservationContext call)) {
            return;
        }
        if (event == CallEvents.SENT) {
            active.move(call, ActiveCalls.Stage.GENERATING);
        } else if (event == CallEvents.HEAD) {
            active.move(call, ActiveCalls.Stage.DELIVERING);
            recordHead(call);
        } else if (event == CallEvents.SERVER_STALLED) {
            count(ChutesMeterDocumentation.STALLS, call, "server");
        } else if (event == CallEvents.CONSUMER_STALLED) {
            count(ChutesMeterDocumentation.STALLS, call, "consumer");
        }
    }

    @Override
    public void onStop(Observation.Context context) {
        if (context instanceof ChutesCallObservationContext call) {
            active.end(call);
            recordWaits(call);
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
            recordWaits(call);
        }
        if (attempt.call().attempt() > 1) {
            String reason = ErrorType.of(call == null ? null : call.lastFailure());
            count(ChutesMeterDocumentation.RETRIES, attempt, reason);
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
            count(ChutesMeterDocumentation.WASTED, attempt, waste);
        }
    }

    private void recordWaits(ChutesCallObservationContext call) {
        for (PermitWait.Ended wait = call.lastWait(); wait != null; wait = wait.before()) {
            recordWait(wait, call);
        }
    }

    private void recordWait(PermitWait.Ended wait, ChutesCallObservationContext call) {
        String admitted = Boolean.toString(wait.admitted());
        meters.timer(ChutesMeterDocumentation.WAIT, client(call), endpoint(call), wait.limit(), admitted)
                .record(wait.nanos(), TimeUnit.NANOSECONDS);
    }

    private void recordHead(ChutesCallObservationContext call) {
        VideoResponse response = call.response();
        if (response != null) {
            meters.timer(ChutesMeterDocumentation.FIRST_BYTE, client(call), endpoint(call))
                    .record(response.timeToFirstByte());
            account.update(client(call), endpoint(call), response);
        }
    }

    private void recordBody(ChutesCallObservationContext call, CallEnd end) {
        if (call.response() != null) {
            String outcome = value(call, LowCardinalityKeyNames.OUTCOME);
            meters.timer(ChutesMeterDocumentation.BODY, client(call), endpoint(call), outcome)
                    .record(call.nanosSinceHead(), TimeUnit.NANOSECONDS);
            meters.summary(ChutesMeterDocumentation.BODY_SIZE, client(call), endpoint(call), outcome)
                    .record((double) end.bytesReceived());
        }
    }

    private void count(ChutesMeterDocumentation meter, Observation.Context context, String what) {
        meters.counter(meter, client(context), endpoint(context), what).increment();
    }

    private static String client(Observation.Context context) {
        return value(context, LowCardinalityKeyNames.CLIENT);
    }

    private static String endpoint(Observation.Context context) {
        return value(context, LowCardinalityKeyNames.ENDPOINT);
    }

    /** Read the value from the convention, which bounds the number of values. */
    private static String value(Observation.Context context, LowCardinalityKeyNames key) {
        KeyValue value = context.getLowCardinalityKeyValue(key.asString());
        return value == null ? "unknown" : value.getValue();
    }
}
