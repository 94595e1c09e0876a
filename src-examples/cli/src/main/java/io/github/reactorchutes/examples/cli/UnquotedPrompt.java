package io.github.reactorchutes.examples.cli;

import java.util.ArrayList;
import java.util.List;

/** Recognises a prompt that the shell split into words, or that looks like an option. */
final class UnquotedPrompt {

    private UnquotedPrompt() {}

    /**
     * Return a hint, or an empty string.
     *
     * @param unmatched the arguments that mean nothing
     * @param arguments all arguments
     */
    static String hint(List<String> unmatched, List<String> arguments) {
        String first = unmatched.get(0);
        int index = arguments.indexOf(first);
        if (first.startsWith("-")) {
            return first.contains(" ") ? line("put -- before a prompt that begins with -") : "";
        }
        return index < 1
                ? ""
                : line("put a prompt of several words in quotes: \"" + prompt(unmatched, arguments) + "\"");
    }

    private static String prompt(List<String> unmatched, List<String> arguments) {
        int first = arguments.indexOf(unmatched.get(0));
        List<String> words = new ArrayList<>(List.of(arguments.get(first - 1)));
        for (int i = 0; i < unmatched.size() && first + i < arguments.size(); i++) {
            if (!arguments.get(first + i).equals(unmatched.get(i))) {
                break;
            }
            words.add(unmatched.get(i));
        }
        return String.join(" ", words);
    }

    private static String line(String hint) {
        return "Hint: " + hint + System.lineSeparator();
    }
}
