package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.spring.ChutesConnectionDetails;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Without a token, an embedded emulator of the platform responds with real videos. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmulatorConfiguration.NoToken.class)
class EmulatorConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(EmulatorConfiguration.class);

    @Bean
    ChutesEmulator emulator(GatewayProperties properties) {
        ChutesEmulator emulator = ChutesEmulator.builder()
                .timeToFirstByte(properties.emulator().generationTime())
                .start();
        emulator.enqueue(Reply.coldStart(properties.emulator().coldStarts()));
        logger.info("No API token is set; using an emulator at {}", emulator.baseUrl());
        return emulator;
    }

    @Bean
    ChutesConnectionDetails emulatorDetails(ChutesEmulator emulator) {
        return new ChutesConnectionDetails() {

            @Override
            public URI baseUrl() {
                return emulator.baseUrl();
            }

            @Override
            public ChutesTokenProvider tokenProvider() {
                return ChutesTokenProvider.of("emulator");
            }
        };
    }

    static final class NoToken extends NoneNestedConditions {

        NoToken() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnProperty("chutes.api-token")
        static final class Token {}

        @ConditionalOnProperty("chutes.token-file")
        static final class TokenFile {}
    }
}
