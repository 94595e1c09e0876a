package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.batch.Batch;
import io.github.reactorchutes.examples.batch.BatchReport;
import io.github.reactorchutes.examples.batch.BatchSettings;
import io.github.reactorchutes.examples.batch.Job;
import io.github.reactorchutes.examples.batch.Journal;
import io.github.reactorchutes.examples.batch.PromptFields;
import io.github.reactorchutes.examples.batch.PromptFile;
import io.github.reactorchutes.examples.batch.PromptFileSettings;
import io.github.reactorchutes.examples.batch.Spellings;
import io.github.reactorchutes.examples.batch.StoreMark;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.resilience.RetryFilter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

@Command(
        name = "batch",
        description = {
            "Make the videos of a CSV or JSONL file.",
            "Run it again to resume: videos on disk are never made twice, even if the process was killed."
        })
final class BatchCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The prompt file; its name ends with .csv, .jsonl or .ndjson.")
    private Path file = Path.of("");

    @Option(
            names = "--out-dir",
            paramLabel = "DIR",
            defaultValue = "videos",
            description = "Directory of the videos and the journal. Default: ${DEFAULT-VALUE}.")
    private Path directory = Path.of("");

    @Option(
            names = "--endpoint",
            paramLabel = "NAME",
            defaultValue = "text-to-video",
            description = "Endpoint of lines without one. Default: ${DEFAULT-VALUE}.")
    private String endpoint = "";

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            defaultValue = ",",
            converter = DelimiterConverter.class,
            description = "Field delimiter of a CSV file, or tab. Default: ${DEFAULT-VALUE}")
    private char delimiter;

    @Option(names = "--no-image-check", description = "Send images although their bytes do not look like one.")
    private boolean imagesUnchecked;

    @Option(
            names = "--resend-unknown",
            description = "Resend jobs that were in flight when the process died, or whose failure may have been"
                    + " paid. Each may be paid twice.")
    private boolean resendUnknown;

    @Option(
            names = "--remake",
            description = "Make videos again that were made before, but whose file was deleted or emptied. Each is paid"
                    + " again.")
    private boolean remake;

    @Option(
            names = "--repair-journal",
            description = "Continue although lines of the journal cannot be read. Jobs that they may concern count as"
                    + " unknown.")
    private boolean repair;

    @Option(
            names = "--dry-run",
            description = "Check the file, and print what would be sent, and where to; send and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "Maximum wait for videos under way after Ctrl-C. Default: ${DEFAULT-VALUE}.")
    private Duration grace = Duration.ZERO;

    @Option(names = "--json", description = "Print the summary, or why there is none, as one line of JSON.")
    private boolean json;

    @Option(
            names = "--dead-after",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description =
                    "With --store: silence after which a process counts as dead, and its jobs are decided; the same"
                            + " for all processes. Default: ${DEFAULT-VALUE}.")
    private Duration deadAfter = Duration.ZERO;

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final KeepingOptions keeping = new KeepingOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    BatchCommand(Shell shell) {
        this.shell = shell;
    }

    static String[] footer() {
        return new String[] {
            "",
            "Fields, as columns of a CSV file with a header or as keys of one JSON object per line: id; endpoint ("
                    + Spellings.endpoints() + "); " + PromptFields.list()
                    + "; image (a path relative to FILE, a URL or a data URI) or image_b64; field.NAME for any other"
                    + " JSON field. Each line needs a prompt, and an image if the endpoint requires one.",
            "",
            "The exit code is 0 if every video is on disk, and otherwise the highest one of the failures."
        };
    }

    @Override
    public Integer call() throws IOException {
        requireOptions();
        BatchSettings settings = new BatchSettings(
                directory, limits.concurrency(), resendUnknown, remake, keeping.keepsPart(), limits.stopAfter(), grace);
        RetryFilter retry = Retries.of(connection.retries(Retries.BY_KIND), connection.warms());
        Mono<Void> interruption = shell.interruption().signal();
        if (dryRun) {
            print(plan(settings, interruption));
            return ExitCodes.DONE;
        }
        if (store.isGiven()) {
            return runInStore(settings, retry, interruption);
        }
        BatchReport report = run(settings, limits.filters(retry), interruption);
        print(report, BatchTable.advice(report));
        return BatchTable.exitCode(report);
    }

    private void requireOptions() throws IOException {
        if (store.isVideosAlone()) {
            throw new UsageException("--videos needs --store");
        }
        limits.require(store.isGiven());
        requireNoStore();
        if (store.isGiven()) {
            refuse(remake, "--remake", "a deleted file is written again from the store, at no cost");
            refuse(repair, "--repair-journal", "there is no journal");
            refuse(keeping.keepsPart(), "--keep-part", "broken videos are not kept");
            if (deadAfter.compareTo(Duration.ofMillis(600)) < 0 || deadAfter.compareTo(Duration.ofHours(6)) > 0) {
                throw new UsageException("--dead-after must be 600ms to 6h but was " + Figures.limit(deadAfter));
            }
        }
    }

    /** What may have been paid without a video is only known there. */
    private void requireNoStore() throws IOException {
        String other = StoreMark.in(directory);
        if (other != null && !store.isGiven()) {
            throw new UsageException(directory + " has the videos of a batch with --store " + other
                    + "; use it again, or choose another --out-dir");
        }
    }

    private static void refuse(boolean given, String option, String reason) {
        if (given) {
            throw new UsageException(option + " cannot be used with --store: " + reason);
        }
    }

    /** Without a token, the platform is shown as the server: an emulator is only started to be called. */
    private BatchPlan plan(BatchSettings settings, Mono<Void> interruption) throws IOException {
        ChutesClient.Builder client = ChutesClient.builder().apiToken("none");
        connection.applyTo(client);
        List<Job> jobs = jobs(client, interruption);
        String server = Server.nameOf(connection, shell);
        return new BatchPlan(
                store.isGiven() ? inStore(settings, server).plan(jobs) : Batch.plan(settings, jobs, server, repair),
                connection.baseUrl());
    }

    private StoredBatchRun inStore(BatchSettings settings, String server) {
        return new StoredBatchRun(shell, store.location(shell), settings, server, deadAfter);
    }

    private int runInStore(BatchSettings settings, RetryFilter retry, Mono<Void> interruption) throws IOException {
        StoredBatchRun run = inStore(settings, Server.nameOf(connection, shell));
        BatchReport report = run(run, retry, interruption);
        print(report, run.advice(report));
        return BatchTable.exitCode(report);
    }

    private BatchReport run(StoredBatchRun run, RetryFilter retry, Mono<Void> interruption) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try (BatchProgress progress = new BatchProgress(status -> display.screen(err, shell, status));
                Server server = Server.find(connection, shell, progress::note)) {
            ChutesClient.Builder client = server.client();
            connection.applyTo(client);
            keeping.applyTo(client);
            return run.run(
                    client,
                    new SharedLimits(limits, retry, server.account()),
                    builder -> jobs(builder, interruption),
                    (built, lines) -> warm(built, lines, progress::note),
                    progress);
        }
    }

    private void print(BatchPlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? plan.toJson() + System.lineSeparator() : plan.toTable());
        out.flush();
    }

    private BatchReport run(
            BatchSettings settings, Consumer<List<VideoExchangeFilter>> filters, Mono<Void> interruption)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try (BatchProgress progress = new BatchProgress(status -> display.screen(err, shell, status));
                Server server = Server.find(connection, shell, progress::note)) {
            ChutesClient.Builder client = server.client();
            connection.applyTo(client);
            keeping.applyTo(client);
            List<Job> jobs = jobs(client.filters(filters), interruption);
            shell.interruption().finishWithin(grace);
            Files.createDirectories(directory);
            try (Journal journal = journal(server, jobs)) {
                Batch batch = new Batch(settings, journal, progress);
                return run(batch, client, jobs, interruption.onErrorComplete(), progress::note);
            }
        }
    }

    private Journal journal(Server server, List<Job> jobs) throws IOException {
        return repair ? Journal.repair(directory, server.name(), jobs) : Journal.open(directory, server.name());
    }

    /** Build a client only to validate options and requests, so that invalid ones do not leave a directory behind. */
    private List<Job> jobs(ChutesClient.Builder builder, Mono<Void> interruption) {
        PromptFileSettings prompts = new PromptFileSettings(file, delimiter, endpoint, !imagesUnchecked);
        try (ChutesClient client = builder.build()) {
            return shell.await(PromptFile.read(prompts, client::validate).takeUntilOther(interruption));
        }
    }

    private BatchReport run(
            Batch batch,
            ChutesClient.Builder builder,
            List<Job> jobs,
            Mono<Void> interruption,
            Consumer<String> notes) {
        try (ChutesClient client = builder.filter(batch.journalFilter()).build()) {
            Mono<BatchReport> abandoned = shell.interruption()
                    .abandoned()
                    .then(Mono.fromRunnable(client::close))
                    .then(Mono.never());
            Mono<BatchReport> run = warm(client, jobs, notes)
                    .takeUntilOther(interruption)
                    .then(Mono.defer(() -> batch.run(client, jobs, interruption)));
            return shell.awaitLong(Mono.firstWithSignal(run, abandoned));
        }
    }

    private Mono<Void> warm(ChutesClient client, List<Job> jobs, Consumer<String> notes) {
        List<Endpoint> endpoints =
                jobs.stream().map(job -> job.request().endpoint()).distinct().toList();
        return connection.warms() ? WarmUps.of(client, endpoints, notes) : Mono.empty();
    }

    private void print(BatchReport report, List<String> advice) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            BatchTable.printJson(out, report);
        } else {
            BatchTable.print(out, report, advice);
        }
    }
}
