package io.github.reactorchutes.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.github.reactorchutes.database.DatabaseKind;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who runs which job and when, with db-scheduler. Its rows only name the jobs: whether an execution may call the
 * platform is decided by the job's own row.
 */
final class Engine {

    static final String TABLE = "chutes_job_task";

    static final String TASK = "chutes-job";

    /** How many heartbeats an execution may miss before others take it for dead. */
    static final int MISSED_HEARTBEATS = 6;

    private static final Logger logger = LoggerFactory.getLogger(Engine.class);

    private static final Duration FOREVER = Duration.ofDays(1);

    /** What executions do. Each method returns when the job's execution is next due, or {@code null} if it has ended. */
    interface Handler {

        @Nullable
        Instant execute(String id);

        @Nullable
        Instant afterDeath(String id);

        /** Repair what was decided while the execution was removed. */
        void removed(String id);
    }

    /** Its settings. */
    record Settings(int threads, Duration pollInterval, Duration heartbeat, String worker) {}

    private final Handler handler;

    private final DatabaseKind kind;

    private final CustomTask<Void> task;

    private final @Nullable Scheduler scheduler;

    Engine(Database database, DatabaseClock clock, Settings settings, Handler handler) {
        this.handler = handler;
        this.kind = database.kind();
        this.task = Tasks.custom(TASK, Void.class)
                .onFailure((complete, operations) -> after(complete, operations, this::afterDeath))
                .onDeadExecution((complete, operations) -> after(complete, operations, this::afterDeath))
                .execute((instance, context) -> completion(handler.execute(instance.getId())));
        this.scheduler = settings.threads() == 0 ? null : scheduler(database, clock, settings);
    }

    private Scheduler scheduler(Database database, DatabaseClock clock, Settings settings) {
        return Scheduler.create(database.dataSource(), task)
                .tableName(TABLE)
                .jdbcCustomization(customization())
                .schedulerName(new SchedulerName.Fixed(settings.worker()))
                .clock(clock)
                .threads(settings.threads())
                .executorService(executor(settings.threads()))
                .pollingInterval(settings.pollInterval())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(FOREVER)
                .commitWhenAutocommitDisabled(true)
                .build();
    }

    private JdbcCustomization customization() {
        return kind == DatabaseKind.SQLITE
                ? new SqliteJdbcCustomization()
                : new PostgreSqlJdbcCustomization(false, false);
    }

    private static ExecutorService executor(int threads) {
        return Executors.newFixedThreadPool(threads, WorkerThreads.named("chutes-job-"));
    }

    private CompletionHandler<Void> completion(@Nullable Instant next) {
        return (complete, operations) -> after(complete, operations, done -> next);
    }

    private @Nullable Instant afterDeath(String id) {
        return handler.afterDeath(id);
    }

    /** What a decision returns. */
    @FunctionalInterface
    private interface Decision {

        @Nullable
        Instant of(String id);
    }

    private void after(ExecutionComplete complete, ExecutionOperations<Void> operations, Decision decision) {
        String id = complete.getExecution().taskInstance.getId();
        Instant next = decision.of(id);
        try {
            if (next == null) {
                operations.remove();
            } else {
                operations.reschedule(complete, next);
            }
        } catch (RuntimeException notOurs) {
            // db-scheduler reports a row that another worker has taken or removed as a bug; here it is the fence
            logger.debug("The execution of job {} belongs to another worker: {}", id, notOurs.toString());
        }
        if (next == null) {
            handler.removed(id);
        }
    }

    /** Schedule a job within the transaction of its row, unless it is scheduled. */
    void schedule(Connection connection, String id, Instant at) {
        SchedulerClient.Builder.create(OneConnection.of(connection), task)
                .tableName(TABLE)
                .jdbcCustomization(customization())
                .build()
                .scheduleIfNotExists(task.instance(id), at);
    }

    /** Look for due jobs now, not at the next poll. */
    void wake() {
        if (scheduler != null) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    void start() {
        if (scheduler != null) {
            scheduler.start();
        }
    }

    /** Take no further job, and wait until those under way have ended. */
    void stop() {
        if (scheduler != null) {
            scheduler.stop();
        }
    }
}
