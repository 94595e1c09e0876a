package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.mp4.Mp4Facts;
import io.github.reactorchutes.sink.SavedVideo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Converts the progress of a generation into the status for the page. */
@Component
final class JobStatuses {

    private final String run = UUID.randomUUID().toString();

    private final CallBoard board;

    private final Clock clock;

    private final Duration keep;

    JobStatuses(CallBoard board, Clock clock, GatewayProperties properties) {
        this.board = board;
        this.clock = clock;
        this.keep = properties.keep();
    }

    JobStatus of(VideoJob job, JobProgress progress) {
        Instant now = clock.instant();
        Instant until = progress.state().isFinal() ? progress.since() : now;
        Throwable error = progress.error();
        return new JobStatus(
                job.id(),
                run,
                progress.state(),
                Duration.between(job.created(), until).toMillis(),
                progress.attempt(),
                position(job, progress),
                remaining(progress, now),
                progress.bytes(),
                video(job, progress, now),
                error == null ? null : Problems.of(error).getBody());
    }

    /** Return the status of a generation that this run does not have. */
    JobStatus gone(String id) {
        return new JobStatus(id, run, JobState.GONE, 0, 1, null, null, 0, null, null);
    }

    /** {@return the id of this run} */
    String run() {
        return run;
    }

    private @Nullable Integer position(VideoJob job, JobProgress progress) {
        String callId = job.callId();
        int place = callId == null || progress.state() != JobState.WAITING ? 0 : board.position(callId);
        return place == 0 ? null : place;
    }

    private static @Nullable Long remaining(JobProgress progress, Instant now) {
        Instant due = progress.due();
        return due == null ? null : Math.max(0, Duration.between(now, due).toMillis());
    }

    private JobStatus.@Nullable Video video(VideoJob job, JobProgress progress, Instant now) {
        SavedVideo saved = progress.video();
        if (saved == null) {
            return null;
        }
        Mp4Facts facts = saved.facts();
        return new JobStatus.Video(
                "/videos/" + job.id(),
                String.valueOf(StringUtils.getFilenameExtension(saved.file().toString())),
                saved.bytes(),
                saved.sha256(),
                facts == null ? null : facts.width(),
                facts == null ? null : facts.height(),
                facts == null ? null : facts.duration().toMillis() / 1000.0,
                Math.max(0, Duration.between(now, progress.since().plus(keep)).toSeconds()));
    }
}
