package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.ChutesConnectionDetails;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

class HttpSetupTests {

    private static final int SIZE = 40_000;

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.of(
            ChutesEmulator.builder().smallVideos(true).tls());

    @Test
    void trustsWhatTheBundleTrusts(ChutesEmulator emulator) {
        bundled(emulator).withPropertyValues("chutes.http.ssl.bundle=emulator").run(context -> {
            assertThat(Videos.generate(context.getBean(ChutesClient.class))).isPositive();
        });
    }

    @Test
    void trustsWhatTheConnectionDetailsTrust(ChutesEmulator emulator) {
        bundled(emulator)
                .withUserConfiguration(Details.class)
                .run(context -> assertThat(Videos.generate(context.getBean(ChutesClient.class)))
                        .isPositive());
    }

    @Test
    void trustsNothingElseWithoutABundle(ChutesEmulator emulator) {
        bundled(emulator).run(context -> assertUntrusted(context.getBean(ChutesClient.class)));
    }

    @Test
    void followsTheReloadOfABundle(ChutesEmulator emulator) {
        emulator.enqueue(Reply.video().withHeader("Connection", "close"));
        bundled(emulator).withPropertyValues("chutes.http.ssl.bundle=changing").run(context -> {
            ChutesClient client = context.getBean(ChutesClient.class);
            assertUntrusted(client);
            SslBundle trusting = context.getBean(SslBundles.class).getBundle("emulator");
            context.getBean(SslBundleRegistry.class).updateBundle("changing", trusting);
            assertThat(Videos.generate(client)).isPositive();
            context.getBean(SslBundleRegistry.class).updateBundle("changing", SslBundle.of(SslStoreBundle.NONE));
            assertUntrusted(client);
        });
    }

    @Test
    void letsAStreamGoOnWhenItsBundleIsReloaded(ChutesEmulator emulator) {
        emulator.enqueue(
                Reply.videoOfSize(SIZE).drip(SIZE / 20, Duration.ofMillis(20)).withHeader("Connection", "close"));
        bundled(emulator)
                .withPropertyValues("chutes.http.ssl.bundle=changing", "chutes.verify-video=false")
                .run(context -> {
                    SslBundleRegistry registry = context.getBean(SslBundleRegistry.class);
                    registry.updateBundle(
                            "changing", context.getBean(SslBundles.class).getBundle("emulator"));
                    ChutesClient client = context.getBean(ChutesClient.class);
                    Flux<DataBuffer> video = Videos.block(client.textToVideo(Videos.FOX));
                    registry.updateBundle("changing", SslBundle.of(SslStoreBundle.NONE));
                    assertUntrusted(client);
                    assertThat(Videos.block(Videos.size(video))).isEqualTo(SIZE);
                });
    }

    @Test
    void goesThroughTheProxy(ChutesEmulator emulator) {
        bundled(emulator)
                .withPropertyValues("chutes.http.proxy.host=127.0.0.1", "chutes.http.proxy.port=1")
                .run(context -> assertThatThrownBy(() -> Videos.generate(context.getBean(ChutesClient.class)))
                        .isInstanceOf(ChutesNotSentException.class)
                        .hasMessageContaining(":1"));
    }

    /** As people write a proxy; each would fail with the first call, or not be used at all. */
    @ParameterizedTest
    @CsvSource({
        "host=http://proxy:3128, host must be a host name",
        "host=proxy:3128, host must be a host name",
        "host=user@proxy, host must be a host name",
        "host=user:secret@proxy, host must be a host name",
        "host=http://user:secret@proxy:3128, host must be a host name",
        "host=my proxy, host must be a host name",
        "username=user, 'username is set, but chutes.http.proxy.password is not'",
        "password=secret, 'password is set, but chutes.http.proxy.username is not'",
        "non-proxy-hosts=*.internal, non-proxy-hosts must be a regular expression"
    })
    void refusesAProxyThatCannotBeMeant(String setting, String problem) {
        Contexts.withToken()
                .withPropertyValues("chutes.http.proxy.host=localhost", "chutes.http.proxy.port=3128")
                .withPropertyValues("chutes.http.proxy." + setting)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("chutes.http.proxy." + problem)
                        .message()
                        .doesNotContain("secret"));
    }

    @Test
    void refusesAPasswordThatSocks4WouldNotSend() {
        Contexts.withToken()
                .withPropertyValues(
                        "chutes.http.proxy.host=localhost",
                        "chutes.http.proxy.port=1080",
                        "chutes.http.proxy.type=socks4",
                        "chutes.http.proxy.username=user",
                        "chutes.http.proxy.password=secret")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("chutes.http.proxy.password is set, but SOCKS 4 has no passwords"));
    }

    /** A profile or a tenant switches off a proxy that it inherits. */
    @Test
    void usesNoProxyIfItsHostIsEmpty(ChutesEmulator emulator) {
        bundled(emulator)
                .withPropertyValues(
                        "chutes.http.ssl.bundle=emulator",
                        "chutes.http.proxy.host=127.0.0.1",
                        "chutes.http.proxy.port=1",
                        "chutes.clients.direct.http.proxy.host=")
                .run(context -> assertThat(Videos.generate(
                                context.getBean(ChutesClients.class).get("direct")))
                        .isPositive());
    }

    @Test
    void namesTheBundleThatCannotBeLoaded() {
        Contexts.withToken()
                .withPropertyValues(
                        "spring.ssl.bundle.pem.broken.truststore.certificate=file:/nowhere/ca.pem",
                        "chutes.http.ssl.bundle=broken")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "chutes.http.ssl.bundle names the SSL bundle \"broken\", which cannot be used"));
    }

    private static void assertUntrusted(ChutesClient client) {
        assertThatThrownBy(() -> Videos.generate(client))
                .isInstanceOfSatisfying(
                        ChutesNotSentException.class,
                        error -> assertThat(error.phase()).isEqualTo(CallPhase.TLS));
    }

    private static ApplicationContextRunner bundled(ChutesEmulator emulator) {
        return Contexts.calling(emulator)
                .withPropertyValues(
                        "chutes.retry.enabled=false",
                        "spring.ssl.bundle.pem.emulator.truststore.certificate=" + pem(emulator),
                        "spring.ssl.bundle.pem.changing.options.enabled-protocols=TLSv1.3");
    }

    private static String pem(ChutesEmulator emulator) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(emulator.certificate().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Details {

        @Bean
        ChutesConnectionDetails details(SslBundles bundles) {
            return new ChutesConnectionDetails() {
                @Override
                public SslBundle sslBundle() {
                    return bundles.getBundle("emulator");
                }
            };
        }
    }
}
