package io.github.reactorchutes.warmup;

import io.github.reactorchutes.warmup.WarmUpState.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the data of an event leniently: what is not JSON is a remark. */
final class WarmUpEvent {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int MAX_STATUS = 40;

    private static final int MAX_LOG = 500;

    private WarmUpEvent() {}

    static WarmUpState parse(String data) {
        try {
            JsonNode event = JSON.readTree(data);
            if (event.isObject()) {
                return of(text(event, "status"), text(event, "log"));
            }
        } catch (JacksonException notJson) {
            // a remark
        }
        return of(null, data);
    }

    private static WarmUpState of(@Nullable String status, @Nullable String log) {
        String text = line(status, MAX_STATUS);
        String remark = line(log, MAX_LOG);
        return new WarmUpState(statusOf(text), text, remark.isEmpty() ? null : remark);
    }

    private static Status statusOf(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "cold" -> Status.COLD;
            case "warming" -> Status.WARMING;
            case "hot" -> Status.HOT;
            default -> Status.OTHER;
        };
    }

    private static @Nullable String text(JsonNode event, String name) {
        JsonNode value = event.get(name);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static String line(@Nullable String text, int max) {
        if (text == null) {
            return "";
        }
        String line = text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}\\s]+", " ").strip();
        return line.length() <= max ? line : line.substring(0, max - 1) + "…";
    }
}
