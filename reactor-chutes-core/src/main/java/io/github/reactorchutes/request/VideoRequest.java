package io.github.reactorchutes.request;

import java.util.Map;

/**
 * A validated request for one video. Immutable: it can be shared between threads and sent any number of times, unless it
 * has an image that can be read once.
 *
 * <p>Start from {@link TextToVideoRequest#builder}, {@link ImageToVideoRequest#builder} or
 * {@link FastImageToVideoRequest#builder}, or from {@link ChuteRequest#builder(Endpoint)} for any other chute.
 *
 * @since 0.1.0
 */
public sealed interface VideoRequest
        permits TextToVideoRequest, ImageToVideoRequest, FastImageToVideoRequest, ChuteRequest {

    /**
     * Make the request of an endpoint from values by their keys, such as those of a form, a file or the
     * {@link #fields()} of another request. Fields of the endpoint are {@link Field#check checked}, others are added as
     * extra fields; an endpoint that is not one of the {@link Endpoint#known()} ones checks nothing but what JSON needs.
     *
     * @param endpoint the endpoint
     * @param fields the values, an image as an {@link Image}
     * @return the request, of the type that belongs to the endpoint
     * @throws InvalidVideoRequestException if a field is missing or the platform would reject its value
     */
    static VideoRequest of(Endpoint endpoint, Map<String, ?> fields) {
        Contract contract = endpoint.contract();
        if (contract == null) {
            return ChuteRequest.of(endpoint, fields);
        }
        FieldValues values = FieldValues.check(contract, fields);
        if (contract == Contract.TEXT_TO_VIDEO) {
            return new TextToVideoRequest(values);
        }
        return contract == Contract.IMAGE_TO_VIDEO
                ? new ImageToVideoRequest(values)
                : new FastImageToVideoRequest(values);
    }

    /** {@return the endpoint this request is for} */
    Endpoint endpoint();

    /**
     * {@return the fields of the JSON body in the order they are sent, images as the {@link Image} itself and last;
     * unmodifiable}
     */
    Map<String, Object> fields();

    /**
     * Return whether this request can be sent again after it was sent: false with {@link Image#once} and
     * {@link Image#buffer}, true otherwise. A filter must not repeat a call that is not replayable, unless it is certain
     * that nothing of it was sent.
     *
     * @return whether it can be sent any number of times
     */
    default boolean isReplayable() {
        return fields().values().stream().allMatch(value -> !(value instanceof Image image) || image.isReplayable());
    }
}
