package io.github.reactorchutes.request;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What is around an image in a body: the other fields before it, two characters after it.
 *
 * @param field the field that carries the image
 * @param start all up to the quote that begins the image
 */
record JsonFrame(String field, BodyPart start) {

    static final BodyPart END = new JsonBytes("\"}".getBytes(StandardCharsets.US_ASCII));

    static JsonFrame of(Map<String, Object> fields, String imageField) {
        return new JsonFrame(imageField, new JsonBytes(JsonText.objectUpToText(fields, imageField)));
    }

    RequestBody around(BodyPart image) {
        return new JsonBody(List.of(start, image, END));
    }

    /** Return the length of a body around an image that has this length as base64. */
    long lengthAround(long encodedLength) {
        return start.length() + encodedLength + END.length();
    }
}
