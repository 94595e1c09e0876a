package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.spring.ChutesJobsBuilderCustomizer;
import io.github.reactorchutes.store.FileVideoStore;
import io.github.reactorchutes.store.VideoStore;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The jobs of the visitors: in the data folder, with videos where all replicas reach them. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

    @Bean
    ChutesJobsBuilderCustomizer jobsOfVisitors(DataFolder data) {
        return builder -> builder.directory(data.path()).errorText(FailureDocument::of);
    }

    @Bean
    @ConditionalOnMissingBean
    VideoStore videos(GatewayProperties properties, DataFolder data, Environment environment) {
        Path videos = properties.videos();
        if (videos == null && environment.containsProperty(SharedDatabase.URL)) {
            throw new IllegalArgumentException("gateway.videos must be set to a folder that all gateways with the"
                    + " database of " + SharedDatabase.URL + " reach");
        }
        return FileVideoStore.in(videos == null ? data.path().resolve("videos") : videos);
    }
}
