package io.github.reactorchutes.examples.gateway;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** A database for the jobs of many gateways. Without its URL, the jobs are in a file of the data folder. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(SharedDatabase.URL)
@ImportAutoConfiguration(DataSourceAutoConfiguration.class)
class SharedDatabase {

    static final String URL = "spring.datasource.url";
}
