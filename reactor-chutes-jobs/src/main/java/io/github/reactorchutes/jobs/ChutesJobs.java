package io.github.reactorchutes.jobs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.store.ByteRange;
import io.github.reactorchutes.store.VideoStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Jobs that survive a restart and a crash, and that several processes share: each generates one video and keeps it in a
 * {@link VideoStore}. Not for implementation by applications: methods may be added.
 *
 * <p>The promise: <b>at most one paid call by itself for each job; every call that may have been paid is visible by
 * name.</b> {@link Job#paidCalls()} counts them. A job whose call may have been paid and whose video is not there is
 * {@code UNKNOWN} or {@code LOST} until somebody decides with {@link #resend} or {@link #accept}.
 *
 * <pre>{@code
 * ChutesJobs jobs = ChutesJobs.builder().client(client).directory(Path.of("data")).build();
 * Mono<Job> done = jobs.start().then(jobs.submit(request)).flatMap(job -> jobs.watch(job.id()).last());
 * }</pre>
 *
 * <p><b>When work starts.</b> On subscription. A submitted job is executed by any process that has started with {@link
 * Builder#threads threads} on the same database.
 *
 * <p><b>Privacy.</b> The rows have the requests, with their prompts and images. No log line and no {@link Job} has them.
 *
 * <p><b>Errors.</b> {@link ChutesJobException}, and {@link IllegalArgumentException} for invalid arguments, signalled by
 * the publishers.
 *
 * <p><b>Threading.</b> Databases and files are accessed on threads of the jobs, which also emit.
 *
 * @since 0.1.0
 */
public interface ChutesJobs extends AutoCloseable {

    /**
     * Start building.
     *
     * @return a builder with default settings, without a client and a directory
     */
    static Builder builder() {
        return new DefaultChutesJobsBuilder();
    }

    /**
     * Return the job whose call a filter of the client sees.
     *
     * @param context the Reactor context of the call
     * @return the id of the job, or empty for a call that no job made
     */
    static Optional<String> idIn(ContextView context) {
        return context.<JobRun>getOrEmpty(JobRun.class).map(run -> run.claimed().id());
    }

    /**
     * Create or upgrade the tables, and begin to execute jobs. Starting twice has no effect. Jobs that were closed can be
     * started again.
     *
     * <p><b>Errors:</b> {@code DATABASE} if the database cannot be reached: nothing is left open, so start again later;
     * {@code SCHEMA} if it is not supported, or its tables are not those of this library.
     *
     * @return completes when jobs can be submitted
     */
    Mono<Void> start();

    /**
     * Submit a request as its first copy: submitting it again returns the existing job.
     *
     * @param request what to generate
     * @return the job
     */
    default Mono<Job> submit(VideoRequest request) {
        return submit(request, JobKey.copy(1));
    }

    /**
     * Submit a request. When the {@code Mono} emits, the job is on the device. If it fails with {@code DATABASE}, submit
     * again with the same key: the job exists once, whether or not it was committed.
     *
     * <p><b>Errors:</b> {@link io.github.reactorchutes.request.InvalidVideoRequestException} for what the client would
     * reject, and for a {@link io.github.reactorchutes.request.ChuteRequest} that accepts a combination of media of its
     * own: a job accepts what a {@link io.github.reactorchutes.catalogue.Cord} declares, and the media of each static
     * method of {@link io.github.reactorchutes.request.AcceptedMedia}; {@code KEY_TAKEN} if the key belongs to a job with
     * another request.
     *
     * @param request what to generate; its images are read now, so their files may go
     * @param key what makes the job unique within the account
     * @return the job, new or existing
     */
    Mono<Job> submit(VideoRequest request, JobKey key);

    /**
     * Watch a job: its current row, and each change that is seen, at most once a second. Completes when the job is
     * {@linkplain JobState#isSettled() settled}. Works from every process.
     *
     * @param id the id of the job
     * @return the job, again with each change
     */
    Flux<Job> watch(String id);

    /**
     * Watch many jobs: their current rows, and each change that is seen, at most once a second for each. Reads a hundred
     * rows at a time, and no longer those that are settled. Completes when all are.
     *
     * @param ids the ids of the jobs
     * @return the jobs, each again with its changes; {@code NOT_FOUND} if one of them does not exist
     */
    Flux<Job> watch(Collection<String> ids);

    /**
     * Read a job.
     *
     * @param id the id of the job
     * @return the job; {@code NOT_FOUND} if there is none
     */
    Mono<Job> get(String id);

    /**
     * Find the job that was submitted under your own key, such as the number of an order.
     *
     * @param key a key of {@link JobKey#of}; one of {@link JobKey#copy} needs its request, so submit that again instead
     * @return the job of this account, or empty if there is none
     */
    Mono<Job> find(JobKey key);

    /**
     * Read jobs of all accounts in the order of their submission. Pages of 100 rows are read on demand.
     *
     * @param filter which jobs
     * @return the jobs
     */
    Flux<Job> list(JobFilter filter);

    /**
     * Count the jobs of all accounts, for health and alerts. One statement, which reads an index, and whose cost depends
     * on the jobs that are not {@code DONE}.
     *
     * @return the counts of this moment
     */
    Mono<JobCounts> counts();

    /**
     * Read the changes of a job's state.
     *
     * @param id the id of the job
     * @return the changes, oldest first
     */
    Flux<JobEvent> history(String id);

    /**
     * Read the video of a job that is {@code DONE}.
     *
     * <p><b>Ownership.</b> The subscriber releases the buffers.
     *
     * @param id the id of the job
     * @return the bytes; {@code WRONG_STATE} if the job is not {@code DONE}
     */
    default Flux<DataBuffer> video(String id) {
        return video(id, ByteRange.all());
    }

    /**
     * Read a part of the video of a job that is {@code DONE}.
     *
     * <p><b>Ownership.</b> The subscriber releases the buffers.
     *
     * @param id the id of the job
     * @param range the part
     * @return the bytes; {@code WRONG_STATE} if the job is not {@code DONE}
     */
    Flux<DataBuffer> video(String id, ByteRange range);

    /**
     * Cancel a job. One that waits becomes {@code CANCELLED} at once, and costs nothing. A call that was sent is aborted
     * within about a second, in whichever process it is, and {@link Job#paidCalls()} says that it may be billed. Has no
     * effect on a job whose video is complete, or that is settled.
     *
     * @param id the id of the job
     * @param by who cancels, for the history; 1 to 200 characters
     * @return the job after the request
     */
    Mono<Job> cancel(String id, String by);

    /**
     * Permit one more call for a job that is {@code UNKNOWN}, {@code LOST}, {@code FAILED} or {@code CANCELLED}. It may
     * be billed in addition to the earlier ones.
     *
     * @param id the id of the job
     * @param by who decides, for the history; 1 to 200 characters
     * @return the job; {@code WRONG_STATE} if it is in another state
     */
    Mono<Job> resend(String id, String by);

    /**
     * Accept that a job that is {@code UNKNOWN} or {@code LOST} has no video: it becomes {@code FAILED}.
     *
     * @param id the id of the job
     * @param by who decides, for the history; 1 to 200 characters
     * @return the job; {@code WRONG_STATE} if it is in another state
     */
    Mono<Job> accept(String id, String by);

    /**
     * Delete ended jobs with their videos, requests and histories. Jobs that are {@code UNKNOWN} or {@code LOST} stay
     * until somebody decides.
     *
     * @param olderThan the minimum time since their last change; not negative
     * @return how many were deleted
     */
    Mono<Long> purge(Duration olderThan);

    /**
     * Delete one ended job with its video, its request and its history, also while others read or delete it. Its key is
     * free again: submitting it creates a new job, which costs money.
     *
     * @param id the id of the job
     * @return completes when everything is deleted; {@code NOT_FOUND} if there is no such job, {@code WRONG_STATE} if it
     *     has not {@linkplain JobState#isEnded() ended}: cancel it, or decide with {@link #resend} or {@link #accept}
     */
    Mono<Void> delete(String id);

    /**
     * Stop gracefully: take no further job, give back those that were not sent, and let the calls that were sent end
     * within the given time. The calls that are then left are aborted, and their jobs become {@code UNKNOWN} or {@code
     * LOST}. The given client, data source and store stay open. Subscribing again with a shorter time aborts them sooner.
     *
     * @param drainTimeout how long to wait; not negative
     * @return completes when nothing runs any more; subscribing starts it, and cancelling does not stop it
     */
    Mono<Void> closeGracefully(Duration drainTimeout);

    /**
     * Stop without waiting for calls, see {@link #closeGracefully}. Blocks until their rows are written, at most 30
     * seconds.
     */
    @Override
    void close();

    /**
     * A builder. Not thread-safe.
     *
     * <p><b>Errors.</b> A value out of bounds throws an {@link IllegalArgumentException} immediately.
     *
     * @since 0.1.0
     */
    interface Builder {

        /**
         * Call the platform with the settings, filters and permits of this client. Required. The jobs have their own
         * connections, and close them.
         *
         * @param chutes the client
         * @return this builder
         */
        Builder client(ChutesClient chutes);

        /**
         * Keep complete videos here until the store has them, in {@code spool}. Required, and on a disk that survives a
         * restart. Processes of one machine may share it. It also has the database {@code jobs.db} and the videos, in
         * {@code videos}, unless {@link #dataSource} and {@link #store} are set.
         *
         * @param folder the directory, which is created if absent
         * @return this builder
         */
        Builder directory(Path folder);

        /**
         * Use this file for the database, which is SQLite. Default: {@code jobs.db} of the directory.
         *
         * @param file the file, which is created if absent, as is its folder
         * @return this builder
         */
        Builder databaseFile(Path file);

        /**
         * Use this database: PostgreSQL for several machines, or SQLite. Default: the SQLite file {@code jobs.db} of the
         * directory, for the processes of one machine; {@link #databaseFile} has no effect then. It stays the caller's
         * to close.
         *
         * @param database a pooled data source, with 4 connections or more
         * @return this builder
         */
        Builder dataSource(DataSource database);

        /**
         * Keep videos and large requests here. Default: the folder {@code videos} of the directory.
         *
         * @param videos the store, which all processes must reach
         * @return this builder
         */
        Builder store(VideoStore videos);

        /**
         * Name the account that pays. Keys are unique within it. Default: {@code default}.
         *
         * @param name 1 to 100 characters; not a secret
         * @return this builder
         */
        Builder account(String name);

        /**
         * Limit the jobs that this process executes at a time. Default: 10. More than the client has permits is of no
         * use. With 0 it submits and reads jobs, and executes none, so it needs no {@code spool}.
         *
         * @param number 0 to 1,000
         * @return this builder
         */
        Builder threads(int number);

        /**
         * Set how often an execution shows that it is alive. After six missed heartbeats, other processes take it for
         * dead. Default: 10 seconds.
         *
         * @param interval 100 milliseconds to one hour; the same in all processes
         * @return this builder
         */
        Builder heartbeat(Duration interval);

        /**
         * Set how often to look for due jobs. Jobs that this process submits start at once. Default: 1 second.
         *
         * @param interval 50 milliseconds to one hour
         * @return this builder
         */
        Builder pollInterval(Duration interval);

        /**
         * Set how a job is tried again whose calls certainly cost nothing, after the retries of the client's own
         * filters. The waits double, with jitter, and are no shorter than a {@code Retry-After}. Default: 100 retries, 5
         * seconds to 10 minutes.
         *
         * @param max the number of retries, 0 to 1,000,000; then the job fails
         * @param first the first wait, 10 milliseconds or more
         * @param longest the longest wait, at least the first and at most 365 days
         * @return this builder
         */
        Builder retries(int max, Duration first, Duration longest);

        /**
         * Let a policy resend jobs that are {@code UNKNOWN} or {@code LOST} until this many calls may be billed. Default:
         * 1, so nothing is paid twice unless somebody decides so.
         *
         * @param calls 1 to 100
         * @return this builder
         */
        Builder maxPaidCalls(int calls);

        /**
         * Limit the JSON body of a request, with its images as base64. It is in memory while it is submitted and sent.
         * Default: 32 MiB.
         *
         * @param bytes 1 to 512 MiB
         * @return this builder
         */
        Builder maxRequestBytes(int bytes);

        /**
         * Keep requests up to this size in their rows, and larger ones in the store. Default: 1 MiB.
         *
         * @param bytes 0 to 64 MiB
         * @return this builder
         */
        Builder maxRowBytes(int bytes);

        /**
         * Set how long a complete video that is on the disk of another machine is waited for, before its job is {@code
         * LOST}. Default: one day.
         *
         * @param patience one second to 365 days
         * @return this builder
         */
        Builder spoolPatience(Duration patience);

        /**
         * Choose what {@link Job#error()} and the history say about the failure of a call, such as a document that your
         * application shows to its users, from every process. Default: the message of the library's own exceptions, which
         * have no secrets, and only the type of all others.
         *
         * @param text returns at most 4,000 characters, without secrets; called on threads of the jobs. If it throws, or
         *     returns nothing or more, the default is used.
         * @return this builder
         */
        Builder errorText(Function<? super Throwable, String> text);

        /**
         * Choose whether {@link ChutesJobs#start} creates and upgrades the tables, which is the default. Otherwise run the
         * scripts {@code schema-*.sql} of this package with your own tool, in their order, before a start: it only
         * checks their version.
         *
         * @param create whether to create and upgrade them
         * @return this builder
         */
        Builder createTables(boolean create);

        /**
         * Build the jobs. Nothing is opened or created.
         *
         * @return the jobs, to {@link ChutesJobs#start}
         * @throws IllegalStateException if the client or the directory is missing
         */
        ChutesJobs build();
    }
}
