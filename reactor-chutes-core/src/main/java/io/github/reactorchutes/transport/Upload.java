package io.github.reactorchutes.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Writes content buffer by buffer until the call ends. It requests the next buffer when the previous one has reached
 * the socket, so an upload of any size holds at most two buffers. Reactor Netty's own sending requests 128 ahead.
 */
final class Upload extends Mono<Void> {

    private final Publisher<ByteBuf> content;

    private final LiveCall live;

    private final UploadClock clock;

    Upload(Publisher<ByteBuf> content, LiveCall live, UploadClock clock) {
        this.content = content;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
        Writer writer = new Writer(actual, live.channel(), clock);
        content.subscribe(writer);
        live.addListener(end -> writer.cancel());
    }

    private static final class Writer implements CoreSubscriber<ByteBuf>, Subscription {

        private final CoreSubscriber<? super Void> actual;

        private final Channel channel;

        private final UploadClock clock;

        private final FutureListener<Void> written = this::onWritten;

        /** Cleared at the end of the content, to free its memory while the call waits for the response. */
        private volatile @Nullable Subscription upstream;

        Writer(CoreSubscriber<? super Void> actual, Channel channel, UploadClock clock) {
            this.actual = actual;
            this.channel = channel;
            this.clock = clock;
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
                subscription.request(1);
            }
        }

        @Override
        public void onNext(ByteBuf buffer) {
            clock.writing();
            channel.writeAndFlush(buffer).addListener(written);
        }

        /**
         * A failed write only stops the upload. The reading side reports the end of the connection, because an early
         * response may still be unread there.
         */
        private void onWritten(Future<Void> write) {
            Subscription source = upstream;
            if (source == null) {
                return;
            }
            if (write.isSuccess()) {
                clock.written();
                source.request(1);
            } else {
                source.cancel();
            }
        }

        @Override
        public void onError(Throwable error) {
            upstream = null;
            Loops.run(channel.eventLoop(), () -> actual.onError(error));
        }

        /**
         * Reactor Netty marks the request as sent, then writes its end. On another thread than the event loop, a
         * response in between would release the connection to another call, whose head could be written before this
         * end.
         */
        @Override
        public void onComplete() {
            upstream = null;
            Loops.run(channel.eventLoop(), actual::onComplete);
        }

        @Override
        public void request(long n) {
            // nothing is emitted
        }

        @Override
        public void cancel() {
            Subscription source = upstream;
            if (source != null) {
                source.cancel();
            }
        }
    }
}
