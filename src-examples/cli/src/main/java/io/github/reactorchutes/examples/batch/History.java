package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.examples.batch.JournalEntry.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The journal of earlier runs: the last entry of each job, and the lines that cannot be read. Not thread-safe. */
final class History {

    private final Map<String, Recorded> last = new HashMap<>();

    private final List<TornLine> torn = new ArrayList<>();

    private int lines;

    /** Read the whole lines of a journal. */
    static History parse(byte[] bytes) {
        History history = new History();
        new String(bytes, 0, wholeLines(bytes), StandardCharsets.UTF_8).lines().forEach(history::read);
        return history;
    }

    /** Read the journal of a directory without locking it; empty if there is none. */
    static History peek(Path directory) throws IOException {
        Path file = directory.resolve(Journal.FILE);
        return parse(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
    }

    /**
     * Return the length without the incomplete last line of a killed process. A complete entry counts even without a
     * line end, which an editor may have removed.
     */
    static int wholeLines(byte[] bytes) {
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        String rest = new String(bytes, whole, bytes.length - whole, StandardCharsets.UTF_8);
        return entry(rest) == null ? whole : bytes.length;
    }

    private void read(String line) {
        lines++;
        JournalEntry entry = entry(line);
        if (entry == null) {
            torn.add(TornLine.of(line, lines));
        } else if (entry.event() == Event.REPAIRED) {
            torn.clear();
        } else {
            put(entry);
        }
    }

    private static @Nullable JournalEntry entry(String line) {
        try {
            JournalEntry entry = Json.MAPPER.readValue(line, JournalEntry.class);
            return entry != null && entry.isComplete() ? entry : null;
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private void put(JournalEntry entry) {
        last.put(entry.job(), new Recorded(entry, lines));
    }

    /** Return the last entry of a job. */
    @Nullable
    JournalEntry last(String job) {
        Recorded recorded = last.get(job);
        return recorded == null ? null : recorded.entry();
    }

    boolean endsWith(String job, Event event) {
        JournalEntry entry = last(job);
        return entry != null && entry.event() == event;
    }

    Set<String> jobs() {
        return last.keySet();
    }

    /**
     * Fail if the journal belongs to another server: videos of an emulator must not be mistaken for those of the
     * platform.
     *
     * @param file the journal, for the message
     * @param server the server that generates the videos
     */
    void requireServer(Path file, String server) throws IOException {
        JournalEntry first = last(JournalEntry.NO_JOB);
        if (first != null && first.event() == Event.OPENED && !server.equals(first.reason())) {
            throw new IOException(file.getParent() + " contains videos of " + first.reason() + ", not of " + server
                    + "; choose another directory");
        }
    }

    /**
     * Fail if a line cannot be read.
     *
     * @param file the journal, for the message
     */
    void requireWhole(Path file) throws IOException {
        if (!torn.isEmpty()) {
            throw new IOException(file + ", line " + tornLines() + ": is not a journal entry;"
                    + " --repair-journal continues, and takes jobs that it may concern for unknown");
        }
    }

    /**
     * Take the jobs that unreadable lines may concern for unknown.
     *
     * @param jobs the jobs of this run: lines that name no job may concern each of them
     * @return the entries to append; empty if every line can be read
     */
    List<JournalEntry> repair(List<Job> jobs) {
        if (torn.isEmpty()) {
            return List.of();
        }
        List<JournalEntry> entries = new ArrayList<>();
        concerned(jobs).stream()
                .sorted()
                .map(job -> JournalEntry.unknown(job, "damaged journal"))
                .forEach(entries::add);
        entries.forEach(this::put);
        entries.add(JournalEntry.repaired("line " + tornLines()));
        torn.clear();
        return entries;
    }

    /** Return the numbers of the lines that cannot be read. */
    private String tornLines() {
        return torn.stream().map(line -> String.valueOf(line.number())).collect(Collectors.joining(", "));
    }

    /** Return the jobs, of the given ones and of those that unreadable lines name, that these lines may concern. */
    private Set<String> concerned(List<Job> jobs) {
        Set<String> names = jobs.stream().map(Job::name).collect(Collectors.toCollection(HashSet::new));
        torn.forEach(line -> names.addAll(line.jobs()));
        names.removeIf(name -> !mayHaveBeenSent(name));
        return names;
    }

    /** A line that names no job may record that any job was sent whose last readable entry does not. */
    private boolean mayHaveBeenSent(String job) {
        Recorded recorded = last.get(job);
        int since = recorded == null ? 0 : recorded.line();
        boolean unsent = recorded == null || recorded.entry().event() == Event.REFUSED;
        return torn.stream()
                .filter(line -> line.number() > since)
                .anyMatch(line -> line.jobs().contains(job) || (unsent && !line.isNamed()));
    }

    /**
     * An entry.
     *
     * @param entry the entry
     * @param line its line, from 1
     */
    private record Recorded(JournalEntry entry, int line) {}
}
