package io.github.reactorchutes.jobs;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compare-and-set of a row: it applies only if the row is in one of the given states, and of the given epoch if there
 * is one. {@link Transitions} creates all of them.
 */
final class Change {

    private final JobState to;

    private final String by;

    private final Set<JobState> from = EnumSet.noneOf(JobState.class);

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    private @Nullable Long epoch;

    private @Nullable Long sendingEpoch;

    private boolean newEpoch;

    private @Nullable String detail;

    private Change(JobState to, String by) {
        this.to = to;
        this.by = by;
    }

    static Change to(JobState state, String by) {
        return new Change(state, by);
    }

    Change from(JobState first, JobState... more) {
        from.addAll(EnumSet.of(first, more));
        return this;
    }

    /** Apply only to this epoch. */
    Change ifEpoch(long expected) {
        this.epoch = expected;
        return this;
    }

    /** Apply only if this epoch was the last that sent a call. */
    Change ifSentBy(long expected) {
        this.sendingEpoch = expected;
        return this;
    }

    /** Increment the epoch, so that whoever owned the row does so no longer. */
    Change fencing() {
        this.newEpoch = true;
        return this;
    }

    Change set(String column, @Nullable Object value) {
        values.put(column, value);
        return this;
    }

    Change because(@Nullable String reason) {
        this.detail = reason;
        return this;
    }

    boolean appliesTo(JobRow row) {
        return from.contains(row.state())
                && (epoch == null || epoch == row.epoch())
                && (sendingEpoch == null || sendingEpoch == row.sendingEpoch());
    }

    JobState to() {
        return to;
    }

    String by() {
        return by;
    }

    long epochAfter(JobRow row) {
        return newEpoch ? row.epoch() + 1 : row.epoch();
    }

    Map<String, @Nullable Object> values() {
        return values;
    }

    @Nullable
    String detail() {
        return detail;
    }
}
