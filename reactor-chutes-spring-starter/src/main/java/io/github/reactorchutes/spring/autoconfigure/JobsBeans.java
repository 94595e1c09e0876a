package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.properties.JobsProperties;
import io.github.reactorchutes.store.VideoStore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Finds the beans that the jobs use. None is chosen at random: paid videos and jobs would be where nobody expects them. */
final class JobsBeans {

    private final ClientSettings root;

    private final ConfigurableListableBeanFactory beans;

    private final ChutesClients clients;

    JobsBeans(ClientSettings root, ConfigurableListableBeanFactory beans, ChutesClients clients) {
        this.root = root;
        this.beans = beans;
        this.clients = clients;
    }

    ChutesClient client(@Nullable String name) {
        if (name != null) {
            return named(name);
        }
        if (ChutesAutoConfiguration.hasDefaultClient(beans)
                && !clients.names().isEmpty()
                && !clients.names().contains(ChutesClients.DEFAULT)) {
            throw root.problem(
                    "The Chutes jobs have no client: nothing is set for the default one, and chutes.jobs.client does not"
                            + " name one of " + clients.names() + ".",
                    "Set chutes.jobs.client to the client that the jobs call.",
                    null,
                    "jobs.enabled");
        }
        ChutesClient client = unique(ChutesClient.class, "Set chutes.jobs.client, or make one of them primary.");
        return client == null ? beans.getBean(ChutesClient.class) : client;
    }

    private ChutesClient named(String name) {
        if (!clients.names().contains(name)) {
            throw root.problem(
                    root.key("jobs.client") + " is " + name + ", but the clients are " + clients.names() + ".",
                    "Name one of them, or declare that client under chutes.clients.",
                    null,
                    "jobs.client");
        }
        return clients.get(name);
    }

    /** Return the database of the application, or {@code null} for the file of the directory. */
    @Nullable
    DataSource dataSource(JobsProperties.@Nullable Database database) {
        if (database == JobsProperties.Database.FILE) {
            return null;
        }
        DataSource found = unique(DataSource.class, "Make one of them primary, or set chutes.jobs.database to file.");
        if (found == null && database == JobsProperties.Database.APPLICATION) {
            throw root.problem(
                    root.key("jobs.database") + " is application, but the application has no DataSource.",
                    "Configure one, for example with spring.datasource.url, or set chutes.jobs.database to file.",
                    null,
                    "jobs.database");
        }
        return found;
    }

    @Nullable
    VideoStore store() {
        return unique(VideoStore.class, "Make one of them primary.");
    }

    private <T> @Nullable T unique(Class<T> type, String action) {
        T found = beans.getBeanProvider(type).getIfUnique();
        if (found == null && beans.getBeanNamesForType(type).length > 1) {
            throw root.problem(
                    "The Chutes jobs cannot choose among the beans of type " + type.getSimpleName()
                            + ", of which none is primary.",
                    action,
                    null,
                    "jobs.enabled");
        }
        return found;
    }
}
