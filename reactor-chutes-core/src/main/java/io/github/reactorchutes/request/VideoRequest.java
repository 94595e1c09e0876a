package io.github.reactorchutes.request;

import java.util.Map;

/**
 * A validated request for one video. Immutable: it can be shared between threads and sent any number of times, unless
 * it has an image that can only be read once.
 *
 * <p>Start with {@link TextToVideoRequest#builder}, {@link ImageToVideoRequest#builder} or
 * {@link FastImageToVideoRequest#builder}, or with {@link ChuteRequest#builder(Endpoint)} for any other chute.
 *
 * @since 0.1.0
 */
public sealed interface VideoRequest
        permits TextToVideoRequest, ImageToVideoRequest, FastImageToVideoRequest, ChuteRequest {

    /**
     * Create a request from a map of values, such as those of a form, a file or the {@link #fields()} of another
     * request. Fields of the endpoint are {@link Field#check checked}; others become extra fields. For an endpoint that
     * is not one of {@link Endpoint#known()}, only the requirements of JSON are checked.
     *
     * @param endpoint the endpoint
     * @param fields the values by key; an image is an {@link Image}
     * @return the request, of the type for the endpoint
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
     * {@return the fields of the JSON body in the order in which they are sent, with images as {@link Image} and last;
     * unmodifiable}
     */
    Map<String, Object> fields();

    /**
     * Return the media that are an answer to this request.
     *
     * @return those of the endpoint, unless a {@link ChuteRequest} has its own
     */
    default AcceptedMedia accepted() {
        return endpoint().accepted();
    }

    /**
     * Return whether this request can be sent again after it was sent: false with {@link Image#once} and
     * {@link Image#buffer}, true otherwise. A filter may only retry a call that is not replayable if no part of it was
     * sent.
     *
     * @return whether it can be sent any number of times
     */
    default boolean isReplayable() {
        for (Object value : fields().values()) {
            if (value instanceof Image image && !image.isReplayable()) {
                return false;
            }
        }
        return true;
    }
}
