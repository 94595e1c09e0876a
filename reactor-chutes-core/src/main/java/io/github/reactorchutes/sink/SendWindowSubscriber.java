package io.github.reactorchutes.sink;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Requests buffers while there is demand and the consumer holds fewer bytes than the window has. */
final class SendWindowSubscriber implements CoreSubscriber<DataBuffer>, Subscription {

    /** Enough that the body sees more than single demands, which it answers by smaller reads. */
    private static final int BATCH = 4;

    private final CoreSubscriber<? super DataBuffer> actual;

    private final int maxBytes;

    private final AtomicLong demand = new AtomicLong();

    private final AtomicLong heldBytes = new AtomicLong();

    /** Buffers that are requested and not received. */
    private final AtomicLong expected = new AtomicLong();

    /** Serialises the requests: only the thread that raises it from zero requests. */
    private final AtomicInteger work = new AtomicInteger();

    private @Nullable Subscription upstream;

    SendWindowSubscriber(CoreSubscriber<? super DataBuffer> actual, int maxBytes) {
        this.actual = actual;
        this.maxBytes = maxBytes;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            actual.onSubscribe(this);
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        DataBuffer counted = count(buffer);
        expected.decrementAndGet();
        actual.onNext(counted);
        fill();
    }

    private DataBuffer count(DataBuffer buffer) {
        int bytes = buffer.readableByteCount();
        if (bytes == 0 || !(buffer instanceof NettyDataBuffer netty)) {
            return buffer;
        }
        ByteBuf content = netty.getNativeBuffer();
        heldBytes.addAndGet(bytes);
        return netty.factory().wrap(new CountedBuffer(content, () -> released(bytes)));
    }

    private void released(int bytes) {
        long left = heldBytes.addAndGet(-bytes);
        if (left < maxBytes && left + bytes >= maxBytes) {
            fill();
        }
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            demand.accumulateAndGet(n, Operators::addCap);
            fill();
        }
    }

    private void fill() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            requestMore();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void requestMore() {
        long open = expected.get();
        if (open > BATCH / 2 || heldBytes.get() >= maxBytes) {
            return;
        }
        long more = Math.min(demand.get(), BATCH - open);
        if (more > 0) {
            demand.updateAndGet(wanted -> wanted == Long.MAX_VALUE ? wanted : wanted - more);
            expected.addAndGet(more);
            upstream().request(more);
        }
    }

    @Override
    public void onError(Throwable error) {
        actual.onError(error);
    }

    @Override
    public void onComplete() {
        actual.onComplete();
    }

    @Override
    public void cancel() {
        upstream().cancel();
    }

    private Subscription upstream() {
        return Objects.requireNonNull(upstream, "not subscribed");
    }
}
