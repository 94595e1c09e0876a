package io.github.reactorchutes.error;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an error body says, freed from its wrapping. Seen on the platform: a string, an object with a message and a
 * reset time, JSON inside a string behind a doubled prefix, plain text, and HTML pages of the edge.
 */
record ErrorDetail(@Nullable String text, @Nullable Instant quotaResetsAt) {

    private static final ErrorDetail NONE = new ErrorDetail(null, null);

    /** Made with its deserializer: whoever looks for one first holds up, with a lock, all others who do. */
    private static final ObjectReader JSON = JsonMapper.shared().readerFor(JsonNode.class);

    private static final Pattern PREFIX = Pattern.compile("^(?:Invalid request:\\s*)+");

    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");

    private static final int MAX_NESTING = 4;

    /** Words that are none are not said. */
    ErrorDetail {
        text = text == null || text.isBlank() ? null : text;
    }

    static ErrorDetail parse(String body) {
        String text = body.strip();
        if (text.isEmpty()) {
            return NONE;
        }
        return text.startsWith("<") ? ofHtml(text) : ofText(text, MAX_NESTING);
    }

    private static ErrorDetail ofHtml(String page) {
        Matcher title = TITLE.matcher(page);
        return title.find() ? new ErrorDetail(title.group(1).strip(), null) : NONE;
    }

    private static ErrorDetail ofText(String text, int nesting) {
        String unprefixed = PREFIX.matcher(text).replaceFirst("");
        if (nesting == 0 || !unprefixed.startsWith("{")) {
            return new ErrorDetail(unprefixed, null);
        }
        try {
            return ofJson(JSON.readValue(unprefixed), nesting);
        } catch (JacksonException notJson) {
            return new ErrorDetail(unprefixed, null);
        }
    }

    private static ErrorDetail ofJson(JsonNode body, int nesting) {
        JsonNode detail = firstOf(body, "detail", "message", "error");
        if (detail.isString()) {
            return ofText(detail.stringValue(), nesting - 1);
        }
        if (detail.isArray()) {
            return new ErrorDetail(messagesOf(detail), null);
        }
        if (detail.isObject()) {
            return new ErrorDetail(firstOf(detail, "message", "msg").asString(null), resetTime(detail));
        }
        return NONE;
    }

    private static JsonNode firstOf(JsonNode object, String... names) {
        for (String name : names) {
            if (object.hasNonNull(name)) {
                return object.get(name);
            }
        }
        return object.path(names[0]);
    }

    private static String messagesOf(JsonNode list) {
        return list.valueStream()
                .map(item -> item.isObject() ? item.path("msg").asString("") : item.asString(""))
                .filter(message -> !message.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static @Nullable Instant resetTime(JsonNode detail) {
        String timestamp = detail.path("quota_reset_timestamp").asString("");
        try {
            return timestamp.isEmpty() ? null : OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
