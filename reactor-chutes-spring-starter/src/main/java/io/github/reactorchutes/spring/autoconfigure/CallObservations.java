package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import java.util.List;
import java.util.function.Consumer;

/** Observes the calls of a client in the application's registry. */
@FunctionalInterface
interface CallObservations {

    /** Return a change to a client's filter list, to be applied after all others. */
    Consumer<List<VideoExchangeFilter>> of(String client);
}
