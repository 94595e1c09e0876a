package io.github.reactorchutes.request;

import reactor.core.publisher.Mono;

/** An image that can be read again and again, by several calls at once. */
sealed interface StoredImage extends ImageSource permits ImageFile, ImageBytes, ImageText, ImageStream {

    /**
     * Settle the length of what is sent and look at its first bytes, without blocking the subscriber's thread.
     *
     * @param field the field that carries the image, for errors
     * @param checked whether data that is no image is refused
     * @return the text between the quotes of the field's value
     */
    Mono<BodyPart> prepare(String field, boolean checked);

    @Override
    default Mono<RequestBody> prepare(JsonFrame frame, boolean checked) {
        return prepare(frame.field(), checked).map(frame::around);
    }

    @Override
    default boolean isReplayable() {
        return true;
    }

    @Override
    default void discard() {}
}
