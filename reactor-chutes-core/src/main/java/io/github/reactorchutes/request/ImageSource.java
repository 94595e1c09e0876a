package io.github.reactorchutes.request;

import reactor.core.publisher.Mono;

/** Where an image comes from. Its {@code toString} shows no content. */
sealed interface ImageSource permits ImageFile, ImageBytes, ImageText {

    /**
     * Settle the length of what is sent, without blocking the subscriber's thread.
     *
     * @param field the field that carries the image, for errors
     * @return the text between the quotes of the field's value
     */
    Mono<BodyPart> prepare(String field);
}
