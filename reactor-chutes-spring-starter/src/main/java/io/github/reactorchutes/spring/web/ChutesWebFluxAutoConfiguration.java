package io.github.reactorchutes.spring.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.HandlerResultHandler;

/**
 * {@link AutoConfiguration Auto-configuration} of videos as return values of WebFlux controllers.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(HandlerResultHandler.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "chutes.enabled", matchIfMissing = true)
public final class ChutesWebFluxAutoConfiguration {

    ChutesWebFluxAutoConfiguration() {}

    @Bean
    VideoResultHandler chutesVideoResultHandler() {
        return new VideoResultHandler();
    }

    @Bean
    SendWindowFilter chutesSendWindowFilter() {
        return new SendWindowFilter();
    }

    @Bean
    @ConditionalOnBooleanProperty("chutes.web.problem-details.enabled")
    ProblemAdvice chutesProblemAdvice() {
        return new ProblemAdvice();
    }
}
