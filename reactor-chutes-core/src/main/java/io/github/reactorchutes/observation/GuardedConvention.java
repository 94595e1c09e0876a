package io.github.reactorchutes.observation;

import io.github.reactorchutes.guard.CallerCode;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A chosen convention, with the default one as the fallback where it throws. Without the fallback, Micrometer would not
 * stop the timers of that observation.
 */
final class GuardedConvention<T extends Observation.Context> implements ObservationConvention<T> {

    private final ObservationConvention<T> chosen;

    private final ObservationConvention<T> fallback;

    private GuardedConvention(ObservationConvention<T> chosen, ObservationConvention<T> fallback) {
        this.chosen = chosen;
        this.fallback = fallback;
    }

    static <T extends Observation.Context> @Nullable ObservationConvention<T> of(
            @Nullable ObservationConvention<T> chosen, ObservationConvention<T> fallback) {
        return chosen == null ? null : new GuardedConvention<>(chosen, fallback);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return fallback.supportsContext(context);
    }

    @Override
    public @Nullable String getName() {
        return get(ObservationConvention::getName);
    }

    @Override
    public @Nullable String getContextualName(T context) {
        return get(convention -> convention.getContextualName(context));
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(T context) {
        return Objects.requireNonNull(
                get(convention -> Objects.requireNonNull(convention.getLowCardinalityKeyValues(context))));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(T context) {
        return Objects.requireNonNull(
                get(convention -> Objects.requireNonNull(convention.getHighCardinalityKeyValues(context))));
    }

    private <V> @Nullable V get(Function<ObservationConvention<T>, @Nullable V> value) {
        AtomicReference<@Nullable V> found = new AtomicReference<>();
        boolean usable = CallerCode.run("An observation's convention", () -> found.set(value.apply(chosen)));
        return usable ? found.get() : value.apply(fallback);
    }
}
