package io.github.reactorchutes.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what happens to the observations of this library, in order. */
final class Journal implements ObservationHandler<Observation.Context> {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final List<Observation.Context> contexts = new CopyOnWriteArrayList<>();

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ChutesCallObservationContext || context instanceof ChutesAttemptObservationContext;
    }

    @Override
    public void onStart(Observation.Context context) {
        contexts.add(context);
        lines.add("start " + nameOf(context));
    }

    @Override
    public void onEvent(Observation.Event event, Observation.Context context) {
        lines.add(event.getName());
    }

    @Override
    public void onStop(Observation.Context context) {
        lines.add("stop " + nameOf(context));
    }

    void add(String line) {
        lines.add(line);
    }

    List<String> lines() {
        return lines;
    }

    long count(String line) {
        return lines.stream().filter(line::equals).count();
    }

    /** Return the contexts of the calls that began. */
    List<ChutesCallObservationContext> calls() {
        return contextsOf(ChutesCallObservationContext.class);
    }

    /** Return the contexts of the attempts that began. */
    List<ChutesAttemptObservationContext> attempts() {
        return contextsOf(ChutesAttemptObservationContext.class);
    }

    private <T> List<T> contextsOf(Class<T> type) {
        return contexts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static String nameOf(Observation.Context context) {
        return context instanceof ChutesAttemptObservationContext attempt
                ? "attempt " + attempt.call().attempt()
                : "call";
    }
}
