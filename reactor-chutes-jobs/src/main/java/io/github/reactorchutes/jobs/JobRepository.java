package io.github.reactorchutes.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of the jobs and their history. Blocks; only threads of the jobs may use it. */
final class JobRepository {

    /** What else happens in the transaction of a change. */
    @FunctionalInterface
    interface Also {

        Also NOTHING = (connection, row) -> {};

        void in(Connection connection, JobRow row) throws SQLException;
    }

    private final Database database;

    private final DatabaseClock clock;

    JobRepository(Database database, DatabaseClock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Insert a row unless its key exists; return whether it was inserted. */
    boolean insert(NewJob job, Also also) {
        return database.inTransaction(connection -> {
            long now = clock.millis();
            if (!insert(connection, job, now)) {
                return false;
            }
            record(connection, job.id(), now, job.by(), null, JobState.QUEUED, 0, null);
            also.in(connection, require(connection, job.id()));
            return true;
        });
    }

    private static boolean insert(Connection connection, NewJob job, long now) throws SQLException {
        String sql = "insert into chutes_job (id, account, dedupe_key, endpoint, url, request_sha256, request,"
                + " request_key, state, epoch, sending_epoch, calls, paid_calls, refusals, retry_at, cancel_requested,"
                + " bytes_received, video_bytes, created_at, updated_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', 0, 0, 0, 0, 0, 0, 0, 0, 0, ?, ?)"
                + " on conflict (account, dedupe_key) do nothing";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, job.id());
            insert.setString(2, job.account());
            insert.setString(3, job.dedupeKey());
            insert.setString(4, job.endpoint());
            insert.setString(5, job.url());
            insert.setString(6, job.sha256());
            insert.setBytes(7, job.request());
            insert.setString(8, job.requestKey());
            insert.setLong(9, now);
            insert.setLong(10, now);
            return insert.executeUpdate() == 1;
        }
    }

    Optional<JobRow> find(String id) {
        return one("where id = ?", id);
    }

    /** Return the rows of these jobs, of which there are few enough for one statement. */
    List<JobRow> find(Collection<String> ids) {
        String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        return select("where id in (" + marks + ")", ids.toArray());
    }

    Optional<JobRow> findByKey(String account, String dedupeKey) {
        return one("where account = ? and dedupe_key = ?", account, dedupeKey);
    }

    private Optional<JobRow> one(String where, Object... parameters) {
        return select(where, parameters).stream().findFirst();
    }

    private List<JobRow> select(String where, Object... parameters) {
        return database.inTransaction(connection -> select(connection, where, parameters));
    }

    private static List<JobRow> select(Connection connection, String where, Object... parameters) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select " + JobRow.COLUMNS + " from chutes_job " + where)) {
            bind(query, List.of(parameters));
            try (ResultSet result = query.executeQuery()) {
                List<JobRow> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(JobRow.read(result));
                }
                return rows;
            }
        }
    }

    /** Return the jobs in these states behind an id, in the order of their ids. */
    List<JobRow> page(Collection<JobState> states, @Nullable String after, int limit) {
        return select(
                "where state in (" + quoted(states) + ") and id > ? order by id limit " + limit,
                after == null ? "" : after);
    }

    /** The index of the states has all that this reads. */
    static String countQuery() {
        return "select state, count(*), min(id) from chutes_job where state in (" + quoted(JobCounts.COUNTED)
                + ") group by state";
    }

    JobCounts count() {
        return database.inTransaction(connection -> {
            Map<JobState, JobCounts.Group> groups = new EnumMap<>(JobState.class);
            try (PreparedStatement query = connection.prepareStatement(countQuery());
                    ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    groups.put(
                            JobState.valueOf(result.getString(1)),
                            new JobCounts.Group(result.getLong(2), result.getString(3)));
                }
            }
            return new JobCounts(groups, clock.now());
        });
    }

    /** Return jobs that have ended and not changed since a time. */
    List<JobRow> endedBefore(long millis, int limit) {
        return select(
                "where state in ('DONE', 'FAILED', 'CANCELLED') and updated_at < ? order by id limit " + limit, millis);
    }

    /** Return jobs that should have an execution and have none, which a crash between two transactions leaves behind. */
    List<JobRow> withoutExecution(long changedBefore, int limit) {
        return select(
                "where state in ('QUEUED', 'RETRY_AT', 'SENDING', 'RECEIVING', 'STORING') and updated_at < ?"
                        + " and not exists (select 1 from " + Engine.TABLE + " t where t.task_name = ?"
                        + " and t.task_instance = chutes_job.id) order by id limit " + limit,
                changedBefore,
                Engine.TASK);
    }

    private static String quoted(Collection<JobState> states) {
        return states.stream().map(state -> "'" + state.name() + "'").collect(Collectors.joining(", "));
    }

    /** Return the stored request: its bytes, or the key of a store. */
    StoredRequest request(String id) {
        return database.inTransaction(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select request, request_key from chutes_job where id = ?")) {
                query.setString(1, id);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? new StoredRequest(row.getBytes(1), row.getString(2)) : StoredRequest.NONE;
                }
            }
        });
    }

    /**
     * Apply a change if its conditions hold.
     *
     * @return the row after the change, or empty if it did not apply
     */
    Optional<JobRow> apply(String id, Change change, Also also) {
        return database.inTransaction(connection -> {
            Optional<JobRow> found = lock(connection, id);
            if (found.isEmpty() || !change.appliesTo(found.get())) {
                return Optional.empty();
            }
            JobRow before = found.get();
            long now = clock.millis();
            if (!update(connection, before, change, now)) {
                return Optional.empty();
            }
            record(
                    connection,
                    id,
                    now,
                    change.by(),
                    before.state(),
                    change.to(),
                    change.epochAfter(before),
                    change.detail());
            JobRow after = require(connection, id);
            also.in(connection, after);
            return Optional.of(after);
        });
    }

    Optional<JobRow> apply(String id, Change change) {
        return apply(id, change, Also.NOTHING);
    }

    private Optional<JobRow> lock(Connection connection, String id) throws SQLException {
        return select(connection, "where id = ?" + database.kind().forUpdate(), id).stream()
                .findFirst();
    }

    private static JobRow require(Connection connection, String id) throws SQLException {
        return select(connection, "where id = ?", id).get(0);
    }

    private static boolean update(Connection connection, JobRow before, Change change, long now) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("state", change.to().name());
        values.put("epoch", change.epochAfter(before));
        values.put("updated_at", now);
        values.putAll(change.values());
        StringJoiner assignments = new StringJoiner(", ");
        values.keySet().forEach(column -> assignments.add(column + " = ?"));
        String sql = "update chutes_job set " + assignments + " where id = ? and epoch = ? and state = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            List<@Nullable Object> parameters = new ArrayList<>(values.values());
            parameters.add(before.id());
            parameters.add(before.epoch());
            parameters.add(before.state().name());
            bind(update, parameters);
            return update.executeUpdate() == 1;
        }
    }

    private static void bind(PreparedStatement statement, List<? extends @Nullable Object> parameters)
            throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            Object value = parameters.get(i);
            if (value == null) {
                statement.setNull(i + 1, Types.VARCHAR);
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    /** Schedule the execution of a job, unless it is scheduled. */
    void schedule(String id, Instant at, Engine engine) {
        database.inTransaction(connection -> {
            engine.schedule(connection, id, at);
            return id;
        });
    }

    /** {@return whether a worker executes a job, or did so until it died a moment ago} */
    boolean isExecuting(String id) {
        return database.inTransaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement("select 1 from " + Engine.TABLE
                    + " where task_name = ? and task_instance = ? and picked_by is not null")) {
                bind(query, List.of(Engine.TASK, id));
                try (ResultSet result = query.executeQuery()) {
                    return result.next();
                }
            }
        });
    }

    /** Write the progress of a call; does nothing if another execution owns the row. */
    void progress(String id, long epoch, long bytes) {
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("update chutes_job set bytes_received = ?,"
                    + " updated_at = ? where id = ? and epoch = ? and state in ('SENDING', 'RECEIVING')")) {
                bind(update, List.of(bytes, clock.millis(), id, epoch));
                return update.executeUpdate();
            }
        });
    }

    /** Ask the execution of a job to cancel it; does nothing unless a call is under way. */
    Optional<JobRow> requestCancel(String id) {
        return database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement("update chutes_job set cancel_requested = 1,"
                    + " updated_at = ? where id = ? and state in ('SENDING', 'RECEIVING')")) {
                bind(update, List.of(clock.millis(), id));
                update.executeUpdate();
            }
            return select(connection, "where id = ?", id).stream().findFirst();
        });
    }

    /** Delete a row that has not changed since it was read; return whether it was deleted. */
    boolean delete(JobRow row) {
        return database.inTransaction(connection -> {
            try (PreparedStatement job = connection.prepareStatement(
                            "delete from chutes_job where id = ? and epoch = ? and state = ? and updated_at = ?");
                    PreparedStatement events =
                            connection.prepareStatement("delete from chutes_job_event where job = ?")) {
                bind(job, List.of(row.id(), row.epoch(), row.state().name(), row.updatedAt()));
                if (job.executeUpdate() == 0) {
                    return false;
                }
                bind(events, List.of(row.id()));
                events.executeUpdate();
                return true;
            }
        });
    }

    List<JobEvent> history(String id) {
        return database.inTransaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement("select at, actor, from_state, to_state, epoch,"
                    + " detail from chutes_job_event where job = ? order by id")) {
                query.setString(1, id);
                try (ResultSet result = query.executeQuery()) {
                    List<JobEvent> events = new ArrayList<>();
                    while (result.next()) {
                        events.add(event(result));
                    }
                    return events;
                }
            }
        });
    }

    private static JobEvent event(ResultSet row) throws SQLException {
        String from = row.getString("from_state");
        return new JobEvent(
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                from == null ? null : JobState.valueOf(from),
                JobState.valueOf(row.getString("to_state")),
                row.getLong("epoch"),
                row.getString("detail"));
    }

    private static void record(
            Connection connection,
            String job,
            long now,
            String by,
            @Nullable JobState from,
            JobState to,
            long epoch,
            @Nullable String detail)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into chutes_job_event"
                + " (id, job, at, actor, from_state, to_state, epoch, detail) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, JobId.next(now));
            insert.setString(2, job);
            insert.setLong(3, now);
            insert.setString(4, by);
            insert.setString(5, from == null ? null : from.name());
            insert.setString(6, to.name());
            insert.setLong(7, epoch);
            insert.setString(8, detail);
            insert.executeUpdate();
        }
    }
}
