package io.github.reactorchutes.examples.batch;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads RFC 4180: quoted fields may contain delimiters and line breaks. */
final class CsvPrompts implements PromptFormat.PromptReader {

    private final char delimiter;

    CsvPrompts(char delimiter) {
        this.delimiter = delimiter;
    }

    @Override
    public void read(BufferedReader text, Consumer<PromptLine> lines, LineProblems problems) throws IOException {
        long last = 0;
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)) {
            Iterator<CsvRecord> records = csv.iterator();
            List<String> header = records.hasNext() ? header(records.next(), problems) : List.of();
            while (records.hasNext()) {
                CsvRecord entry = records.next();
                last = entry.getStartingLineNumber();
                read(header, entry, lines, problems);
            }
        } catch (CsvParseException broken) {
            problems.add(
                    last + 1,
                    "the CSV",
                    "cannot be parsed from here on; check for a quote that is not doubled or not closed");
        }
    }

    private static List<String> header(CsvRecord first, LineProblems problems) {
        List<String> names = first.getFields().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!PromptFields.isKnown(name)) {
                problems.add(first.getStartingLineNumber(), "column '" + name + "'", "is not a field of any endpoint");
            } else if (!seen.add(name)) {
                problems.add(first.getStartingLineNumber(), "column '" + name + "'", "is a duplicate");
            }
        }
        return names;
    }

    private static void read(List<String> header, CsvRecord entry, Consumer<PromptLine> lines, LineProblems problems) {
        if (entry.getFieldCount() != header.size()) {
            problems.add(
                    entry.getStartingLineNumber(),
                    "the line",
                    "has " + entry.getFieldCount() + " fields but the header has " + header.size());
            return;
        }
        lines.accept(new PromptLine(entry.getStartingLineNumber(), values(header, entry)));
    }

    private static Map<String, Object> values(List<String> header, CsvRecord entry) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            String cell = entry.getField(i);
            if (!cell.isEmpty() && PromptFields.isKnown(name)) {
                values.put(name, PromptFields.isExtra(name) ? Json.orText(cell) : cell);
            }
        }
        return values;
    }
}
