package io.github.reactorchutes.request;

import reactor.core.publisher.Mono;

/** Where an image comes from. Its {@code toString} shows no content. */
sealed interface ImageSource permits StoredImage, OnceImage {

    /**
     * Make a body, without blocking the subscriber's thread: its length is settled and its first bytes are looked at.
     *
     * @param frame what is around the image
     * @param checked whether data that is no image is refused
     */
    Mono<RequestBody> prepare(JsonFrame frame, boolean checked);

    /** Return whether bodies can be made of it any number of times. */
    boolean isReplayable();

    /** Give up what is held for a body to come. */
    void discard();
}
