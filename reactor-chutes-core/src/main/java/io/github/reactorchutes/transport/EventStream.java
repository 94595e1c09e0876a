package io.github.reactorchutes.transport;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Splits an event stream into the data of its events, as the HTML standard defines it: lines end with CR, LF or both, the
 * data of an event may have several lines, and an empty line ends the event. An event that the end of the stream cuts is
 * dropped.
 */
final class EventStream {

    private static final int MAX_BYTES = 64 * 1024;

    private static final String FIELD = "data";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private @Nullable StringJoiner data;

    private int bytes;

    private boolean afterReturn;

    private boolean begun;

    /** Append a piece of the stream, and return the data of the events that it completes; event loop only. */
    List<String> append(ByteBuf content) {
        List<String> complete = new ArrayList<>();
        while (content.isReadable()) {
            byte next = content.readByte();
            if (next == '\n' && afterReturn) {
                afterReturn = false;
            } else if (next == '\n' || next == '\r') {
                afterReturn = next == '\r';
                endLine(complete);
            } else {
                afterReturn = false;
                line.write(next);
                requireBound();
            }
        }
        return complete;
    }

    private void requireBound() {
        if (++bytes > MAX_BYTES) {
            throw new UnusableContentException("an event stream with an event larger than " + MAX_BYTES + " bytes");
        }
    }

    private void endLine(List<String> complete) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!begun) {
            begun = true;
            text = text.startsWith("\ufeff") ? text.substring(1) : text;
        }
        if (text.isEmpty()) {
            endEvent(complete);
        } else {
            field(text);
        }
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (name.equals(FIELD)) {
            String value = colon < 0 ? "" : text.substring(colon + 1);
            if (data == null) {
                data = new StringJoiner("\n");
            }
            data.add(value.startsWith(" ") ? value.substring(1) : value);
        } else {
            forgetOtherLine();
        }
    }

    /** Comments keep a connection alive for long, so that only lines of data count. */
    private void forgetOtherLine() {
        if (data == null) {
            bytes = 0;
        }
    }

    private void endEvent(List<String> complete) {
        if (data != null) {
            complete.add(data.toString());
        }
        data = null;
        bytes = 0;
    }
}
