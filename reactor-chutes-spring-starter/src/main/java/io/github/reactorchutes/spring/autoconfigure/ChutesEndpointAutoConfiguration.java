package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.actuate.ChutesEndpoint;
import java.util.regex.Pattern;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of the actuator endpoint {@code chutes}, and of the masking of secrets
 * in endpoints that expose settings.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChutesAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(ChutesClients.class)
public final class ChutesEndpointAutoConfiguration {

    /** Matches every spelling, such as a property and an environment variable. */
    private static final Pattern SECRET =
            Pattern.compile("chutes[._].*(api[-_]?token|password)", Pattern.CASE_INSENSITIVE);

    ChutesEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    ChutesEndpoint chutesEndpoint(ChutesClients clients) {
        return new ChutesEndpoint(clients);
    }

    /** Masks even with {@code show-values=always}. */
    @Bean
    SanitizingFunction chutesSecrets() {
        return data -> SECRET.matcher(data.getKey()).matches() ? data.withSanitizedValue() : data;
    }
}
