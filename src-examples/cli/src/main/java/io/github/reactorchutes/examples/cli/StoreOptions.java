package io.github.reactorchutes.examples.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where durable jobs and their videos are. */
final class StoreOptions {

    @Option(
            names = "--store",
            paramLabel = "WHERE",
            description = "The durable jobs: a folder or jdbc:sqlite:FILE for the processes of one machine, or"
                    + " jdbc:postgresql://HOST/DATABASE for many. User and password of PostgreSQL are those of the URL,"
                    + " else PGUSER and PGPASSWORD, else the driver's.")
    private @Nullable String where;

    @Option(
            names = "--videos",
            paramLabel = "DIR",
            description = "Where the jobs keep their videos, for example a folder that many machines reach. Default:"
                    + " videos beside the SQLite file; for PostgreSQL .chutes in --out-dir, which other machines do not"
                    + " reach.")
    private @Nullable Path videos;

    boolean isGiven() {
        return where != null;
    }

    /** Return whether only the location of videos is given. */
    boolean isVideosAlone() {
        return where == null && videos != null;
    }

    /** Return where the jobs are, or fail if the user did not say. */
    StoreLocation location(Shell shell) {
        if (where == null) {
            throw new UsageException("--store is missing; it says where the durable jobs are");
        }
        return StoreLocation.parse(where, videos, shell.environment());
    }
}
