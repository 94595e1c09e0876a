package io.github.reactorchutes.examples.batch;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads RFC 4180: quoted fields may contain delimiters and line breaks. */
final class CsvPrompts implements PromptFormat.PromptReader {

    private final char delimiter;

    CsvPrompts(char delimiter) {
        this.delimiter = delimiter;
    }

    @Override
    public void read(String text, Consumer<PromptLine> lines, LineProblems problems) {
        if (!Quotes.check(text, delimiter, problems)) {
            return;
        }
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)) {
            read(csv.iterator(), lines, problems);
        } catch (IOException impossibleForAString) {
            throw new UncheckedIOException(impossibleForAString);
        }
    }

    private void read(Iterator<CsvRecord> records, Consumer<PromptLine> lines, LineProblems problems) {
        if (!records.hasNext()) {
            return;
        }
        CsvRecord first = records.next();
        CsvHeader header = CsvHeader.read(first.getFields(), first.getStartingLineNumber(), delimiter, problems);
        while (!header.isEmpty() && records.hasNext()) {
            read(header, records.next(), lines, problems);
        }
    }

    private static void read(CsvHeader header, CsvRecord entry, Consumer<PromptLine> lines, LineProblems problems) {
        List<String> cells = entry.getFields();
        int filled = CsvHeader.withoutBlankEnd(cells).size();
        if (filled > header.columns() || cells.size() < header.columns()) {
            problems.add(
                    entry.getStartingLineNumber(),
                    "the line",
                    "has " + cells.size() + " fields but the header has " + header.columns()
                            + "; quote a text that contains the delimiter");
        } else if (filled > 0) {
            lines.accept(new PromptLine(entry.getStartingLineNumber(), values(header, cells)));
        }
    }

    private static Map<String, Object> values(CsvHeader header, List<String> cells) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < header.columns(); i++) {
            String name = header.name(i);
            String cell = cells.get(i);
            if (!cell.isEmpty() && PromptFields.isKnown(name)) {
                values.put(name, PromptFields.isExtra(name) ? Json.orText(cell) : cell);
            }
        }
        return values;
    }
}
