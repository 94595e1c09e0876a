package io.github.reactorchutes.test;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recorded facts of a request body. */
final class RecordedBody {

    static final RecordedBody NONE = new RecordedBody(new byte[0], new ParsedBody(false, Map.of(), List.of()), false);

    private static final int MAX_BYTES = 1024 * 1024;

    final long length;
    final String sha256;
    final byte[] bytes;
    final Map<String, @Nullable Object> json;
    final List<RecordedImage> images;
    final boolean complete;

    RecordedBody(byte[] raw, ParsedBody parsed) {
        this(raw, parsed, true);
    }

    private RecordedBody(byte[] raw, ParsedBody parsed, boolean complete) {
        this.length = raw.length;
        this.sha256 = Sha256.hex(raw);
        this.bytes = raw.length <= MAX_BYTES ? raw : new byte[0];
        this.json = Collections.unmodifiableMap(parsed.fields());
        this.images = parsed.images().stream().map(SentImage::recorded).toList();
        this.complete = complete;
    }
}
