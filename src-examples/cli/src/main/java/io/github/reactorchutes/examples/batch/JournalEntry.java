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
        SENDING,
        REFUSED,
        SAVED,
        UNKNOWN
    }

    static JournalEntry opened(String server) {
        return new JournalEntry(now(), NO_JOB, Event.OPENED, null, server, null, null);
    }

    static JournalEntry sending(String job, int attempt) {
        return new JournalEntry(now(), job, Event.SENDING, attempt, null, null, null);
    }

    static JournalEntry refused(String job, String reason) {
        return new JournalEntry(now(), job, Event.REFUSED, null, reason, null, null);
    }

    static JournalEntry unknown(String job, String reason) {
        return new JournalEntry(now(), job, Event.UNKNOWN, null, reason, null, null);
    }

    static JournalEntry saved(String job, long bytes, @Nullable String sha256) {
        return new JournalEntry(now(), job, Event.SAVED, null, null, bytes, sha256);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
