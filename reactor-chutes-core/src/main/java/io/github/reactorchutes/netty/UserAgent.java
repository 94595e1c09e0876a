package io.github.reactorchutes.netty;

/** The value of the {@code User-Agent} header. */
final class UserAgent {

    static final String VALUE = "reactor-chutes/" + version();

    private UserAgent() {}

    private static String version() {
        String version = UserAgent.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
