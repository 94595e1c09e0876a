package io.github.reactorchutes.spring.autoconfigure;

/** Turns what would be a missing class deep in a stack trace into a sentence. */
final class BootGeneration {

    private static final int OLDEST = 4;

    private BootGeneration() {}

    static void require(String version) {
        if (Integer.parseInt(version.substring(0, version.indexOf('.'))) < OLDEST) {
            throw new ConfigurationProblem(
                    "reactor-chutes-spring-starter needs Spring Boot 4.0 or later, but this is Spring Boot " + version
                            + ".",
                    "Upgrade Spring Boot; or leave the starter out, depend on reactor-chutes-core and declare a"
                            + " ChutesClient bean of your own.");
        }
    }
}
