package io.github.reactorchutes.request;

import reactor.core.publisher.Mono;

/** Where an image comes from. Its {@code toString} shows no content. */
sealed interface ImageSource permits ImageFile, ImageBytes, ImageText, ImageStream {

    /**
     * Settle the length of what is sent and look at its first bytes, without blocking the subscriber's thread.
     *
     * @param field the field that carries the image, for errors
     * @param checked whether data that is no image is refused
     * @return the text between the quotes of the field's value
     */
    Mono<BodyPart> prepare(String field, boolean checked);
}
