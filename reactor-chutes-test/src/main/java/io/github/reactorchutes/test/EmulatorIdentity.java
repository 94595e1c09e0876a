package io.github.reactorchutes.test;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;

/**
 * The self-signed certificate for {@code localhost} and the loopback addresses. Its key is public and protects nothing.
 */
final class EmulatorIdentity {

    private static final String ALIAS = "emulator";
    private static final char[] PASSWORD = "emulator".toCharArray();

    private final KeyStore store;

    private EmulatorIdentity(KeyStore store) {
        this.store = store;
    }

    static EmulatorIdentity load() {
        try (InputStream file = Objects.requireNonNull(EmulatorIdentity.class.getResourceAsStream("emulator.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD);
            return new EmulatorIdentity(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate certificate() {
        try {
            return (X509Certificate) Objects.requireNonNull(store.getCertificate(ALIAS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SslContext serverContext() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            return SslContextBuilder.forServer(keys)
                    .sslProvider(SslProvider.JDK)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
