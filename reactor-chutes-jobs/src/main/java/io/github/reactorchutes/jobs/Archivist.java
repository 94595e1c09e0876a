package io.github.reactorchutes.jobs;

import io.github.reactorchutes.jobs.Checkpoint.Point;
import io.github.reactorchutes.store.StoredVideo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Moves whole videos from the spool to the store, also those of a process that is gone. Blocks. */
final class Archivist {

    private static final Logger logger = LoggerFactory.getLogger(Archivist.class);

    private static final int BUFFER_BYTES = 64 * 1024;

    private static final Duration STORE_TIMEOUT = Duration.ofMinutes(30);

    /** How often others look at a job whose video is on another machine, which continues by itself when it is back. */
    private static final Duration RECHECK = Duration.ofMinutes(5);

    private final JobContext jobs;

    Archivist(JobContext jobs) {
        this.jobs = jobs;
    }

    /** Record a whole video, whether or not its execution still owns the row, and store it. */
    void keep(JobRow claimed, SpooledVideo video) {
        Optional<JobRow> row = storing(claimed, video);
        if (row.isEmpty()) {
            keepUnlessRecorded(claimed, video);
            return;
        }
        jobs.checkpoint().reached(Point.STORING_COMMITTED, claimed.id());
        store(row.get(), video.file());
    }

    private Optional<JobRow> storing(JobRow claimed, SpooledVideo video) {
        Optional<JobRow> own = jobs.ledger()
                .apply(claimed.id(), Transitions.storing(claimed, jobs.ledger().worker(), video));
        return own.or(() -> alreadyStoring(claimed, video)).or(() -> promote(claimed.id(), claimed.epoch(), video));
    }

    /** Another worker of this machine may have found the video first; then it needs the file, or has stored it. */
    private void keepUnlessRecorded(JobRow claimed, SpooledVideo video) {
        boolean recorded = jobs.ledger()
                .find(claimed.id())
                .filter(row -> row.state() == JobState.STORING || row.state() == JobState.DONE)
                .filter(row -> video.key().equals(row.videoKey()))
                .isPresent();
        if (!recorded) {
            jobs.spool().keepAsOrphan(video.file());
        }
    }

    /** A commit whose answer was lost has happened. */
    private Optional<JobRow> alreadyStoring(JobRow claimed, SpooledVideo video) {
        return jobs.ledger()
                .find(claimed.id())
                .filter(row -> row.state() == JobState.STORING
                        && row.epoch() == claimed.epoch()
                        && video.key().equals(row.videoKey()));
    }

    private Optional<JobRow> promote(String id, long sendingEpoch, SpooledVideo video) {
        return jobs.ledger()
                .apply(
                        id,
                        Transitions.promote(jobs.ledger().worker(), sendingEpoch, video),
                        jobs.scheduledAfter(jobs.deadAfter()));
    }

    /** Take the whole video of a dead execution from this machine's spool, if it is here. */
    void salvage(JobRow row) {
        jobs.spool().find(row.id(), row.sendingEpoch()).ifPresent(this::salvage);
    }

    private void salvage(Spool.Entry entry) {
        try {
            SpooledVideo video = Spool.describe(entry);
            promote(entry.id(), entry.epoch(), video).ifPresent(row -> store(row, video.file()));
        } catch (IOException e) {
            logger.warn("A video in the spool cannot be read: {}", e.toString());
        }
    }

    /** Look for videos that the end of a process left in this machine's spool. */
    void sweep() {
        jobs.spool().deleteOldParts();
        for (Spool.Entry entry : jobs.spool().entries()) {
            jobs.ledger()
                    .find(entry.id())
                    .ifPresentOrElse(row -> sweep(entry, row), () -> Spool.deleteIfOld(entry.file()));
        }
    }

    private void sweep(Spool.Entry entry, JobRow row) {
        if (row.sendingEpoch() != entry.epoch()) {
            return;
        }
        if (row.state() == JobState.DONE || row.state() == JobState.CANCELLED) {
            Spool.delete(entry.file());
        } else if (row.state().isUndecided()) {
            salvage(entry);
        } else if (row.state() == JobState.STORING && isLeftByAnother(row)) {
            resume(row);
        }
    }

    /** Whether nobody stores the video of a job, and this worker was not the last to try. A deleted job has no history. */
    private boolean isLeftByAnother(JobRow row) {
        List<JobEvent> history = jobs.repository().history(row.id());
        boolean isOwn = !history.isEmpty()
                && history.get(history.size() - 1).by().equals(jobs.ledger().worker());
        return !isOwn && !jobs.repository().isExecuting(row.id());
    }

    /** Continue with a video whose process is gone: it is in the store, or in this machine's spool, or elsewhere. */
    void resume(JobRow found) {
        jobs.ledger()
                .apply(found.id(), Transitions.claimStoring(found, jobs.ledger().worker()))
                .ifPresent(this::resumeClaimed);
    }

    private void resumeClaimed(JobRow row) {
        Optional<Spool.Entry> spooled = jobs.spool().find(row.id(), row.sendingEpoch());
        try {
            if (isStored(row)) {
                done(row, String.valueOf(row.videoKey()));
                spooled.ifPresent(entry -> Spool.delete(entry.file()));
            } else if (spooled.isPresent()) {
                store(row, spooled.get().file());
            } else {
                waitForItsMachine(row);
            }
        } catch (RuntimeException e) {
            storeAgain(row, e);
        }
    }

    private boolean isStored(JobRow row) {
        StoredVideo stored = jobs.store().head(String.valueOf(row.videoKey())).block(STORE_TIMEOUT);
        return stored != null && stored.bytes() == row.videoBytes();
    }

    private void waitForItsMachine(JobRow row) {
        String worker = jobs.ledger().worker();
        long now = jobs.clock().millis();
        long left = receivedAt(row) + jobs.spoolPatience().toMillis() - now;
        Change next = left < 0
                ? Transitions.lost(row, worker, "the machine that has the video did not come back")
                : Transitions.storeAgain(
                        row, worker, now + Math.min(left + 1, RECHECK.toMillis()), "the video is on another machine");
        jobs.ledger().apply(row.id(), next);
    }

    /** Return when the video became complete. */
    private long receivedAt(JobRow row) {
        return jobs.repository().history(row.id()).stream()
                .filter(event -> event.to() == JobState.STORING && event.from() != JobState.STORING)
                .mapToLong(event -> event.at().toEpochMilli())
                .max()
                .orElse(row.updatedAt());
    }

    private void store(JobRow row, Path file) {
        try {
            String key = String.valueOf(row.videoKey());
            put(key, file, row).block(STORE_TIMEOUT);
            jobs.checkpoint().reached(Point.STORED, row.id());
            done(row, key);
            Spool.delete(file);
        } catch (RuntimeException e) {
            storeAgain(row, e);
        }
    }

    private Mono<StoredVideo> put(String key, Path file, JobRow row) {
        Flux<DataBuffer> video = DataBufferUtils.read(file, DefaultDataBufferFactory.sharedInstance, BUFFER_BYTES);
        return jobs.store()
                .put(key, video)
                .onErrorResume(
                        FileAlreadyExistsException.class,
                        exists -> jobs.store()
                                .head(key)
                                .filter(stored -> stored.bytes() == row.videoBytes())
                                .switchIfEmpty(Mono.error(exists)));
    }

    private void done(JobRow row, String key) {
        jobs.ledger().apply(row.id(), Transitions.done(row, jobs.ledger().worker(), key));
        jobs.checkpoint().reached(Point.DONE_COMMITTED, row.id());
    }

    private void storeAgain(JobRow row, RuntimeException failed) {
        Throwable cause = Exceptions.unwrap(failed);
        if (cause instanceof ChutesJobException) {
            throw failed;
        }
        logger.warn(
                "The video of job {} waits on this machine, because the store failed: {}", row.id(), cause.toString());
        long at = jobs.clock().millis()
                + jobs.retryTimes().next(row.refusals(), null).toMillis();
        jobs.ledger().apply(row.id(), Transitions.storeAgain(row, jobs.ledger().worker(), at, ErrorText.of(cause)));
    }
}
