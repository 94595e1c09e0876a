package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.catalogue.ChuteDescription;
import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.catalogue.CordField;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chutes for people. What the server sent cannot control the terminal. */
final class ChuteTable {

    private static final String CHUTE = "%-44s  %-24s  %9s  %9s  %-4s  %s%n";

    private static final String FIELD = "  %-24s  %-8s  %-12s  %s%n";

    private static final int LONGEST = 60;

    private ChuteTable() {}

    static void print(PrintWriter out, List<ChuteDescription> chutes) {
        out.printf(Locale.ROOT, CHUTE, "CHUTE", "ANSWERS", "USD/HOUR", "INSTANCES", "HOT", "ABOUT");
        chutes.forEach(chute -> out.printf(
                Locale.ROOT,
                CHUTE,
                Columns.harmless(chute.toString()),
                Columns.harmless(Media.of(chute)),
                price(chute.pricePerHour()),
                known(chute.instances()),
                chute.isHot() ? "yes" : "no",
                Columns.cut(Columns.harmless(chute.tagline()), LONGEST)));
    }

    static void describe(PrintWriter out, ChuteDescription chute) {
        out.println(Columns.harmless(chute + " (" + chute.name() + ")"));
        if (!chute.tagline().isEmpty()) {
            out.println(Columns.harmless(chute.tagline()));
        }
        out.println((chute.isHot() ? "hot" : "cold") + ", instances: " + known(chute.instances())
                + ", US dollars per hour: " + price(chute.pricePerHour()) + ", id: "
                + Columns.harmless(known(chute.id())));
        chute.cords().forEach(cord -> describe(out, cord));
    }

    private static void describe(PrintWriter out, Cord cord) {
        out.println();
        out.println(cord + " answers " + known(cord.contentType()) + (cord.isStream() ? " as a stream of events" : ""));
        if (cord.fields().isEmpty()) {
            out.println("  The catalogue has no fields of it: they are not validated.");
            return;
        }
        out.printf(Locale.ROOT, FIELD, "FIELD", "TYPE", "DEFAULT", "VALUES");
        cord.fields().forEach(field -> describe(out, field));
    }

    private static void describe(PrintWriter out, CordField field) {
        String byDefault = field.isRequired() ? "required" : Objects.requireNonNullElse(field.defaultValue(), "");
        out.printf(
                Locale.ROOT,
                FIELD,
                Columns.harmless(field.name()),
                field.type().name().toLowerCase(Locale.ROOT),
                Columns.cut(Columns.harmless(byDefault), LONGEST),
                Columns.harmless(values(field)));
    }

    private static String values(CordField field) {
        String choices = field.choices().isEmpty() ? "" : "one of " + String.join(", ", field.choices());
        return Stream.of(choices, field.bounds(), field.description())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String price(@Nullable BigDecimal price) {
        return price == null ? "?" : String.format(Locale.ROOT, "%.2f", price);
    }

    private static String known(@Nullable Object fact) {
        return fact == null ? "?" : fact.toString();
    }
}
