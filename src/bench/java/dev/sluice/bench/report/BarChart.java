package dev.sluice.bench.report;

import dev.sluice.bench.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Groups of bars as SVG, each bar with its number; colours are those of the page, in light and in dark.
 *
 * @param unit     of the upright axis, from 0
 * @param axis     what the groups differ in
 * @param decimals of the numbers
 */
record BarChart(String title, String unit, String axis, int decimals, List<Group> groups) {

    /** @param series its colour, from 0 */
    record Bar(int series, String label, OptionalDouble value) {
    }

    record Group(String label, List<Bar> bars) {
    }

    private static final int LEFT = 70;
    private static final int TOP = 24;
    private static final int HEIGHT = 220;
    private static final int BELOW = 52;
    private static final int BAR = 38;
    private static final int GAP = 30;
    private static final int LEAST_WIDTH = 420;
    private static final int LINES = 4;

    String svg() {
        int bars = groups.stream().mapToInt(group -> group.bars().size()).sum();
        int width = Math.max(LEAST_WIDTH, LEFT + bars * BAR + (groups.size() + 1) * GAP);
        double top = roundUp(groups.stream().flatMap(group -> group.bars().stream())
                .mapToDouble(bar -> bar.value().orElse(0)).max().orElse(0));
        StringBuilder svg = new StringBuilder(4_096);
        add(svg, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\">", width,
                TOP + HEIGHT + BELOW, width, Html.text(title));
        scale(svg, width, top);
        int x = LEFT + GAP;
        for (Group group : groups) {
            int from = x;
            for (Bar bar : group.bars()) {
                bar(svg, bar, x, top);
                x += BAR;
            }
            add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", (from + x) / 2, TOP + HEIGHT + 18,
                    Html.text(group.label()));
            x += GAP;
        }
        add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" class=\"axis\">%s</text>", (LEFT + width) / 2,
                TOP + HEIGHT + 40, Html.text(axis));
        return svg.append("</svg>\n").toString();
    }

    private void scale(StringBuilder svg, int width, double top) {
        add(svg, "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\" class=\"axis\">%s</text>",
                TOP + HEIGHT / 2, Html.text(unit));
        for (int line = 0; line <= LINES; line++) {
            double value = top * line / LINES;
            int y = TOP + HEIGHT - HEIGHT * line / LINES;
            add(svg, "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" class=\"%s\"/>", LEFT, width, y, y,
                    line == 0 ? "ground" : "grid");
            add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 8, y + 4,
                    Numbers.shown(value, top < 10 ? 2 : 0));
        }
    }

    private void bar(StringBuilder svg, Bar bar, int x, double top) {
        if (bar.value().isEmpty()) {
            return;
        }
        double value = bar.value().getAsDouble();
        double height = Math.max(0, HEIGHT * value / top);
        add(svg, "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" class=\"s%d\"><title>%s: %s %s</title></rect>",
                x + 3, TOP + HEIGHT - height, BAR - 6, height, bar.series(), Html.text(bar.label()),
                Numbers.shown(value, decimals), Html.text(unit));
        add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"middle\" class=\"number\">%s</text>", x + BAR / 2,
                TOP + HEIGHT - height - 5, Numbers.shown(value, decimals));
    }

    /** The next of 1, 2, 4, 6, 8 and 10 times any power of ten, so that the lines have round numbers. */
    static double roundUp(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[]{1, 2, 4, 6, 8, 10}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
