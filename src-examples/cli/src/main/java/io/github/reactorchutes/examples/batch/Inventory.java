package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.examples.batch.JournalEntry.Event;
import io.github.reactorchutes.mp4.VideoFormat;
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
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Compares the jobs with the journal and the files on disk. */
final class Inventory {

    private static final Pattern PART = Pattern.compile("\\.(.+)\\.mp4\\.[0-9a-f]+\\.part");

    private final Path directory;

    private final Journal journal;

    private final boolean resendUnknown;

    Inventory(Path directory, Journal journal, boolean resendUnknown) {
        this.directory = directory;
        this.journal = journal;
        this.resendUnknown = resendUnknown;
    }

    /** Return the earlier result of a job; {@code NOT_BEGUN} if it must be made. */
    Mono<JobResult> look(Job job) {
        return Mono.fromCallable(() -> size(job.target(directory)))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(size -> size < 0 ? Mono.just(missing(job)) : present(job, size));
    }

    /** Return the size of a video, whose ending may have been corrected; -1 without a file. */
    private static long size(Path target) throws IOException {
        String name = target.getFileName().toString().replaceFirst("\\.mp4$", "");
        for (VideoFormat format : VideoFormat.values()) {
            long size = format == VideoFormat.UNKNOWN ? -1 : sizeOf(target.resolveSibling(name + format.extension()));
            if (size >= 0) {
                return size;
            }
        }
        return -1;
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.size(file) : -1;
    }

    /** A file gets its name only when it is complete: if its entry is missing, the process died in between. */
    private Mono<JobResult> present(Job job, long size) {
        JobResult skipped = JobResult.skipped(job, "on disk");
        return isLast(job, Event.SAVED)
                ? Mono.just(skipped)
                : journal.append(JournalEntry.saved(job.name(), size, null)).thenReturn(skipped);
    }

    private JobResult missing(Job job) {
        if (isLast(job, Event.SAVED)) {
            return JobResult.skipped(job, "made before, its file is gone");
        }
        JournalEntry last = journal.last(job.name());
        return last == null || last.event() == Event.REFUSED || resendUnknown
                ? JobResult.notBegun(job)
                : JobResult.unknown(job, Objects.requireNonNullElse(last.reason(), "killed in flight"), null);
    }

    private boolean isLast(Job job, Event event) {
        @Nullable JournalEntry last = journal.last(job.name());
        return last != null && last.event() == event;
    }

    /**
     * Delete the part files of a killed process: no other process writes files of these names while the journal is
     * locked.
     */
    Mono<Void> removeLeftovers(List<Job> jobs) {
        return Mono.<Void>fromCallable(() -> {
                    Set<String> names = new HashSet<>(journal.jobs());
                    jobs.forEach(job -> names.add(job.name()));
                    removeParts(names);
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private void removeParts(Set<String> names) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Matcher part = PART.matcher(file.getFileName().toString());
                if (part.matches() && names.contains(part.group(1))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
