package io.github.reactorchutes.spring.autoconfigure;

/** Reports an unsupported Spring Boot version, which would otherwise show as a missing class deep in a stack trace. */
final class BootGeneration {

    private static final int OLDEST = 4;

    private BootGeneration() {}

    static void require(String version) {
        if (Integer.parseInt(version.substring(0, version.indexOf('.'))) < OLDEST) {
            throw new ConfigurationProblem(
                    "reactor-chutes-spring-starter needs Spring Boot 4.0 or later, but this is Spring Boot " + version
                            + ".",
                    "Upgrade Spring Boot, or replace the starter with reactor-chutes-core and declare your own"
                            + " ChutesClient bean.");
        }
    }
}
