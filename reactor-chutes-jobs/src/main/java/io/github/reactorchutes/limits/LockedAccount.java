package io.github.reactorchutes.limits;

import io.github.reactorchutes.database.DatabaseKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The row of an account, locked against all other processes until the end of the transaction, and its leases. */
final class LockedAccount {

    private static final String COLUMNS = "max_calls, max_requests, period_us, burst, follow_server, stated, tat_us,"
            + " banned_until_us, ban_us, probe, probe_until_us, contender, contender_until_us";

    private final Connection connection;

    private final String account;

    private final AccountState state;

    private final long now;

    private final int alive;

    private LockedAccount(Connection connection, String account, AccountState state, long now, int alive) {
        this.connection = connection;
        this.account = account;
        this.state = state;
        this.now = now;
        this.alive = alive;
    }

    /** Lock the row, and create it first if it is not there. */
    static LockedAccount of(Connection connection, DatabaseKind kind, String account, Settings settings)
            throws SQLException {
        AccountState state = read(connection, kind, account);
        if (state == null) {
            insert(connection, account, AccountState.of(settings));
            state = read(connection, kind, account);
        }
        if (state == null) {
            throw new SQLException("the row of the account disappeared");
        }
        return timed(connection, kind, account, state);
    }

    private static @Nullable AccountState read(Connection connection, DatabaseKind kind, String account)
            throws SQLException {
        String query = "select " + COLUMNS + " from chutes_limit_account where account = ?" + kind.forUpdate();
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, account);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? state(row) : null;
            }
        }
    }

    private static AccountState state(ResultSet row) throws SQLException {
        Settings settings =
                new Settings(row.getInt(1), row.getInt(2), row.getLong(3), row.getInt(4), row.getInt(5) != 0);
        return new AccountState(
                settings,
                row.getInt(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getString(10),
                row.getLong(11),
                row.getString(12),
                row.getLong(13));
    }

    /** Two processes may insert the row at the same time. */
    private static void insert(Connection connection, String account, AccountState state) throws SQLException {
        String statement = "insert into chutes_limit_account (" + COLUMNS + ", account) values"
                + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (account) do nothing";
        try (PreparedStatement insert = connection.prepareStatement(statement)) {
            set(insert, state, account);
            insert.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, AccountState state, String account) throws SQLException {
        Settings settings = state.settings();
        statement.setInt(1, settings.maxCalls());
        statement.setInt(2, settings.maxRequests());
        statement.setLong(3, settings.periodMicros());
        statement.setInt(4, settings.burst());
        statement.setInt(5, settings.followServer() ? 1 : 0);
        statement.setInt(6, state.stated());
        statement.setLong(7, state.tat());
        statement.setLong(8, state.bannedUntil());
        statement.setLong(9, state.banMicros());
        statement.setString(10, state.probe());
        statement.setLong(11, state.probeUntil());
        statement.setString(12, state.contender());
        statement.setLong(13, state.contenderUntil());
        statement.setString(14, account);
    }

    /** The clock is read after the lock was obtained, because that may have taken a while. */
    private static LockedAccount timed(Connection connection, DatabaseKind kind, String account, AccountState state)
            throws SQLException {
        String query = "select now_us, (select count(*) from chutes_limit_lease where account = ?"
                + " and expires_at_us > now_us) from (select " + clock(kind) + " as now_us) as t";
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, account);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new LockedAccount(connection, account, state, row.getLong(1), row.getInt(2));
            }
        }
    }

    /** Microseconds since 1970, at this moment and not at the start of the transaction. */
    private static String clock(DatabaseKind kind) {
        return kind == DatabaseKind.SQLITE
                ? "cast(round(unixepoch('subsec') * 1000) as integer) * 1000"
                : "cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
    }

    AccountState state() {
        return state;
    }

    long now() {
        return now;
    }

    int alive() {
        return alive;
    }

    void save(AccountState changed) throws SQLException {
        if (changed.equals(state)) {
            return;
        }
        String statement =
                "update chutes_limit_account set " + COLUMNS.replace(",", " = ?,") + " = ? where account = ?";
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            set(update, changed, account);
            update.executeUpdate();
        }
    }

    void dropExpired() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "delete from chutes_limit_lease where account = ? and expires_at_us <= ?")) {
            delete.setString(1, account);
            delete.setLong(2, now);
            delete.executeUpdate();
        }
    }

    void insertLease(String id, String owner, long leaseMicros) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into chutes_limit_lease"
                + " (id, account, owner, granted_at_us, expires_at_us) values (?, ?, ?, ?, ?)")) {
            insert.setString(1, id);
            insert.setString(2, account);
            insert.setString(3, owner);
            insert.setLong(4, now);
            insert.setLong(5, now + leaseMicros);
            insert.executeUpdate();
        }
    }

    void deleteLeases(Collection<String> ids) throws SQLException {
        delete(connection, ids);
    }

    static void delete(Connection connection, Collection<String> ids) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from chutes_limit_lease where id = ?")) {
            for (String id : ids) {
                delete.setString(1, id);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    /** Extend every lease of a process, also those that have expired and that nobody has dropped yet. */
    int renew(String owner, long leaseMicros) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update chutes_limit_lease set expires_at_us = ? where account = ? and owner = ?")) {
            update.setLong(1, now + leaseMicros);
            update.setString(2, account);
            update.setString(3, owner);
            return update.executeUpdate();
        }
    }

    Set<String> leasesOf(String owner) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (PreparedStatement select =
                connection.prepareStatement("select id from chutes_limit_lease where account = ? and owner = ?")) {
            select.setString(1, account);
            select.setString(2, owner);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
        }
        return ids;
    }
}
