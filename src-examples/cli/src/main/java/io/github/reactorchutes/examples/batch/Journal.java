package io.github.reactorchutes.examples.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;

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

    private final Map<String, JournalEntry> last = new HashMap<>();

    private final Scheduler pen = Schedulers.newBoundedElastic(1, Integer.MAX_VALUE, "journal");

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
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
        Path file = directory.resolve(FILE);
        FileChannel channel = PrivateFiles.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        try {
            lock(channel, directory);
            Journal journal = new Journal(file, channel);
            journal.read();
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

    private void read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        channel.truncate(whole).position(whole).force(true);
        int number = 0;
        for (String line :
                new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            JournalEntry entry = parse(line, number);
            last.put(entry.job(), entry);
        }
    }

    /** Videos of an emulator must not be mistaken for those of the platform. */
    private void sign(String server) throws IOException {
        JournalEntry first = last.get(JournalEntry.NO_JOB);
        if (first == null) {
            write(JournalEntry.opened(server));
        } else if (!server.equals(first.reason())) {
            throw new IOException(file.getParent() + " contains videos of " + first.reason() + ", not of " + server
                    + "; choose another directory");
        }
    }

    private JournalEntry parse(String line, int number) throws IOException {
        try {
            return Json.MAPPER.readValue(line, JournalEntry.class);
        } catch (JacksonException e) {
            throw new IOException(file + ", line " + number + ": is not a journal entry", e);
        }
    }

    /** Return the last entry of a job at the time the journal was opened. */
    @Nullable
    JournalEntry last(String job) {
        return last.get(job);
    }

    /** Return all jobs of the journal at the time it was opened. */
    Set<String> jobs() {
        return last.keySet();
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
