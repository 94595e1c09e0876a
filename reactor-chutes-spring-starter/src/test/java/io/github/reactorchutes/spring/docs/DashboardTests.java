package io.github.reactorchutes.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/** Holds the dashboard and the alerts to the meters that only the starter has; those of a client are the core's. */
class DashboardTests {

    private static final Path DOCS = Path.of("../docs/observability");

    private static final Pattern QUERIED =
            Pattern.compile("\\b(chutes_(?:limits_\\w+|jobs|jobs_\\w+|job_state|client_account_\\w+|account|cap))\\b");

    @Test
    void queriesAskForWhatAnApplicationExposes(@TempDir Path folder) throws IOException {
        Set<String> asked = asked();
        assertThat(asked).hasSizeGreaterThan(15);
        Contexts.withToken()
                .withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .withBean(DataSource.class, () -> database(folder))
                .withPropertyValues(
                        "chutes.account.enabled=true",
                        "chutes.limits.shared=true",
                        "chutes.jobs.enabled=true",
                        "chutes.jobs.directory=" + folder)
                .run(context -> assertThat(exposed(context)).containsAll(asked));
    }

    private static Set<String> asked() throws IOException {
        String queries =
                Files.readString(DOCS.resolve("grafana-dashboard.json")) + Files.readString(DOCS.resolve("alerts.yml"));
        return QUERIED.matcher(queries)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> exposed(AssertableApplicationContext context) {
        PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
        context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(registry));
        return Pattern.compile("\\W+").splitAsStream(registry.scrape()).toList();
    }

    private static DataSource database(Path folder) {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(
                "jdbc:sqlite:" + folder.resolve("app.db") + "?transaction_mode=IMMEDIATE&busy_timeout=30000");
        return dataSource;
    }
}
