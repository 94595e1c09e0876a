package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.save.SavedVideo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A saved video in one line for scripts. */
final class JsonReport {

    private JsonReport() {}

    static String of(SavedVideo video) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("file", video.file().toString());
        report.put("bytes", video.bytes());
        report.put("sha256", video.sha256());
        report.put("invocationId", video.invocationId());
        report.put("firstByteMillis", video.firstByte().toMillis());
        report.put("totalMillis", video.total().toMillis());
        report.put("attempts", video.attempts());
        return JsonMapper.shared().writeValueAsString(report);
    }
}
