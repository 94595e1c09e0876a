package io.github.reactorchutes.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws the CPU time of each client over the number of streams. The baseline is at one, and the streams are logarithmic. */
final class Curves {

    private static final int WIDTH = 760;

    private static final int HEIGHT = 340;

    private static final int LEFT = 60;

    private static final int RIGHT = WIDTH - 160;

    private static final int BOTTOM = HEIGHT - 60;

    private static final int TOP = 20;

    private static final int LABEL = 16;

    private static final Map<String, String> COLOURS = Map.of(
            "chutes", "#1f77b4",
            "chutes-guarded", "#0b3d66",
            "webclient", "#ff7f0e",
            "webclient-guarded", "#a04800");

    private final Concurrency concurrency;

    private final double greatest;

    private final StringBuilder svg = new StringBuilder();

    private Curves(Concurrency concurrency) {
        this.concurrency = concurrency;
        this.greatest = Math.ceil(concurrency.tables().stream()
                .flatMap(table -> table.peers().stream())
                .mapToDouble(ratios -> ratios.cpu().median())
                .max()
                .orElse(1));
    }

    static String of(Concurrency concurrency) {
        Curves curves = new Curves(concurrency);
        curves.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>",
                WIDTH, HEIGHT);
        curves.axes();
        double label = HEIGHT;
        for (String client : curves.fromTheLowest()) {
            label = Math.min(label - LABEL, curves.end(client));
            curves.curve(client, label);
        }
        curves.add("</svg>");
        return curves.svg.toString();
    }

    private void axes() {
        for (DownloadTable table : concurrency.tables()) {
            int count = table.scenario().streams();
            add("<text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%,d</text>", x(count), BOTTOM + 20, count);
        }
        for (int i = 0; i <= greatest; i++) {
            String dash = i == 1 ? " stroke-dasharray=\"4\"" : "";
            add("<line x1=\"%d\" y1=\"%.0f\" x2=\"%d\" y2=\"%.0f\" stroke=\"#ccc\"%s/>", LEFT, y(i), RIGHT, y(i), dash);
            add("<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">%d</text>", LEFT - 8, y(i) + 4, i);
        }
        add(
                "<text x=\"%d\" y=\"%d\">CPU of a call by the number of streams, reactor-netty = 1; less is better</text>",
                LEFT, HEIGHT - 12);
    }

    private void curve(String client, double label) {
        String colour = COLOURS.getOrDefault(client, "#808080");
        String points = concurrency.tables().stream()
                .flatMap(table -> table
                        .of(client)
                        .map(each -> String.format(
                                Locale.ROOT,
                                "%.0f,%.1f",
                                x(table.scenario().streams()),
                                y(each.cpu().median())))
                        .stream())
                .collect(Collectors.joining(" "));
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", points, colour);
        add("<text x=\"%d\" y=\"%.0f\" fill=\"%s\">%s</text>", RIGHT + 10, label + 4, colour, client);
    }

    /** Labels are moved up where they would overlap. */
    private List<String> fromTheLowest() {
        return concurrency.clients().stream()
                .sorted((one, other) -> Double.compare(end(other), end(one)))
                .toList();
    }

    private double end(String client) {
        List<DownloadTable> tables = concurrency.tables();
        return y(tables.get(tables.size() - 1)
                .of(client)
                .map(each -> each.cpu().median())
                .orElse(0.0));
    }

    private double x(int count) {
        double first = Math.log(streams(0));
        double all = Math.log(streams(concurrency.tables().size() - 1)) - first;
        return all == 0 ? LEFT : LEFT + (Math.log(count) - first) / all * (RIGHT - LEFT);
    }

    private int streams(int table) {
        return concurrency.tables().get(table).scenario().streams();
    }

    private double y(double ratio) {
        return BOTTOM - ratio / greatest * (BOTTOM - TOP);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
