package io.github.reactorchutes.examples.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The append-only record of what was sent and its results, one JSON object per line. An entry is on the device before
 * the step that it permits. Only its owner may read it. It holds a lock, which ends with the process, because two
 * concurrent batches would pay twice.
 *
 * <p><b>Threading.</b> A dedicated thread writes the entries sequentially.
 */
public final class Journal implements AutoCloseable {

    static final String FILE = "journal.jsonl";

    private final Path file;

    private final FileChannel channel;

    private final History history;

    private final Scheduler pen = Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "journal");

    private Journal(Path file, FileChannel channel, History history) {
        this.file = file;
        this.channel = channel;
        this.history = history;
    }

    /**
     * Open the journal of a directory, or create one. An incomplete last line of a killed process is removed.
     *
     * @param directory the directory of the videos
     * @param server the server that generates them
     * @return the journal
     * @throws IOException if another batch has it open, if it belongs to another server, or if one of its lines cannot
     *     be read
     */
    public static Journal open(Path directory, String server) throws IOException {
        return open(directory, server, null);
    }

    /**
     * Open the journal of a directory although lines of it cannot be read. Jobs that these may concern become unknown.
     *
     * @param directory the directory of the videos
     * @param server the server that generates them
     * @param jobs the jobs of this run: lines that name no job may concern each of them
     * @return the journal
     * @throws IOException if another batch has it open, or if it belongs to another server
     */
    public static Journal repair(Path directory, String server, List<Job> jobs) throws IOException {
        return open(directory, server, jobs);
    }

    /**
     * Return whether a directory has a journal.
     *
     * @param directory the directory of the videos
     */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    private static Journal open(Path directory, String server, @Nullable List<Job> repaired) throws IOException {
        Path file = directory.resolve(FILE);
        FileChannel channel = PrivateFiles.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        try {
            lock(channel, directory);
            Journal journal = new Journal(file, channel, read(channel));
            journal.mend(repaired);
            journal.sign(server);
            sync(directory);
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(FileChannel channel, Path directory) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException sameProcess) {
            throw new IOException(directory + " is in use by another batch", sameProcess);
        }
        throw new IOException(directory + " is in use by another batch");
    }

    /** Closing any other channel of the file would release the lock, so read through this one. */
    private static History read(FileChannel channel) throws IOException {
        byte[] bytes = Channels.newInputStream(channel).readAllBytes();
        int whole = History.wholeLines(bytes);
        channel.truncate(whole).position(whole);
        if (whole > 0 && bytes[whole - 1] != '\n') {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        channel.force(true);
        return History.parse(bytes);
    }

    private void mend(@Nullable List<Job> jobs) throws IOException {
        if (jobs == null) {
            history.requireWhole(file);
        } else {
            for (JournalEntry entry : history.repair(jobs)) {
                write(entry);
            }
        }
    }

    private void sign(String server) throws IOException {
        history.requireServer(file, server);
        if (history.last(JournalEntry.NO_JOB) == null) {
            write(JournalEntry.opened(server));
        }
    }

    /** Return the entries at the time the journal was opened. */
    History history() {
        return history;
    }

    /** Append an entry; complete once it is on the device. */
    Mono<Void> append(JournalEntry entry) {
        return Mono.<Void>fromCallable(() -> {
                    write(entry);
                    return null;
                })
                .subscribeOn(pen);
    }

    private void write(JournalEntry entry) throws IOException {
        ByteBuffer line =
                ByteBuffer.wrap((Json.MAPPER.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        long start = channel.position();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(start);
            throw e;
        }
    }

    /** Forcing a directory puts its names on the device, which not every platform supports. */
    private static void sync(Path directory) {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException notSupported) {
            // the entries themselves are forced
        }
    }

    @Override
    public void close() throws IOException {
        pen.dispose();
        channel.close();
    }
}
