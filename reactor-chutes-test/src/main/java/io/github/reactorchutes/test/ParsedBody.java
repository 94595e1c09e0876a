package io.github.reactorchutes.test;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request body parsed as JSON, without its image.
 *
 * @param object whether the body is one JSON object and nothing else
 * @param fields the object's fields in order, without an image sent as text
 * @param image the image, if sent as text
 */
record ParsedBody(
        boolean object,
        Map<String, @Nullable Object> fields,
        @Nullable SentImage image) {

    private static final Set<String> IMAGES = Set.of("image", "image_b64");
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    static ParsedBody parse(byte[] body) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = MAPPER.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return invalid();
            }
            SentImage image = readFields(body, parser, fields);
            boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
            return whole ? new ParsedBody(true, fields, image) : invalid();
        } catch (JacksonException e) {
            return invalid();
        }
    }

    private static @Nullable SentImage readFields(
            byte[] body, JsonParser parser, Map<String, @Nullable Object> fields) {
        SentImage image = null;
        String name;
        while ((name = parser.nextName()) != null) {
            if (parser.nextToken() == JsonToken.VALUE_STRING && IMAGES.contains(name)) {
                image = image(name, body, parser);
            } else {
                fields.put(name, parser.readValueAs(Object.class));
            }
        }
        return image;
    }

    /** Locate the text within the body: a large image is copied into a string only if it has escapes. */
    private static SentImage image(String field, byte[] body, JsonParser parser) {
        int from = (int) parser.currentTokenLocation().getByteOffset() + 1;
        int to = from;
        while (to < body.length && body[to] != '"' && body[to] != '\\') {
            to++;
        }
        if (to < body.length && body[to] == '"') {
            return new SentImage(field, body, from, to - from);
        }
        byte[] text = parser.getString().getBytes(StandardCharsets.UTF_8);
        return new SentImage(field, text, 0, text.length);
    }

    private static ParsedBody invalid() {
        return new ParsedBody(false, Map.of(), null);
    }
}
