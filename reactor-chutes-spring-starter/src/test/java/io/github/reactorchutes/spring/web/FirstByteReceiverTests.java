package io.github.reactorchutes.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;
import org.springframework.web.context.request.async.DeferredResult;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

class FirstByteReceiverTests {

    private final AtomicBoolean closed = new AtomicBoolean();

    private final DeferredResult<Object> result = new DeferredResult<>();

    @Test
    void closesAVideoWhoseRequestTheContainerHasEnded() {
        endTheRequest();

        Mono.just(video()).subscribe(new FirstByteReceiver(result));

        assertThat(closed).isTrue();
    }

    @Test
    void closesAVideoThatComesWhenTheRequestHasAResult() {
        result.setResult("something else");

        Mono.just(video()).subscribe(new FirstByteReceiver(result));

        assertThat(closed).isTrue();
    }

    @Test
    void dropsNoFailureOfARequestThatTheContainerHasEnded() {
        endTheRequest();
        List<Throwable> dropped = new CopyOnWriteArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            Mono.<VideoStream>error(new IllegalArgumentException("a failure")).subscribe(new FirstByteReceiver(result));
        } finally {
            Hooks.resetOnErrorDropped();
        }
        assertThat(dropped).isEmpty();
    }

    /** What the handler of a container does then. */
    private void endTheRequest() {
        result.setResultHandler(value -> {
            throw new IllegalStateException("the request has already completed processing");
        });
    }

    private VideoStream video() {
        InputStream bytes = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        VideoAnswer answer = VideoAnswer.of(null, ResolvableType.NONE).block();
        return new VideoStream(Objects.requireNonNull(answer), bytes);
    }
}
