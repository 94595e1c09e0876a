package io.github.reactorchutes.request;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/** The bytes of a feed as base64, a block for each one requested. For one subscriber. */
final class FedImage extends Flux<DataBuffer> implements Subscription, ImageFeed.Consumer {

    private static final AtomicLongFieldUpdater<FedImage> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(FedImage.class, "requested");

    private final ImageFeed feed;

    private final DataBufferFactory factory;

    /** This and the two below are touched while the feed serves. */
    private final Base64Block block;

    private int filled;

    private boolean over;

    private volatile long requested;

    private @Nullable CoreSubscriber<? super DataBuffer> actual;

    FedImage(ImageFeed feed, DataBufferFactory factory) {
        this.feed = feed;
        this.factory = factory;
        this.block = new Base64Block(feed.size());
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
        actual = subscriber;
        subscriber.onSubscribe(this);
        feed.open(this, subscriber.currentContext());
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(REQUESTED, this, n);
            feed.serve();
        }
    }

    @Override
    public void cancel() {
        feed.cancel();
    }

    /** The last byte of the body is behind this image, so that one of a wrong size is never sent whole. */
    @Override
    public void serve(boolean ended) {
        while (!over && !feed.isCancelled()) {
            filled = feed.read(block.bytes(), filled);
            boolean last = ended && feed.isEmpty();
            if (last && filled == 0) {
                complete();
            } else if (requested == 0) {
                return;
            } else if (last || filled == block.bytes().length) {
                emit();
            } else {
                feed.more();
                return;
            }
        }
    }

    private void emit() {
        try {
            DataBuffer chunk = encode();
            filled = 0;
            Operators.produced(REQUESTED, this, 1);
            subscriber().onNext(chunk);
        } catch (Throwable e) {
            Exceptions.throwIfJvmFatal(e);
            fail(e);
        }
    }

    private DataBuffer encode() {
        DataBuffer chunk = factory.allocateBuffer((int) Base64Block.encodedLength(filled));
        try {
            block.encode(filled, chunk);
            return chunk;
        } catch (Throwable e) {
            DataBufferUtils.release(chunk);
            throw e;
        }
    }

    private void complete() {
        over = true;
        subscriber().onComplete();
    }

    @Override
    public void fail(Throwable problem) {
        if (!over) {
            over = true;
            feed.cancel();
            subscriber().onError(problem);
        }
    }

    private CoreSubscriber<? super DataBuffer> subscriber() {
        if (actual == null) {
            throw new IllegalStateException("not subscribed");
        }
        return actual;
    }
}
