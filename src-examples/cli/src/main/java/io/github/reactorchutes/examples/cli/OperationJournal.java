package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The key and the id of the operation whose artifact becomes a file. It is beside the file, and on disk before the
 * operation is started, so that the next run finds the operation instead of starting another. Lines are only appended; one
 * that a killed process left incomplete is ignored.
 */
final class OperationJournal implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path path;

    private final FileChannel channel;

    private @Nullable String key;

    private @Nullable String request;

    private @Nullable String operation;

    private OperationJournal(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static Path pathOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".operation");
    }

    Path path() {
        return path;
    }

    /** Open the journal of a target, which only one process at a time may use. */
    static OperationJournal open(Path target) throws IOException {
        Path path = pathOf(target);
        FileChannel channel = PrivateFiles.open(
                path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
        OperationJournal journal = new OperationJournal(path, channel);
        try {
            journal.lock();
            journal.read();
            return journal;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException sameProcess) {
            // reported below
        }
        throw new UsageException(path + " is in use by another process");
    }

    private void read() throws IOException {
        byte[] bytes = Channels.newInputStream(channel).readAllBytes();
        new String(bytes, StandardCharsets.UTF_8).lines().forEach(this::read);
        channel.position(bytes.length);
        if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void read(String line) {
        try {
            JsonNode entry = JSON.readTree(line);
            key = entry.path("key").asString(key);
            request = entry.path("request").asString(request);
            operation = entry.path("operation").asString(operation);
        } catch (JacksonException incomplete) {
            // its process was killed
        }
    }

    /**
     * Return the key of a request: that of the earlier run, or else the given one or a new one, which is on disk then.
     *
     * @param fingerprint identifies the request
     * @param given the key of the command line
     */
    String keyFor(String fingerprint, @Nullable String given) throws IOException {
        String known = key;
        if (known == null) {
            String chosen = given == null ? UUID.randomUUID().toString() : given;
            append(Map.of("key", chosen, "request", fingerprint));
            return chosen;
        }
        if (!fingerprint.equals(request)) {
            throw new UsageException(path + " is of an operation with another request: repeat that one, use another"
                    + " --output, or remove the file to forget the operation");
        }
        if (given != null && !given.equals(known)) {
            throw new UsageException(path + " is of an operation with another key: omit --key, use another --output, or"
                    + " remove the file to forget the operation");
        }
        return known;
    }

    /** Return the operation that an earlier run started, if its id is known. */
    @Nullable
    String operation() {
        return operation;
    }

    void started(String id) throws IOException {
        append(Map.of("operation", id));
    }

    private void append(Map<String, String> entry) throws IOException {
        Map<String, String> ordered = new LinkedHashMap<>(entry);
        byte[] line = (JSON.writeValueAsString(ordered) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer left = ByteBuffer.wrap(line);
        while (left.hasRemaining()) {
            channel.write(left);
        }
        channel.force(true);
        read(new String(line, StandardCharsets.UTF_8));
    }

    /** Remove the journal of an operation that has ended. */
    void forget() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (key == null) {
            Files.deleteIfExists(path);
        }
    }
}
