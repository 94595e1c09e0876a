package io.github.reactorchutes.benchmarks;

/** Which implementation of TLS a client uses. */
enum Tls {
    OPENSSL("OpenSSL"),
    JDK("JDK");

    private final String title;

    Tls(String title) {
        this.title = title;
    }

    static Tls of(String client) {
        if (client.endsWith("-jdk-tls")) {
            return JDK;
        }
        return client.startsWith("chutes")
                        || client.equals("raw-netty")
                        || client.equals("reactor-netty-tuned")
                        || client.endsWith("-openssl")
                ? OPENSSL
                : JDK;
    }

    @Override
    public String toString() {
        return title;
    }
}
