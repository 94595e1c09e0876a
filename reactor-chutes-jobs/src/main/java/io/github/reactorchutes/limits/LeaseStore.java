package io.github.reactorchutes.limits;

import io.github.reactorchutes.database.DatabaseKind;
import io.github.reactorchutes.database.UnsuitableSchemaException;
import io.github.reactorchutes.resilience.LeaseEnd;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The transactions on the row of one account and its leases. Blocks. */
final class LeaseStore {

    /** What a transaction found. */
    record Seen(AccountState state, long now, int alive) {}

    /** A decision, and what it is based on. */
    record Answered(Decision decision, Seen seen) {}

    /** A renewal: what it found, and how many leases had expired and were dropped by others. */
    record Renewed(Seen seen, int expired) {}

    private final Transactions transactions;

    private final String account;

    private final Settings settings;

    private final long leaseMicros;

    private final boolean createTables;

    LeaseStore(DataSource dataSource, String account, Settings settings, long leaseMicros, boolean createTables) {
        this.transactions = new Transactions(dataSource);
        this.account = account;
        this.settings = settings;
        this.leaseMicros = leaseMicros;
        this.createTables = createTables;
    }

    /** Create the tables, and write the settings into the row of the account. */
    Seen open() throws SQLException {
        return transactions.run((connection, kind) -> {
            prepare(connection, kind);
            LockedAccount locked = lock(connection, kind);
            return save(locked, locked.state().with(settings));
        });
    }

    private void prepare(Connection connection, DatabaseKind kind) throws SQLException {
        try {
            if (createTables) {
                Schema.SCRIPTS.upgrade(connection, kind);
            } else {
                Schema.SCRIPTS.check(connection, kind);
            }
        } catch (UnsuitableSchemaException unsuitable) {
            throw new SQLException(unsuitable.getMessage(), unsuitable);
        }
    }

    private LockedAccount lock(Connection connection, DatabaseKind kind) throws SQLException {
        return LockedAccount.of(connection, kind, account, settings);
    }

    private static Seen save(LockedAccount locked, AccountState changed) throws SQLException {
        locked.save(changed);
        return new Seen(changed, locked.now(), locked.alive());
    }

    Answered call(Ask ask) throws SQLException {
        return transactions.run((connection, kind) -> {
            LockedAccount locked = lock(connection, kind);
            Decision decision = Rules.decideCall(locked.state(), locked.alive(), locked.now(), ask);
            Seen seen = save(locked, decision.state());
            if (decision.isGranted()) {
                locked.dropExpired();
                locked.insertLease(ask.lease(), ask.owner(), leaseMicros);
            }
            return new Answered(decision, seen);
        });
    }

    Answered attempt(Ask ask) throws SQLException {
        return transactions.run((connection, kind) -> {
            LockedAccount locked = lock(connection, kind);
            Decision decision = Rules.decideAttempt(locked.state(), locked.now(), ask, leaseMicros);
            return new Answered(decision, save(locked, decision.state()));
        });
    }

    Seen afterAttempt(String lease, LeaseEnd end) throws SQLException {
        return transactions.run((connection, kind) -> {
            LockedAccount locked = lock(connection, kind);
            return save(locked, Rules.afterAttempt(locked.state(), locked.now(), lease, end));
        });
    }

    void release(Set<String> leases) throws SQLException {
        transactions.run((connection, kind) -> {
            LockedAccount.delete(connection, leases);
            return leases.size();
        });
    }

    void releaseAll(String owner) throws SQLException {
        transactions.run((connection, kind) -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from chutes_limit_lease where owner = ?")) {
                delete.setString(1, owner);
                return delete.executeUpdate();
            }
        });
    }

    /**
     * Extend the leases of this process in one statement, bring back those that had expired, and delete what it does not
     * hold any more.
     *
     * @param learned the state in which this process noticed a ban while the database was away
     */
    Renewed renew(String owner, HeldLeases leases, @Nullable AccountState learned) throws SQLException {
        return transactions.run((connection, kind) -> {
            LockedAccount locked = lock(connection, kind);
            locked.deleteLeases(leases.gone());
            int expired = 0;
            if (locked.renew(owner, leaseMicros) != leases.size()) {
                expired = reconcile(locked, owner, leases);
            }
            return new Renewed(save(locked, renewed(locked, leases, learned)), expired);
        });
    }

    private int reconcile(LockedAccount locked, String owner, HeldLeases leases) throws SQLException {
        Set<String> rows = locked.leasesOf(owner);
        locked.deleteLeases(rows.stream().filter(leases::isUnknown).toList());
        int expired = 0;
        for (String lease : leases.held()) {
            if (!rows.contains(lease)) {
                locked.insertLease(lease, owner, leaseMicros);
                expired++;
            }
        }
        return expired;
    }

    private AccountState renewed(LockedAccount locked, HeldLeases leases, @Nullable AccountState learned) {
        AccountState state = locked.state();
        String probe = state.probe();
        if (probe != null && leases.isProbe(probe)) {
            state = state.withProbe(probe, locked.now() + leaseMicros);
        }
        if (learned != null && learned.bannedUntil() > state.bannedUntil()) {
            state = state.withBan(learned.bannedUntil(), Math.max(learned.banMicros(), state.banMicros()));
        }
        return state;
    }
}
