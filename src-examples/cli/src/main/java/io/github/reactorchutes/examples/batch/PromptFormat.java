package io.github.reactorchutes.examples.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
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

    private static final char BYTE_ORDER_MARK = '\uFEFF';

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
        try (BufferedReader text = Files.newBufferedReader(file)) {
            skipByteOrderMark(text);
            reader(delimiter).read(text, lines, problems);
        }
    }

    /** Spreadsheets write one. */
    private static void skipByteOrderMark(Reader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
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
        void read(BufferedReader text, Consumer<PromptLine> lines, LineProblems problems) throws IOException;
    }
}
