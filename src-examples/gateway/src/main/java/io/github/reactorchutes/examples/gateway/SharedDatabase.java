package io.github.reactorchutes.examples.gateway;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A database for the jobs of many gateways. Without its URL, the jobs are in a file of the data folder; Boot's own
 * configuration would insist on a URL.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(SharedDatabase.URL)
@EnableConfigurationProperties(DataSourceProperties.class)
class SharedDatabase {

    static final String URL = "spring.datasource.url";

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource database(DataSourceProperties properties) {
        return properties
                .initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
    }
}
