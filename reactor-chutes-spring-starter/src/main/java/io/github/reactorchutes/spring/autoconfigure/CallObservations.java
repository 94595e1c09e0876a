package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import java.util.List;
import java.util.function.Consumer;

/** Observes the calls of a client in the registry of the host. */
@FunctionalInterface
interface CallObservations {

    /** Return what changes the list of a client's filters, to be applied after all others. */
    Consumer<List<VideoExchangeFilter>> of(String client);
}
