package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.catalogue.ChuteDescription;
import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.catalogue.CordField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chutes in one line for scripts. */
final class ChuteReport {

    private ChuteReport() {}

    static String ofAll(List<ChuteDescription> chutes) {
        return JsonLine.of(
                Map.of("chutes", chutes.stream().map(ChuteReport::map).toList()));
    }

    static String of(ChuteDescription chute) {
        return JsonLine.of(map(chute));
    }

    private static Map<String, @Nullable Object> map(ChuteDescription chute) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("slug", chute.slug());
        report.put("name", chute.name());
        report.put("id", chute.id());
        report.put("tagline", chute.tagline());
        report.put("public", chute.isPublic());
        report.put("hot", chute.isHot());
        report.put("instances", chute.instances());
        report.put("pricePerHour", chute.pricePerHour());
        report.put("cords", chute.cords().stream().map(ChuteReport::map).toList());
        return report;
    }

    private static Map<String, @Nullable Object> map(Cord cord) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("path", cord.path());
        report.put("name", cord.name());
        report.put("method", cord.method());
        report.put("contentType", cord.contentType());
        report.put("stream", cord.isStream());
        if (!cord.fields().isEmpty()) {
            report.put("fields", cord.fields().stream().map(ChuteReport::map).toList());
        }
        return report;
    }

    private static Map<String, @Nullable Object> map(CordField field) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("name", field.name());
        report.put("type", field.type().name().toLowerCase(Locale.ROOT));
        report.put("required", field.isRequired());
        report.put("default", field.defaultValue());
        report.put("bounds", field.bounds());
        report.put("choices", field.choices());
        report.put("description", field.description());
        return report;
    }
}
