package io.github.reactorchutes.spring.actuate;

import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.ClientStatus;
import io.github.reactorchutes.spring.properties.HealthProperties;
import io.github.reactorchutes.spring.properties.HealthProperties.Probe;
import io.github.reactorchutes.spring.properties.HealthProperties.Trouble;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

/**
 * Derives the health of one client from the calls it made, and from a free probe if enabled. Health is UNKNOWN without
 * evidence. It is also UNKNOWN in case of trouble, unless the settings map the trouble to DOWN, because an application
 * that cannot generate videos for a while may still do other work.
 *
 * @since 0.1.0
 */
public final class ChutesHealthIndicator extends AbstractReactiveHealthIndicator {

    private final ChutesClients clients;

    private final String client;

    private final Set<Trouble> downOn;

    private final Mono<ProbeAnswer> probe;

    private final Mono<KnownAccount> account;

    /**
     * Create the indicator of one client.
     *
     * @param clients the clients
     * @param client the name of the client
     * @param properties the probe settings and the troubles reported as DOWN
     */
    public ChutesHealthIndicator(ChutesClients clients, String client, HealthProperties properties) {
        super("Health check of the Chutes client \"" + client + "\" failed");
        this.clients = clients;
        this.client = client;
        this.downOn = properties.getDownOn().isEmpty()
                ? EnumSet.noneOf(Trouble.class)
                : EnumSet.copyOf(properties.getDownOn());
        this.probe = properties.getProbe() == Probe.NONE
                ? Mono.just(ProbeAnswer.NOT_ASKED)
                : probe(clients.ping(client), properties);
        this.account = clients.account(client)
                .timeout(properties.getProbeTimeout())
                .map(KnownAccount::new)
                .onErrorReturn(KnownAccount.UNKNOWN)
                .defaultIfEmpty(KnownAccount.NOT_WATCHED);
    }

    /** Send one ping at a time and share its result among all checks within the interval. */
    private static Mono<ProbeAnswer> probe(Mono<Void> ping, HealthProperties properties) {
        return ping.timeout(properties.getProbeTimeout())
                .thenReturn(ProbeAnswer.ANSWERED)
                .onErrorReturn(ProbeAnswer.FAILED)
                .cache(properties.getProbeInterval());
    }

    @Override
    protected Mono<Health> doHealthCheck(Health.Builder builder) {
        return Mono.zip(probe, account, (answer, known) -> describe(builder, clients.status(client), answer, known));
    }

    private Health describe(Health.Builder builder, ClientStatus status, ProbeAnswer answer, KnownAccount known) {
        Set<Trouble> troubles = known.decide(Troubles.of(status, Instant.now()));
        if (answer == ProbeAnswer.FAILED) {
            troubles.add(Trouble.PROBE_FAILED);
        }
        builder.status(judge(troubles, status, answer)).withDetails(StatusDetails.forHealth(status));
        known.details().ifPresent(details -> builder.withDetail("account", details));
        if (!troubles.isEmpty()) {
            builder.withDetail("troubles", troubles);
        }
        if (answer != ProbeAnswer.NOT_ASKED) {
            builder.withDetail("probe", answer);
        }
        return builder.build();
    }

    private Status judge(Set<Trouble> troubles, ClientStatus status, ProbeAnswer answer) {
        if (troubles.stream().anyMatch(downOn::contains)) {
            return Status.DOWN;
        }
        boolean works = status.lastSuccess() != null || answer == ProbeAnswer.ANSWERED;
        return troubles.isEmpty() && works ? Status.UP : Status.UNKNOWN;
    }

    private enum ProbeAnswer {
        NOT_ASKED,
        ANSWERED,
        FAILED
    }
}
