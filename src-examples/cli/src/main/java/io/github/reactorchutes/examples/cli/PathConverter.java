package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Locales;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a file and states the remedy if the locale cannot encode it. */
final class PathConverter implements ITypeConverter<Path> {

    @Override
    public Path convert(String name) {
        if (name.isEmpty()) {
            throw new TypeConversionException("a file name must not be empty");
        }
        try {
            return Locales.path(name);
        } catch (IllegalArgumentException invalid) {
            throw new TypeConversionException(String.valueOf(invalid.getMessage()));
        }
    }
}
