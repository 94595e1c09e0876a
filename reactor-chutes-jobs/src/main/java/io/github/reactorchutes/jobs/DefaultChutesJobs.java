package io.github.reactorchutes.jobs;

import io.github.reactorchutes.jobs.ChutesJobException.Reason;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.store.ByteRange;
import io.github.reactorchutes.store.StoredVideo;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The reactive side: everything that blocks runs on its own scheduler. */
final class DefaultChutesJobs implements ChutesJobs {

    private static final int PAGE = 100;

    private static final int MAX_NAME_CHARS = 200;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration LONGEST = Duration.ofDays(365);

    private final JobSettings settings;

    private final Object lock = new Object();

    /** {@code null} before a start and after the end. */
    private volatile @Nullable Started started;

    /** What is running, and the threads that read and change it. */
    private record Started(RunningJobs jobs, Scheduler scheduler) {

        JobContext context() {
            return jobs.context();
        }
    }

    /** Guarded by the lock. */
    private @Nullable Ending ending;

    /** What was closed last, and its end. */
    private record Ending(RunningJobs jobs, Mono<Void> end) {}

    DefaultChutesJobs(JobSettings settings) {
        this.settings = settings;
    }

    @Override
    public Mono<Void> start() {
        return Mono.<Void>fromRunnable(this::startOnce).subscribeOn(Schedulers.boundedElastic());
    }

    private void startOnce() {
        synchronized (lock) {
            if (started == null) {
                RunningJobs jobs = RunningJobs.start(settings);
                started = new Started(jobs, newScheduler());
            }
        }
    }

    private static Scheduler newScheduler() {
        return Schedulers.newBoundedElastic(4, Integer.MAX_VALUE, "chutes-jobs", 60, true);
    }

    private Started started() {
        Started now = started;
        if (now == null) {
            throw new ChutesJobException(Reason.NOT_RUNNING, "the jobs are not running; subscribe to start() first");
        }
        return now;
    }

    private <T> Mono<T> call(Function<Started, T> work) {
        return Mono.defer(() -> {
            Started now = started();
            return Mono.fromCallable(() -> work.apply(now)).subscribeOn(now.scheduler());
        });
    }

    @Override
    public Mono<Job> submit(VideoRequest request, JobKey key) {
        return Mono.defer(() -> {
            Started now = started();
            return settings.client()
                    .validate(request)
                    .then(now.context().requests().prepare(request))
                    .publishOn(now.scheduler())
                    .flatMap(prepared ->
                            new Submission(now.jobs(), settings, request, key, prepared).run(now.scheduler()))
                    .subscribeOn(now.scheduler());
        });
    }

    @Override
    public Flux<Job> watch(String id) {
        return get(id).expand(job -> job.state().isSettled()
                        ? Mono.empty()
                        : Mono.delay(settings.progressInterval()).then(get(id)))
                .distinctUntilChanged();
    }

    @Override
    public Flux<Job> watch(Collection<String> ids) {
        return Flux.defer(() -> {
            Map<String, Job> seen = new HashMap<>();
            Set<String> open = new LinkedHashSet<>();
            ids.forEach(id -> open.add(JobId.require(id)));
            return Flux.defer(() -> rows(List.copyOf(open)))
                    .filter(job -> !job.equals(seen.put(job.id(), job)))
                    .doOnNext(job -> {
                        if (job.state().isSettled()) {
                            open.remove(job.id());
                        }
                    })
                    .repeatWhen(looked ->
                            looked.takeWhile(count -> !open.isEmpty()).delayElements(settings.progressInterval()));
        });
    }

    private Flux<Job> rows(List<String> ids) {
        return Flux.fromIterable(ids)
                .buffer(PAGE)
                .concatMap(page -> call(now -> all(now, page)), 1)
                .concatMapIterable(rows -> rows)
                .map(Job::of);
    }

    private static List<JobRow> all(Started now, List<String> ids) {
        List<JobRow> rows = now.context().repository().find(ids);
        if (rows.size() < ids.size()) {
            Set<String> found = rows.stream().map(JobRow::id).collect(Collectors.toSet());
            ids.stream().filter(id -> !found.contains(id)).findFirst().ifPresent(absent -> {
                throw notFound(absent);
            });
        }
        return rows;
    }

    @Override
    public Mono<Job> get(String id) {
        return call(now -> Job.of(row(now, id)));
    }

    private static JobRow row(Started now, String id) {
        return now.context().repository().find(JobId.require(id)).orElseThrow(() -> notFound(id));
    }

    private static ChutesJobException notFound(String id) {
        return new ChutesJobException(Reason.NOT_FOUND, "there is no job " + JobId.require(id));
    }

    @Override
    public Mono<Job> find(JobKey key) {
        return call(now -> now.context().repository().findByKey(settings.account(), key.column()))
                .flatMap(Mono::justOrEmpty)
                .map(Job::of);
    }

    @Override
    public Flux<Job> list(JobFilter filter) {
        return page(filter, filter.after())
                .expand(rows -> rows.size() < PAGE
                        ? Mono.empty()
                        : page(filter, rows.get(rows.size() - 1).id()))
                .concatMapIterable(rows -> rows, 1)
                .map(Job::of);
    }

    private Mono<List<JobRow>> page(JobFilter filter, @Nullable String after) {
        return call(now -> now.context().repository().page(filter.states(), after, PAGE));
    }

    @Override
    public Mono<JobCounts> counts() {
        return call(now -> now.context().repository().count());
    }

    @Override
    public Flux<JobEvent> history(String id) {
        return call(now -> now.context().repository().history(row(now, id).id()))
                .flatMapIterable(events -> events);
    }

    @Override
    public Flux<DataBuffer> video(String id, ByteRange range) {
        return get(id).flatMapMany(job -> {
            StoredVideo video = job.video();
            return video == null
                    ? Flux.error(wrongState(job, "has no video"))
                    : started().context().store().get(video.key(), range);
        });
    }

    private static ChutesJobException wrongState(Job job, String problem) {
        return new ChutesJobException(Reason.WRONG_STATE, "job " + job.id() + " is " + job.state() + " and " + problem);
    }

    @Override
    public Mono<Job> cancel(String id, String by) {
        return call(now -> {
            String who = requireName(by);
            JobRow row = row(now, id);
            return Job.of(now.context()
                    .repository()
                    .apply(row.id(), Transitions.cancel(who))
                    .orElseGet(() -> now.jobs().cancelCall(row.id()).orElseThrow(() -> notFound(id))));
        });
    }

    @Override
    public Mono<Job> resend(String id, String by) {
        return call(now -> {
            Change decision = Transitions.resend(requireName(by));
            Job job = decide(now, id, decision, now.context().scheduledNow(), "cannot be resent");
            now.context().engine().wake();
            return job;
        });
    }

    @Override
    public Mono<Job> accept(String id, String by) {
        return call(now -> decide(
                now, id, Transitions.accept(requireName(by)), JobRepository.Also.NOTHING, "has nothing to accept"));
    }

    private static Job decide(Started now, String id, Change decision, JobRepository.Also also, String problem) {
        JobRow row = row(now, id);
        return now.context()
                .repository()
                .apply(row.id(), decision, also)
                .map(Job::of)
                .orElseThrow(() -> wrongState(Job.of(row(now, id)), problem));
    }

    private static String requireName(String by) {
        if (by.isBlank() || by.length() > MAX_NAME_CHARS) {
            throw new IllegalArgumentException(
                    "by must have 1 to " + MAX_NAME_CHARS + " characters but has " + by.length());
        }
        return by;
    }

    @Override
    public Mono<Long> purge(Duration olderThan) {
        return call(now -> new Purge(now.context()).run(requireWait("olderThan", olderThan)));
    }

    @Override
    public Mono<Void> delete(String id) {
        return call(now -> {
                    JobRow row = row(now, id);
                    if (!row.state().isEnded() || !new Deletion(now.context()).run(row)) {
                        throw wrongState(Job.of(row(now, id)), "cannot be deleted");
                    }
                    return true;
                })
                .then();
    }

    @Override
    public Mono<Void> closeGracefully(Duration drainTimeout) {
        return Mono.defer(() -> {
            Duration drain = requireWait("drainTimeout", drainTimeout);
            synchronized (lock) {
                Started ended = started;
                if (ended != null) {
                    started = null;
                    ending = new Ending(ended.jobs(), end(ended, drain));
                } else if (ending != null) {
                    ending.jobs().abortAfter(drain);
                }
                return ending == null ? Mono.empty() : ending.end();
            }
        });
    }

    private static Mono<Void> end(Started ended, Duration drain) {
        return ended.jobs()
                .stop(drain)
                .doFinally(end -> ended.scheduler().dispose())
                .cache();
    }

    private static Duration requireWait(String name, Duration wait) {
        if (wait.isNegative() || wait.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be 0 to 365 days but was " + wait);
        }
        return wait;
    }

    @Override
    public void close() {
        closeGracefully(Duration.ZERO).block(CLOSE_TIMEOUT);
    }

    @Override
    public String toString() {
        return "ChutesJobs[" + settings.account() + ", " + settings.threads() + " threads, in " + settings.directory()
                + "]";
    }
}
