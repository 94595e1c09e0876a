package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TlsTests {

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.of(
            ChutesEmulator.builder().smallVideos(true).tls());

    @Test
    void servesAClientThatTrustsItsCertificate() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
        HttpResponse<String> response =
                client.send(Calls.request(chutes.emulator(), "/ping").build(), BodyHandlers.ofString());
        assertThat(chutes.emulator().baseUrl()).hasScheme("https");
        assertThat(response.body()).isEqualTo("{\"message\":\"pong\"}");
    }

    @Test
    void isNotTrustedByDefault() {
        HttpClient client = HttpClient.newHttpClient();
        assertThatThrownBy(() ->
                        client.send(Calls.request(chutes.emulator(), "/ping").build(), BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void staysValidForDecades() {
        Instant later = Instant.now().plus(Duration.ofDays(20 * 365));
        assertThat(chutes.emulator().certificate().getNotAfter()).isAfter(Date.from(later));
    }

    private static SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        trusted.setCertificateEntry("emulator", chutes.emulator().certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
