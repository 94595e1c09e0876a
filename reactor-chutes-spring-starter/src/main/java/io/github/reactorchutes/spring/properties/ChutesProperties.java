package io.github.reactorchutes.spring.properties;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The settings under {@code chutes}: those of the default client, of further clients, and of all clients together.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("chutes")
public final class ChutesProperties extends ClientProperties {

    /** Whether the clients are configured. Decided at build time under AOT. */
    private boolean enabled = true;

    /** Health. */
    @NestedConfigurationProperty
    private final HealthProperties health = new HealthProperties();

    /** Shutdown. */
    @NestedConfigurationProperty
    private final ShutdownProperties shutdown = new ShutdownProperties();

    /** Controllers. */
    @NestedConfigurationProperty
    private final WebProperties web = new WebProperties();

    /** Limits of an account that several processes share. */
    @NestedConfigurationProperty
    private final LimitsProperties limits = new LimitsProperties();

    /** Durable jobs. */
    @NestedConfigurationProperty
    private final JobsProperties jobs = new JobsProperties();

    /** Further clients by name, for tenants. Each inherits what it does not set. */
    private final Map<String, ClientProperties> clients = new LinkedHashMap<>();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public HealthProperties getHealth() {
        return health;
    }

    public ShutdownProperties getShutdown() {
        return shutdown;
    }

    public WebProperties getWeb() {
        return web;
    }

    public LimitsProperties getLimits() {
        return limits;
    }

    public JobsProperties getJobs() {
        return jobs;
    }

    public Map<String, ClientProperties> getClients() {
        return clients;
    }
}
