package io.github.reactorchutes.benchmarks;

import java.util.List;
import java.util.Locale;

/** Draws the CPU time of each client as a bar; the baseline is at one. */
final class Plot {

    private static final int ROW = 24;

    private static final int LEFT = 190;

    private static final int UNIT = 160;

    private static final double MAX = 3;

    private Plot() {}

    static String of(List<Ratios> peers, String baseline) {
        int height = (peers.size() + 1) * ROW;
        int width = LEFT + (int) (MAX * UNIT) + 60;
        StringBuilder svg = new StringBuilder(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                width, height));
        for (int i = 0; i < peers.size(); i++) {
            svg.append(bar(peers.get(i), i * ROW + 6));
        }
        svg.append(String.format(
                "<line x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\" stroke=\"#555\" stroke-dasharray=\"4\"/>%n",
                LEFT + UNIT, LEFT + UNIT, height - ROW));
        svg.append(String.format(
                "<text x=\"%d\" y=\"%d\">CPU per byte, %s = 1; less is better</text>%n", LEFT, height - 8, baseline));
        return svg.append("</svg>\n").toString();
    }

    private static String bar(Ratios peer, int top) {
        double value = peer.cpu().median();
        int length = (int) (Math.min(value, MAX) * UNIT);
        String colour = peer.peer().startsWith("chutes") ? "#1f77b4" : "#b0b0b0";
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\" fill=\"%s\"/>%n"
                        + "<text x=\"%d\" y=\"%d\">%.2f</text>%n",
                LEFT - 8,
                top + 13,
                peer.peer(),
                LEFT,
                top,
                length,
                colour,
                LEFT + length + 6,
                top + 13,
                value);
    }
}
