package io.github.reactorchutes.spring.web;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.request.async.DeferredResult;
import reactor.core.publisher.BaseSubscriber;

/**
 * Resumes a request at its video's first byte, and cancels the call of a request that ends without a delivery. A filter
 * may refuse the dispatch that resumes the request. A request whose delivery has begun no longer calls back.
 */
final class FirstByteReceiver extends BaseSubscriber<VideoStream> {

    private static final Logger logger = LoggerFactory.getLogger(FirstByteReceiver.class);

    private final DeferredResult<Object> result;

    private volatile @Nullable VideoStream received;

    private volatile boolean ended;

    FirstByteReceiver(DeferredResult<Object> result) {
        this.result = result;
        result.onError(error -> end());
        result.onCompletion(this::end);
    }

    private void end() {
        ended = true;
        cancel();
        close(received);
    }

    @Override
    protected void hookOnNext(VideoStream video) {
        received = video;
        if (ended || !resume(() -> result.setResult(video))) {
            close(video);
        }
    }

    /** A container that stops ends its requests without notice, and refuses to resume them. */
    private static boolean resume(BooleanSupplier set) {
        try {
            return set.getAsBoolean();
        } catch (IllegalStateException completed) {
            logger.debug("The request of a video has already ended", completed);
            return false;
        }
    }

    private static void close(@Nullable VideoStream video) {
        if (video != null) {
            video.close();
        }
    }

    @Override
    protected void hookOnError(Throwable error) {
        resume(() -> result.setErrorResult(error));
    }

    @Override
    protected void hookOnComplete() {
        resume(() -> result.setResult(Delivered.INSTANCE));
    }
}
