package io.github.reactorchutes.request;

import reactor.core.publisher.Mono;

/**
 * A validated request for one video. Immutable: it can be shared between threads and sent any number of times.
 *
 * <p>Start from {@link TextToVideoRequest#builder}, {@link ImageToVideoRequest#builder} or
 * {@link FastImageToVideoRequest#builder}, or from {@link ChuteRequest#builder(Endpoint)} for any other chute.
 *
 * @since 0.1.0
 */
public sealed interface VideoRequest
        permits TextToVideoRequest, ImageToVideoRequest, FastImageToVideoRequest, ChuteRequest {

    /** {@return the endpoint this request is for} */
    Endpoint endpoint();

    /**
     * Make the JSON body. The same request gives the same bytes each time: keys come in a fixed order, unset options
     * are left out, the image is the last field.
     *
     * <p><b>Errors:</b> {@link InvalidVideoRequestException} if image data is no image, or if an image file is missing,
     * empty, unreadable or no regular file.
     *
     * <p><b>Threading:</b> emits on the subscriber's thread, except that an image file is looked at, and its body
     * emitted, on {@link reactor.core.scheduler.Schedulers#boundedElastic()}.
     *
     * @return a body for each subscriber
     */
    Mono<RequestBody> prepare();
}
