package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.sink.VideoNotSavedException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure in one line for scripts. */
final class FailureReport {

    private FailureReport() {}

    /**
     * Write a report.
     *
     * @param part the file of the received bytes, if the run kept one
     */
    static String of(Failure failure, @Nullable Path part) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("kind", failure.kind().key());
        report.put("exitCode", failure.exitCode());
        report.put("billed", failure.billed().key());
        report.put("message", failure.message());
        report.put("status", null);
        report.put("reason", null);
        report.put("phase", null);
        report.put("retryable", false);
        report.put("invocationId", null);
        report.put("file", file(failure.error()));
        report.put("part", part(failure.error(), part));
        if (failure.error() instanceof ChutesException call) {
            report.put("status", call instanceof ChutesResponseException response ? response.status() : null);
            report.put("reason", reason(call));
            report.put("phase", key(call.phase()));
            report.put("retryable", call.isRetryable());
            report.put("invocationId", call.invocationId());
        }
        return JsonLine.of(report);
    }

    private static @Nullable String reason(ChutesException call) {
        if (call instanceof ChutesResponseException response) {
            return key(response.reason());
        }
        if (call instanceof ChutesNotSentException unsent) {
            return key(unsent.reason());
        }
        if (call instanceof ChutesCallRejectedException rejected) {
            return key(rejected.limit());
        }
        if (call instanceof ChutesArtifactException artifact) {
            return key(artifact.reason());
        }
        return call instanceof ChutesBodyException body ? key(body.reason()) : null;
    }

    private static @Nullable String part(Throwable error, @Nullable Path kept) {
        Path part = kept == null && error instanceof VideoNotSavedException unsaved ? unsaved.part() : kept;
        return part == null ? null : part.toString();
    }

    private static @Nullable String file(Throwable error) {
        if (error instanceof VideoNotSavedException unsaved) {
            return unsaved.target().toString();
        }
        if (error instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return file(unchecked.getCause());
        }
        return error instanceof FileSystemException fault ? fault.getFile() : null;
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
