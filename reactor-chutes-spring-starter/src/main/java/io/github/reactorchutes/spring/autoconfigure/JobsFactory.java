package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.spring.ChutesJobsBuilderCustomizer;
import io.github.reactorchutes.spring.properties.BackoffProperties;
import io.github.reactorchutes.spring.properties.ConcurrencyProperties;
import io.github.reactorchutes.spring.properties.JobsProperties;
import io.github.reactorchutes.store.VideoStore;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;

/** Creates the jobs from their settings and from beans of the application, and then applies its customizers. */
final class JobsFactory {

    private static final int DEFAULT_THREADS = 10;

    private final ClientSettings root;

    /** The settings of the client that the jobs call. */
    private final ClientSettings caller;

    private final JobsProperties jobs;

    private final JobsBeans beans;

    JobsFactory(ClientSettings root, ClientSettings caller, JobsProperties jobs, JobsBeans beans) {
        this.root = root;
        this.caller = caller;
        this.jobs = jobs;
        this.beans = beans;
    }

    ChutesJobs create(List<ChutesJobsBuilderCustomizer> customizers) {
        ChutesJobs.Builder builder = ChutesJobs.builder()
                .client(beans.client(jobs.getClient()))
                .directory(directory())
                .createTables(jobs.isCreateTables())
                .account(jobs.getAccount())
                .threads(threads())
                .heartbeat(jobs.getHeartbeat())
                .pollInterval(jobs.getPollInterval())
                .maxPaidCalls(jobs.getMaxPaidCalls())
                .maxRequestBytes((int) jobs.getMaxRequestSize().toBytes())
                .maxRowBytes((int) jobs.getMaxRowSize().toBytes())
                .spoolPatience(jobs.getSpoolPatience());
        BackoffProperties retry = jobs.getRetry();
        builder.retries(retry.getMaxRetries(), retry.getMinBackoff(), retry.getMaxBackoff());
        applyBeans(builder);
        customizers.forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    private void applyBeans(ChutesJobs.Builder builder) {
        applyDatabase(builder);
        VideoStore store = beans.store();
        if (store != null) {
            builder.store(store);
        }
    }

    /** Whoever names a file wants it, whatever other databases the application has. */
    private void applyDatabase(ChutesJobs.Builder builder) {
        Path file = jobs.getDatabaseFile();
        if (file != null) {
            requireOne();
            builder.databaseFile(file);
            return;
        }
        DataSource dataSource = beans.dataSource(jobs.getDatabase());
        if (dataSource != null) {
            builder.dataSource(dataSource);
        }
    }

    private void requireOne() {
        if (jobs.getDatabase() == JobsProperties.Database.APPLICATION) {
            throw root.problem(
                    "Both chutes.jobs.database-file and chutes.jobs.database=application are set.",
                    "Remove one of them.",
                    null,
                    "jobs.database-file",
                    "jobs.database");
        }
    }

    /** There is no default: a directory that a restart empties would lose videos that were paid for. */
    private Path directory() {
        Path directory = jobs.getDirectory();
        if (directory == null) {
            throw root.problem(
                    "chutes.jobs.enabled is true, but chutes.jobs.directory is not set.",
                    "Set chutes.jobs.directory to a directory on a disk that survives a restart.",
                    null,
                    "jobs.enabled");
        }
        return directory;
    }

    /** With fewer threads than permits, jobs would wait although the account can do more. */
    private int threads() {
        Integer threads = jobs.getThreads();
        if (threads != null) {
            return threads;
        }
        ConcurrencyProperties permits = caller.properties().getConcurrency();
        boolean isStated = permits.isEnabled() && caller.isSet("concurrency.max-calls");
        return isStated ? Math.min(permits.getMaxCalls(), JobsSettings.MAX_THREADS) : DEFAULT_THREADS;
    }
}
