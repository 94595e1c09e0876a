package io.github.reactorchutes.examples.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** The format of a prompt file, always in UTF-8. */
enum PromptFormat {
    /** A header line with field names, then one line per video. */
    CSV {
        @Override
        PromptReader reader(char delimiter) {
            return new CsvPrompts(delimiter);
        }
    },

    /** One JSON object per line. */
    JSONL {
        @Override
        PromptReader reader(char delimiter) {
            return new JsonlPrompts();
        }
    };

    abstract PromptReader reader(char delimiter);

    static PromptFormat of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CSV;
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return JSONL;
        }
        throw new IllegalArgumentException(file + ": its name must end with .csv, .jsonl or .ndjson");
    }

    void read(Path file, char delimiter, Consumer<PromptLine> lines, LineProblems problems) throws IOException {
        String text = PromptText.read(file, problems);
        if (text != null) {
            reader(delimiter).read(text, lines, problems);
        }
    }

    /** Reads one format. */
    interface PromptReader {

        /**
         * Read the whole file.
         *
         * @param text the content
         * @param lines receives each entry
         * @param problems receives the problems of invalid entries
         */
        void read(String text, Consumer<PromptLine> lines, LineProblems problems);
    }
}
