package io.github.reactorchutes.spring.web;

import org.springframework.web.context.request.async.DeferredResult;
import reactor.core.publisher.BaseSubscriber;

/** Resumes a request at its video's first byte, or cancels the call of a request that ended before. */
final class FirstByteReceiver extends BaseSubscriber<VideoStream> {

    private final DeferredResult<Object> result;

    FirstByteReceiver(DeferredResult<Object> result) {
        this.result = result;
        result.onError(error -> cancel());
        result.onCompletion(this::cancel);
    }

    @Override
    protected void hookOnNext(VideoStream video) {
        if (!result.setResult(video)) {
            video.close();
        }
    }

    @Override
    protected void hookOnError(Throwable error) {
        result.setErrorResult(error);
    }

    @Override
    protected void hookOnComplete() {
        result.setResult(Delivered.INSTANCE);
    }
}
