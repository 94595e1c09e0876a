package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.mp4.Mp4Facts;
import io.github.reactorchutes.sink.SavedVideo;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A saved video in one line for scripts. */
final class JsonReport {

    private JsonReport() {}

    static String of(GeneratedVideo video) {
        SavedVideo saved = video.saved();
        VideoResponse head = video.head();
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("file", saved.file().toString());
        report.put("bytes", saved.bytes());
        report.put("sha256", saved.sha256());
        report.put("verdict", video.verdict().kind().name().toLowerCase(Locale.ROOT));
        report.put("remarks", video.verdict().remarks());
        report.put("invocationId", head.invocationId());
        report.put("firstByteMillis", head.timeToFirstByte().toMillis());
        report.put("totalMillis", video.total().toMillis());
        report.put("attempts", head.attempt());
        Mp4Facts facts = saved.facts();
        if (facts != null) {
            report.put("width", facts.width());
            report.put("height", facts.height());
            report.put("frames", facts.frames());
            report.put("durationMillis", facts.duration().toMillis());
        }
        return JsonLine.of(report);
    }
}
