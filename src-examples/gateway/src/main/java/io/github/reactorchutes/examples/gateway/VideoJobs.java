package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.gateway.Admissions.Admission;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The generations of this run, oldest first, within the bounds of {@link GatewayProperties}. */
@Component
final class VideoJobs {

    private final ChutesClient chutes;

    private final Workspace workspace;

    private final GatewayProperties bounds;

    private final Clock clock;

    private final Map<String, VideoJob> jobs = new LinkedHashMap<>();

    VideoJobs(ChutesClient chutes, Workspace workspace, GatewayProperties bounds, Clock clock) {
        this.chutes = chutes;
        this.workspace = workspace;
        this.bounds = bounds;
        this.clock = clock;
    }

    /**
     * Start a generation. It continues after the visitor disconnects.
     *
     * @param id the id of the generation; if it exists already, nothing is started
     * @param admission the admitted request; released when the generation ends
     * @return the running job
     */
    VideoJob start(String id, Admission admission) {
        VideoJob job = new VideoJob(id, clock);
        VideoJob added;
        try {
            added = add(job);
        } catch (RuntimeException full) {
            admission.held().dispose();
            throw full;
        }
        if (added == job) {
            job.run(save(job, admission));
        } else {
            admission.held().dispose();
        }
        return added;
    }

    private Mono<SavedVideo> save(VideoJob job, Admission admission) {
        SizeLimit limit = new SizeLimit(bounds.maxVideoSize());
        return FileSink.to(workspace.video(job.id()))
                .saveCall(chutes.exchange(admission.request()).map(video -> limit.apply(video.body())))
                .doOnNext(saved -> makeRoomOnDisk(saved.bytes()))
                .onErrorMap(workspace::withoutPath)
                .doFinally(end -> admission.held().dispose());
    }

    synchronized Optional<VideoJob> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Cancel a job, or delete its video. */
    void remove(VideoJob job) {
        synchronized (this) {
            jobs.remove(job.id());
        }
        job.cancel();
        workspace.deleteVideo(job.id());
    }

    /** Remove expired videos. */
    @Scheduled(fixedDelayString = "PT30S")
    void sweep() {
        Instant latest = clock.instant().minus(bounds.keep());
        finished(job -> job.progress().since().isBefore(latest)).forEach(this::remove);
    }

    /** Do not wait for running generations: their videos cannot be downloaded after shutdown. */
    @EventListener(ContextClosedEvent.class)
    void cancelAll() {
        List<VideoJob> all;
        synchronized (this) {
            all = List.copyOf(jobs.values());
        }
        all.forEach(this::remove);
    }

    /** Return the job, or the one that has its id already. */
    private VideoJob add(VideoJob job) {
        if (isFull()) {
            finished(old -> !old.id().equals(job.id())).stream().findFirst().ifPresent(this::remove);
        }
        synchronized (this) {
            if (jobs.size() >= bounds.maxVideos() && !jobs.containsKey(job.id())) {
                throw Problems.full(bounds.maxVideos());
            }
            VideoJob earlier = jobs.putIfAbsent(job.id(), job);
            return earlier == null ? job : earlier;
        }
    }

    private synchronized boolean isFull() {
        return jobs.size() >= bounds.maxVideos();
    }

    private void makeRoomOnDisk(long added) {
        long stored = added;
        List<VideoJob> ready = finished(job -> job.progress().state() == JobState.READY);
        for (int newest = ready.size() - 1; newest >= 0; newest--) {
            stored += ready.get(newest).progress().bytes();
            if (stored > bounds.maxStorage().toBytes()) {
                remove(ready.get(newest));
            }
        }
    }

    private synchronized List<VideoJob> finished(Predicate<VideoJob> condition) {
        List<VideoJob> found = new ArrayList<>(jobs.values());
        found.removeIf(job -> !job.progress().state().isFinal() || !condition.test(job));
        return found;
    }
}
