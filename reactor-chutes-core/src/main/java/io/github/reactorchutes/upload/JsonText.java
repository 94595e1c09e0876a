package io.github.reactorchutes.upload;

import io.github.reactorchutes.request.Image;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * JSON as UTF-8, with the same bytes for the same values on every JDK: keys in the order of the map, whole doubles as
 * {@code 5.0}, and characters beyond the basic plane unescaped.
 */
final class JsonText {

    /** {@code Double.toString} differs between JDK 17 and 19; the fast writer does not. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private JsonText() {}

    /** Return the object in pieces; the text of one image is missing between each two. */
    static List<byte[]> around(Map<String, Object> fields) {
        List<byte[]> pieces = new ArrayList<>(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            fields.forEach((name, value) -> {
                if (value instanceof Image) {
                    json.writeName(name);
                    json.writeRawValue("\"");
                    json.flush();
                    pieces.add(bytes.toByteArray());
                    bytes.reset();
                    json.writeRaw('"');
                } else {
                    writeField(json, name, value);
                }
            });
            json.writeEndObject();
        }
        pieces.add(bytes.toByteArray());
        return pieces;
    }

    private static void writeObject(JsonGenerator json, Map<?, ?> fields) {
        json.writeStartObject();
        fields.forEach((name, value) -> writeField(json, (String) name, value));
        json.writeEndObject();
    }

    private static void writeField(JsonGenerator json, String name, Object value) {
        json.writeName(name);
        writeValue(json, value);
    }

    private static void writeValue(JsonGenerator json, Object value) {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Map<?, ?> map) {
            writeObject(json, map);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(element -> writeValue(json, element));
            json.writeEndArray();
        } else {
            writeNumber(json, value);
        }
    }

    private static void writeNumber(JsonGenerator json, Object value) {
        if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else {
            throw new IllegalStateException("not a JSON value: " + value.getClass());
        }
    }
}
