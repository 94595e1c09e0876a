package io.github.reactorchutes.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request body parsed as JSON, without its images.
 *
 * @param object whether the body is one JSON object and nothing else
 * @param fields the object's fields in order, without images sent as text
 * @param images the images sent as text, in order
 */
record ParsedBody(boolean object, Map<String, @Nullable Object> fields, List<SentImage> images) {

    /** The names in use: {@code image}, {@code image_b64}, {@code first_image_b64}, {@code img_b64_first} and so on. */
    private static final Pattern IMAGE = Pattern.compile("image|.*_image|.*(image|img)_b64.*");

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
            List<SentImage> images = readFields(body, parser, fields);
            boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
            return whole ? new ParsedBody(true, fields, images) : invalid();
        } catch (JacksonException e) {
            return invalid();
        }
    }

    /** Return the first image, or null. */
    @Nullable
    SentImage image() {
        return images.isEmpty() ? null : images.get(0);
    }

    Set<String> imageNames() {
        return images.stream().map(image -> image.recorded().field()).collect(Collectors.toSet());
    }

    private static List<SentImage> readFields(byte[] body, JsonParser parser, Map<String, @Nullable Object> fields) {
        List<SentImage> images = new ArrayList<>();
        String name;
        while ((name = parser.nextName()) != null) {
            if (parser.nextToken() == JsonToken.VALUE_STRING
                    && IMAGE.matcher(name).matches()) {
                images.add(image(name, body, parser));
            } else {
                fields.put(name, parser.readValueAs(Object.class));
            }
        }
        return images;
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
        return new ParsedBody(false, Map.of(), List.of());
    }
}
