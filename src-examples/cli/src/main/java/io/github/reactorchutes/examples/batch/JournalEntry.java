package io.github.reactorchutes.examples.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A line of the journal.
 *
 * @param at when it was written
 * @param job the job's name
 * @param event the event
 * @param attempt the number of the attempt that starts
 * @param reason why the video is missing
 * @param line the line of the prompt file that the job was read from
 * @param file the name of the video
 * @param bytes the size of the video
 * @param sha256 its digest; absent if the video was found on disk after a kill
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JournalEntry(
        Instant at,
        String job,
        Event event,
        @Nullable Integer attempt,
        @Nullable String reason,
        @Nullable Long line,
        @Nullable String file,
        @Nullable Long bytes,
        @Nullable String sha256) {

    /** No job can have this name. */
    static final String NO_JOB = "*";

    /**
     * The event of a job. One whose last event is {@code SENDING} was in flight when its process died: like {@code
     * UNKNOWN}, it may have been paid.
     *
     * <pre>
     * SENDING -> REFUSED: it certainly cost nothing, and may be sent again
     * SENDING -> SAVED:   the complete video is on disk under its name
     * SENDING -> UNKNOWN: no video, but it may have been paid
     * REFUSED, UNKNOWN -> SENDING
     * </pre>
     */
    enum Event {
        /** The first entry, with the server as its reason. */
        OPENED,
        /** Unreadable lines before this entry are accounted for. */
        REPAIRED,
        SENDING,
        REFUSED,
        SAVED,
        UNKNOWN
    }

    static JournalEntry opened(String server) {
        return because(NO_JOB, Event.OPENED, server);
    }

    static JournalEntry repaired(String lines) {
        return because(NO_JOB, Event.REPAIRED, lines);
    }

    static JournalEntry sending(Job job, int attempt) {
        return new JournalEntry(now(), job.name(), Event.SENDING, attempt, null, job.line(), null, null, null);
    }

    static JournalEntry refused(String job, String reason) {
        return because(job, Event.REFUSED, reason);
    }

    static JournalEntry unknown(String job, String reason) {
        return because(job, Event.UNKNOWN, reason);
    }

    static JournalEntry saved(Job job, String file, long bytes, @Nullable String sha256) {
        return new JournalEntry(now(), job.name(), Event.SAVED, null, null, job.line(), file, bytes, sha256);
    }

    private static JournalEntry because(String job, Event event, String reason) {
        return new JournalEntry(now(), job, event, null, reason, null, null, null, null);
    }

    /** Return whether nothing that every entry has is missing. */
    @SuppressWarnings("ConstantValue")
    boolean isComplete() {
        return job != null && event != null;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
