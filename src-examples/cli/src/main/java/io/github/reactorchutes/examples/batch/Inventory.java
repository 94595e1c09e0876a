package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.examples.batch.JournalEntry.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares the jobs with the journal and the files on disk. Blocking. */
final class Inventory {

    private static final Pattern PART = Pattern.compile("\\.(.+)\\.mp4\\.[0-9a-f]+\\.part");

    private final BatchSettings settings;

    private final History history;

    Inventory(BatchSettings settings, History history) {
        this.settings = settings;
        this.history = history;
    }

    /** Return the earlier result of a job; {@code NOT_BEGUN} if it must be made. */
    JobResult look(Job job) throws IOException {
        Path file = find(job);
        if (file != null && Files.size(file) > 0) {
            return JobResult.skipped(job, file);
        }
        return missing(job, file);
    }

    /** Return the file of a job: the recorded one, or one whose ending may have been corrected. */
    private @Nullable Path find(Job job) {
        JournalEntry last = history.last(job.name());
        if (last != null && last.file() != null) {
            Path recorded = settings.directory().resolve(last.file());
            return Files.isRegularFile(recorded) ? recorded : null;
        }
        return VideoFolder.find(settings.directory(), job);
    }

    private JobResult missing(Job job, @Nullable Path emptyFile) {
        JobResult notBegun = JobResult.notBegun(job, emptyFile);
        JournalEntry last = history.last(job.name());
        if (last == null || last.event() == Event.REFUSED) {
            return notBegun;
        }
        if (last.event() == Event.SAVED) {
            return settings.remake() ? notBegun : JobResult.lost(job, emptyFile);
        }
        return settings.resendUnknown()
                ? notBegun
                : JobResult.unknown(job, Objects.requireNonNullElse(last.reason(), "killed in flight"), null);
    }

    /**
     * Delete the part files of a killed process: no other process writes files of these names while the journal is
     * locked.
     */
    void removeLeftovers(List<Job> jobs) throws IOException {
        Set<String> names = new HashSet<>(history.jobs());
        jobs.forEach(job -> names.add(job.name()));
        try (Stream<Path> files = Files.list(settings.directory())) {
            for (Path file : files.toList()) {
                Matcher part = PART.matcher(file.getFileName().toString());
                if (part.matches() && names.contains(part.group(1))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
