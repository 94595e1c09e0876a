package io.github.reactorchutes.body;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/** What wraps a body, and is under test. */
@FunctionalInterface
public interface Way {

    /** Wrap a body, in a manner drawn from the dice; must not subscribe. */
    List<Outlet> wrap(Flux<DataBuffer> body, Random dice);

    static Way through(UnaryOperator<Flux<DataBuffer>> wrapper) {
        return (body, dice) -> List.of(Outlet.of(wrapper.apply(body)));
    }
}
