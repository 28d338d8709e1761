package dev.sluice.cli;

import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: how wide and high it is, whether it may be redrawn and coloured (not when piped, nor with
 * NO_COLOR, CI or a dumb terminal), and whether it shows more than ASCII. The launcher script finds out and passes it
 * on, because Java cannot ask the terminal.
 */
public record Terminal(int width, int height, boolean moving, boolean utf8) {

    public static final String GREEN = "32";
    public static final String RED = "31";
    public static final String YELLOW = "33";
    public static final String CYAN = "36";
    public static final String DIM = "2";
    public static final String BOLD = "1";

    private static final int UNLIMITED = 10_000;

    /** A file or a pipe: nothing is cut, coloured or redrawn. */
    public static Terminal plain(boolean utf8) {
        return new Terminal(UNLIMITED, UNLIMITED, false, utf8);
    }

    /** @param size {@code <columns>x<rows>}, where the output is a terminal */
    public static Terminal of(@Nullable String size, boolean utf8) {
        if (size == null || !size.matches("\\d{1,4}x\\d{1,4}")) {
            return plain(utf8);
        }
        String[] parts = size.split("x", 0);
        return new Terminal(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), true, utf8);
    }

    public String arrow() {
        return utf8 ? " → " : " -> ";
    }

    public String ellipsis() {
        return utf8 ? "…" : "..";
    }

    public String tick() {
        return utf8 ? "✔" : "+";
    }

    public String cross() {
        return utf8 ? "✘" : "x";
    }

    public String times() {
        return utf8 ? "×" : "x";
    }

    /** The frame of a turning mark that shows that something is being waited for. */
    public String spinner(long frame) {
        String frames = utf8 ? "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" : "|/-\\";
        return frames.substring((int) (frame % frames.length()), (int) (frame % frames.length()) + 1);
    }

    public String paint(String style, String text) {
        return moving && !style.isEmpty() ? "\033[" + style + "m" + text + "\033[0m" : text;
    }

    /** The colour of a result's status. */
    public static String colour(String status) {
        return switch (status) {
            case "COMPLETED" -> GREEN;
            case "FAILED", "REJECTED" -> RED;
            case "UNKNOWN", "UNRESOLVED", "DOUBTED", "SILENT" -> YELLOW;
            default -> CYAN;
        };
    }
}
