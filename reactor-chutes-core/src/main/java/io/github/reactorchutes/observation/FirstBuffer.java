package io.github.reactorchutes.observation;

import java.util.function.Consumer;
import org.springframework.core.io.buffer.DataBuffer;

/** Reports the first buffer that reaches the consumer of a body. */
final class FirstBuffer implements Consumer<DataBuffer> {

    private final ObservedCall observed;

    private boolean seen;

    FirstBuffer(ObservedCall observed) {
        this.observed = observed;
    }

    @Override
    public void accept(DataBuffer buffer) {
        if (!seen) {
            seen = true;
            observed.firstBufferConsumed();
        }
    }
}
