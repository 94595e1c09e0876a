package io.github.reactorchutes.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/** The client certificate of the JVM's own properties. */
final class ClientKeys {

    static final String PROPERTY = "javax.net.ssl.keyStore";

    private ClientKeys() {}

    static KeyManagerFactory load() {
        String file = System.getProperty(PROPERTY, "");
        char[] password = System.getProperty(PROPERTY + "Password", "").toCharArray();
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance(System.getProperty(PROPERTY + "Type", KeyStore.getDefaultType()));
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return keys;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new UsageException("-D" + PROPERTY + " " + LocalFault.describe(unusable), unusable);
        }
    }
}
