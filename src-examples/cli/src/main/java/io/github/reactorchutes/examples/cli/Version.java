package io.github.reactorchutes.examples.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Reads the version that the build wrote into the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"chutes " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}
