package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Locales;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a new file. A path forgets the slash at its end, so the text is checked. */
final class TargetConverter implements ITypeConverter<Path> {

    static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

    private static final Set<String> NAMES_OF_STANDARD_OUTPUT =
            Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    private static final Set<String> OPTIONS = Set.of("-o", "--output");

    private static final Pattern OPTION_WITH_VALUE = Pattern.compile("(?:-o=?|--output=)(.+)");

    @Override
    public Path convert(String text) {
        if (NAMES_OF_STANDARD_OUTPUT.contains(text)) {
            return STANDARD_OUTPUT;
        }
        Path path = path(text);
        Path name = path.getFileName();
        if (name == null || name.toString().isEmpty()) {
            throw new TypeConversionException("'" + text + "' has no file name");
        }
        if (text.endsWith("/") || text.endsWith(path.getFileSystem().getSeparator())) {
            throw new TypeConversionException("'" + text + "' names a directory; add the name of a file");
        }
        return path;
    }

    /** Return whether the video goes to standard output. Invalid options are not parsed, so look at the words. */
    static boolean isStandardOutputIn(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            boolean isOption = OPTIONS.contains(arguments.get(i)) && i + 1 < arguments.size();
            Matcher joined = OPTION_WITH_VALUE.matcher(arguments.get(i));
            String name = isOption ? arguments.get(i + 1) : joined.matches() ? joined.group(1) : "";
            if (NAMES_OF_STANDARD_OUTPUT.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static Path path(String text) {
        try {
            return Locales.path(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
