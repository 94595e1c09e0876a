package io.github.reactorchutes.examples.temporal;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Repeats only what certainly cost nothing. The server would also repeat an activity whose worker is gone, so the activity
 * has one attempt, and the retries are durable timers of the workflow.
 */
final class DurableVideoWorkflow implements VideoWorkflow {

    /** How long the platform may refuse a call. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Duration LONGEST_CALL = Duration.ofHours(1);

    private final VideoActivities paid;

    private final VideoActivities free;

    private State state = State.CALLING;

    private int mayBeBilled;

    private String reason = "";

    private @Nullable Video video;

    private @Nullable Decision decision;

    private Duration pause = FIRST_PAUSE;

    private Duration refusedFor = Duration.ZERO;

    /** A worker is dead if its heartbeats cease for this time. */
    DurableVideoWorkflow(Duration deadAfter) {
        // snippet: temporal-paid
        ActivityOptions once = ActivityOptions.newBuilder()
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .setHeartbeatTimeout(deadAfter)
                .setStartToCloseTimeout(LONGEST_CALL)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .build();
        // end
        this.paid = Workflow.newActivityStub(VideoActivities.class, once);
        this.free = Workflow.newActivityStub(
                VideoActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(1))
                        .build());
    }

    @Override
    public Video generate(Order order) {
        try {
            while (video == null) {
                state = State.CALLING;
                try {
                    video = paid.generate(order, mayBeBilled + 1);
                } catch (ActivityFailure failure) {
                    afterFailure(failure);
                }
            }
            return video;
        } catch (CanceledFailure cancelled) {
            if (mayBeBilled > 0) {
                report().get();
            }
            throw cancelled;
        } finally {
            state = State.ENDED;
        }
    }

    /** Return if the call is to be sent again. */
    private void afterFailure(ActivityFailure failure) {
        reason = reason(failure);
        Outcome outcome = Outcome.of(failure);
        switch (outcome) {
            case NOT_BEGUN -> pause(failure);
            case REJECTED -> throw end(outcome, failure);
            case MAY_BE_BILLED -> awaitDecision(failure);
        }
    }

    private void pause(ActivityFailure failure) {
        Duration asked = failure.getCause() instanceof ApplicationFailure refused ? refused.getNextRetryDelay() : null;
        Duration next = asked == null || asked.compareTo(pause) < 0 ? pause : asked;
        refusedFor = refusedFor.plus(next);
        if (refusedFor.compareTo(PATIENCE) > 0) {
            throw end(Outcome.NOT_BEGUN, failure);
        }
        state = State.WAITING;
        Workflow.sleep(next);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    private void awaitDecision(ActivityFailure failure) {
        state = State.UNDECIDED;
        mayBeBilled++;
        decision = null;
        report();
        Workflow.await(() -> decision != null);
        if (decision == Decision.ACCEPT) {
            throw end(Outcome.MAY_BE_BILLED, failure);
        }
    }

    /** Cancelling the workflow does not cancel this. */
    private Promise<Void> report() {
        CompletablePromise<Void> reported = Workflow.newPromise();
        Workflow.newDetachedCancellationScope(() -> reported.completeFrom(
                        Async.procedure(free::report, Workflow.getInfo().getWorkflowId(), status())))
                .run();
        return reported;
    }

    private static String reason(ActivityFailure failure) {
        if (failure.getCause() instanceof TimeoutFailure gone) {
            Long bytes = gone.getLastHeartbeatDetails().get(Long.class);
            return "the worker is gone, after " + (bytes == null ? 0 : bytes) + " bytes of the video";
        }
        return failure.getCause() instanceof TemporalFailure known
                ? String.valueOf(known.getOriginalMessage())
                : String.valueOf(failure.getCause());
    }

    private ApplicationFailure end(Outcome outcome, ActivityFailure cause) {
        return ApplicationFailure.newBuilder()
                .setType(outcome.name())
                .setMessage(reason + "; calls that may be billed: " + mayBeBilled)
                .setNonRetryable(true)
                .setCause(cause)
                .build();
    }

    @Override
    public void decide(Decision decision) {
        if (state == State.UNDECIDED) {
            this.decision = decision;
        }
    }

    @Override
    public Status status() {
        return new Status(state, mayBeBilled, reason, video);
    }
}
