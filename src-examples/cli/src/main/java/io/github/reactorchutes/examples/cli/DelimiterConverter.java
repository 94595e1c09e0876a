package io.github.reactorchutes.examples.cli;

import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a delimiter; a shell makes it hard to type a TAB. */
final class DelimiterConverter implements ITypeConverter<Character> {

    private static final Set<String> TAB = Set.of("tab", "TAB", "\\t");

    private static final Set<String> IMPOSSIBLE = Set.of("\"", "\n", "\r");

    @Override
    public Character convert(String text) {
        if (TAB.contains(text)) {
            return '\t';
        }
        if (text.length() != 1 || IMPOSSIBLE.contains(text)) {
            throw new TypeConversionException(
                    "must be one character other than a quote, or tab, but was '" + text + "'");
        }
        return text.charAt(0);
    }
}
