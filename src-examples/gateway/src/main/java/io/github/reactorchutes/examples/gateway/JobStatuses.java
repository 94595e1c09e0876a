package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.mp4.Mp4Facts;
import io.github.reactorchutes.store.StoredVideo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Mono;

/** Converts the row of a job, and what this process knows of its call, into the status for the page. */
@Component
final class JobStatuses {

    private final LiveCalls calls;

    private final WaitingLine line;

    private final VideoFacts facts;

    private final Clock clock;

    private final Duration keep;

    JobStatuses(LiveCalls calls, WaitingLine line, VideoFacts facts, Clock clock, GatewayProperties properties) {
        this.calls = calls;
        this.line = line;
        this.facts = facts;
        this.clock = clock;
        this.keep = properties.keep();
    }

    Mono<JobStatus> of(Job job) {
        LiveProgress live = job.state().isSettled() ? null : calls.of(job.id());
        if (job.isCancelRequested() && !job.state().isSettled()) {
            return Mono.just(status(job, JobState.CANCELLED, null, null));
        }
        if (live != null && live.state() != JobState.WAITING) {
            return Mono.just(status(job, live.state(), live, null));
        }
        JobState state = JobState.of(job);
        return state == JobState.WAITING
                ? line.placeOf(job.id()).map(place -> status(job, state, null, place))
                : Mono.just(status(job, state, null, null));
    }

    /** Return the status of a generation that does not exist. */
    JobStatus gone(String id) {
        return new JobStatus(id, JobState.GONE, 0, 1, null, null, 0, null, null);
    }

    private JobStatus status(Job job, JobState state, @Nullable LiveProgress live, @Nullable Integer place) {
        Instant now = clock.instant();
        return new JobStatus(
                VideoJobs.idOf(job),
                state,
                elapsed(job, now).toMillis(),
                live == null ? Math.max(1, job.calls()) : live.attempt(),
                place,
                live == null ? null : remaining(live, now),
                live == null ? job.bytesReceived() : live.bytes(),
                video(job, now),
                problem(job, live));
    }

    private static Duration elapsed(Job job, Instant now) {
        Duration elapsed = Duration.between(job.createdAt(), job.state().isSettled() ? job.updatedAt() : now);
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    private static @Nullable ProblemDetail problem(Job job, @Nullable LiveProgress live) {
        if (live != null) {
            Throwable error = live.error();
            return error == null ? null : Problems.of(error).getBody();
        }
        ErrorResponseException ofRow = FailureDocument.of(job);
        return ofRow == null ? null : ofRow.getBody();
    }

    private static @Nullable Long remaining(LiveProgress live, Instant now) {
        Instant due = live.due();
        return due == null ? null : Math.max(0, Duration.between(now, due).toMillis());
    }

    private JobStatus.@Nullable Video video(Job job, Instant now) {
        StoredVideo stored = job.video();
        if (stored == null) {
            return null;
        }
        Mp4Facts known = facts.of(job.id());
        return new JobStatus.Video(
                "/videos/" + VideoJobs.idOf(job),
                String.valueOf(StringUtils.getFilenameExtension(stored.key())),
                stored.bytes(),
                String.valueOf(job.videoSha256()),
                known == null ? null : known.width(),
                known == null ? null : known.height(),
                known == null ? null : known.duration().toMillis() / 1000.0,
                Math.max(0, Duration.between(now, job.updatedAt().plus(keep)).toSeconds()));
    }
}
