package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.reactorchutes.test.video.VideoClip;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** An HTTPS server for {@code chute.example}, which demands the client's certificate if asked. */
final class SecureServer implements AutoCloseable {

    static final String HOST = "chute.example";

    static final String PASSWORD = "changeit";

    private final Path keys;

    private final HttpsServer server;

    private final List<String> clients = new CopyOnWriteArrayList<>();

    private SecureServer(Path keys, HttpsServer server) {
        this.keys = keys;
        this.server = server;
    }

    static SecureServer start(Path directory, boolean demandsCertificate) throws Exception {
        Path keys = directory.resolve("keys.p12");
        createKeys(keys);
        HttpsServer http = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext tls = context(keys);
        http.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters chosen = tls.getDefaultSSLParameters();
                chosen.setNeedClientAuth(demandsCertificate);
                parameters.setSSLParameters(chosen);
            }
        });
        SecureServer server = new SecureServer(keys, http);
        http.createContext("/", exchange -> server.serve((HttpsExchange) exchange, demandsCertificate));
        http.start();
        return server;
    }

    /** The file is both: the server's and the client's key, and the certificate that both trust. */
    Path keys() {
        return keys;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Return the name in the certificate of the client of each request. */
    List<String> clients() {
        return clients;
    }

    private void serve(HttpsExchange exchange, boolean withCertificate) throws IOException {
        exchange.getRequestBody().readAllBytes();
        clients.add(
                withCertificate ? exchange.getSSLSession().getPeerPrincipal().getName() : "anybody");
        byte[] video =
                VideoClip.builder(64, 64).small(true).frames(10).fps(10).build().toMp4();
        exchange.getResponseHeaders().set("Content-Type", "video/mp4");
        exchange.sendResponseHeaders(200, video.length);
        exchange.getResponseBody().write(video);
        exchange.close();
    }

    private static void createKeys(Path keys) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + HOST,
                        "-ext",
                        "san=dns:" + HOST + ",dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    private static SSLContext context(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", store.getCertificate("test"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
