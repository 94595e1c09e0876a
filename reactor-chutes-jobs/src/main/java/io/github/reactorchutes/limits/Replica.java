package io.github.reactorchutes.limits;

import io.github.reactorchutes.resilience.AccountLimits.Answer;
import io.github.reactorchutes.resilience.LeaseEnd;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One process that shares the limits of an account: asks, releases, renews, and goes on while the database is away. */
final class Replica {

    private static final String AWAY = "the database of the shared limits is away";

    private static final String CLOSED = "the shared limits are closed";

    /** The row of the account as it was seen last. */
    private volatile LeaseStore.@Nullable Seen seen;

    private volatile boolean isOpen;

    private volatile boolean isClosed;

    private final String owner = UUID.randomUUID().toString();

    private final String account;

    private final Settings settings;

    private final WhenAway whenAway;

    private final LeaseStore store;

    private final HeldLeases leases = new HeldLeases();

    private final LocalShare share;

    private final Link link;

    private final Renewals renewals;

    private final Workers workers;

    Replica(JdbcAccountLimits.Builder builder) {
        this.account = builder.account;
        this.settings = builder.settings();
        this.whenAway = builder.whenAway;
        long leaseMicros = builder.leaseTime.toNanos() / 1_000;
        this.store = new LeaseStore(builder.dataSource, account, settings, leaseMicros, builder.createTables);
        this.share = new LocalShare(settings, builder.replicas, leaseMicros);
        this.link = new Link(account, whenAway);
        this.renewals = new Renewals(account, builder.leaseTime.dividedBy(4).toNanos());
        this.workers = new Workers(tick(builder.leaseTime));
    }

    private static Duration tick(Duration leaseTime) {
        Duration tick = leaseTime.dividedBy(12);
        return tick.compareTo(Duration.ofSeconds(1)) > 0 ? Duration.ofSeconds(1) : tick;
    }

    void open() {
        try {
            openStore();
        } catch (SQLException away) {
            link.failed(away);
        } catch (RuntimeException unsuitable) {
            workers.close();
            throw unsuitable;
        }
        workers.start(this::tick);
    }

    private void openStore() throws SQLException {
        see(store.open());
        isOpen = true;
    }

    private void see(LeaseStore.Seen found) {
        seen = found;
        share.follow(found);
    }

    Mono<Answer> askForCall(int asked) {
        return ask(asked, this::call);
    }

    Mono<Answer> askForAttempt(int asked) {
        return ask(asked, this::attempt);
    }

    /** The call that is granted a lease goes on elsewhere, so that it does not keep a thread of the database. */
    private Mono<Answer> ask(int asked, Function<Ask, Answer> question) {
        return Mono.defer(() -> {
                    Ask ask = new Ask(
                            UUID.randomUUID().toString(),
                            owner,
                            asked,
                            ThreadLocalRandom.current().nextDouble());
                    return isClosed ? Mono.just(Answer.refused(CLOSED)) : Mono.just(question.apply(ask));
                })
                .subscribeOn(workers.scheduler())
                .publishOn(Schedulers.parallel())
                .onErrorResume(RejectedExecutionException.class, ended -> Mono.just(Answer.refused(CLOSED)));
    }

    private Answer call(Ask ask) {
        if (!link.isUp()) {
            return callWhileAway(ask);
        }
        leases.ask(ask.lease());
        try {
            LeaseStore.Answered answered = store.call(ask);
            see(answered.seen());
            return answer(answered.decision(), ask);
        } catch (SQLException away) {
            leases.drop(ask.lease());
            link.failed(away);
            return callWhileAway(ask);
        }
    }

    private Answer answer(Decision decision, Ask ask) {
        if (!decision.isGranted()) {
            leases.forget(ask.lease());
            return Answer.waitFor(wait(decision), decision.reason());
        }
        leases.hold(ask.lease());
        return Answer.granted(new OnceLease(end -> work(() -> release(ask.lease()))));
    }

    private static Duration wait(Decision decision) {
        return Duration.ofNanos(decision.waitMicros() * 1_000);
    }

    private Answer callWhileAway(Ask ask) {
        if (whenAway == WhenAway.FAIL) {
            return Answer.refused(AWAY);
        }
        Ask another = new Ask(UUID.randomUUID().toString(), owner, ask.asked(), ask.random());
        return answer(share.call(another, leases.size()), another);
    }

    private void release(String lease) {
        leases.drop(lease);
        if (link.isUp()) {
            delete(Set.of(lease));
        }
    }

    private void delete(Set<String> gone) {
        try {
            store.release(gone);
            leases.deleted(gone);
        } catch (SQLException away) {
            link.failed(away);
        }
    }

    private Answer attempt(Ask ask) {
        if (!link.isUp()) {
            return attemptWhileAway(ask);
        }
        leases.probe(ask.lease());
        try {
            LeaseStore.Answered answered = store.attempt(ask);
            see(answered.seen());
            return answerAttempt(answered.decision(), ask);
        } catch (SQLException away) {
            leases.probed(ask.lease());
            link.failed(away);
            return attemptWhileAway(ask);
        }
    }

    private Answer attemptWhileAway(Ask ask) {
        return whenAway == WhenAway.FAIL ? Answer.refused(AWAY) : answerAttempt(share.attempt(ask), ask);
    }

    private Answer answerAttempt(Decision decision, Ask ask) {
        boolean isProbe = ask.lease().equals(decision.state().probe());
        if (!isProbe) {
            leases.probed(ask.lease());
        }
        if (!decision.isGranted()) {
            return Answer.waitFor(wait(decision), decision.reason());
        }
        int stated = decision.state().stated();
        return Answer.granted(new OnceLease(
                end -> matters(end, isProbe, stated) ? work(() -> afterAttempt(ask.lease(), end)) : Mono.empty()));
    }

    /** Most attempts end as expected, and need no statement. */
    private static boolean matters(LeaseEnd end, boolean isProbe, int stated) {
        Double limit = end.statedPerMinute();
        boolean isNews = limit != null && limit.intValue() != stated;
        return isProbe || isNews || end.kind() == LeaseEnd.Kind.UNUSED || end.kind() == LeaseEnd.Kind.RATE_LIMITED;
    }

    private void afterAttempt(String lease, LeaseEnd end) {
        leases.probed(lease);
        if (!link.isUp()) {
            share.afterAttempt(lease, end);
            return;
        }
        try {
            see(store.afterAttempt(lease, end));
        } catch (SQLException away) {
            link.failed(away);
            share.afterAttempt(lease, end);
        }
    }

    private Mono<Void> work(Runnable work) {
        Callable<Void> task = () -> {
            work.run();
            return null;
        };
        return Mono.fromCallable(task).subscribeOn(workers.scheduler());
    }

    /** Renew in time. While the database is away, try to reach it. */
    private void tick() {
        boolean isNeeded = !link.isUp() || (renewals.isDue() && !leases.isEmpty());
        if (!isNeeded) {
            return;
        }
        try {
            AccountState learned = share.learned();
            if (!isOpen) {
                openStore();
            }
            Set<String> gone = leases.gone();
            LeaseStore.Renewed renewed = store.renew(owner, leases, learned);
            leases.deleted(gone);
            see(renewed.seen());
            renewals.done(renewed.expired());
            link.worked();
        } catch (SQLException away) {
            link.failed(away);
            renewals.failed(leases.size());
        }
    }

    LimitsStatus status() {
        LeaseStore.Seen last = seen;
        return new Status(
                account,
                link.isUp(),
                whenAway,
                last == null ? settings.maxCalls() : last.state().settings().maxCalls(),
                leases.size(),
                last == null ? 0 : last.alive(),
                last == null ? 0 : last.state().bannedUntil(),
                share.now(),
                last == null ? 0 : last.state().stated(),
                renewals.missed(),
                renewals.expired(),
                link.failures());
    }

    void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        workers.close();
        if (link.isUp()) {
            try {
                store.releaseAll(owner);
            } catch (SQLException away) {
                link.failed(away);
            }
        }
    }
}
