package dev.sluice.cli.reconcile;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lines of cells as RFC 4180 has them, one after the other: a cell in quotes may hold the delimiter and line ends. */
final class Csv {

    /** Longer than any cell: a quote that is never closed must not take the rest of the file into memory. */
    private static final int LONGEST = 1 << 20;
    private static final int END = -1;

    /** A line that cannot be read; those after it can. */
    static final class BadLine extends Exception {

        private BadLine(String why) {
            super(why, null, false, false);
        }
    }

    private final Reader reader;
    private final char delimiter;
    private int next;
    private int line = 1;
    private int begun = 1;

    Csv(Reader reader, char delimiter) throws IOException {
        this.reader = reader;
        this.delimiter = delimiter;
        next = reader.read();
        if (next == '\uFEFF') {
            next = reader.read();
        }
    }

    /** In which line of the file the cells begin that were read last. */
    int line() {
        return begun;
    }

    /** The next line's cells; a line without anything is passed over. */
    @Nullable
    List<String> next() throws IOException, BadLine {
        while (next == '\n' || next == '\r') {
            take();
        }
        if (next == END) {
            return null;
        }
        begun = line;
        List<String> cells = new ArrayList<>();
        int size = 0;
        do {
            if (!cells.isEmpty()) {
                take();
            }
            cells.add(cell());
            size += cells.get(cells.size() - 1).length() + 1;
            if (size > LONGEST) {
                throw skip("is longer than a line of a statement can be; is a quote not closed?");
            }
        } while (next == delimiter);
        return cells;
    }

    private String cell() throws IOException, BadLine {
        StringBuilder cell = new StringBuilder();
        if (next != '"') {
            while (next != END && next != delimiter && next != '\n' && next != '\r' && cell.length() <= LONGEST) {
                cell.append(take());
            }
            return cell.toString().strip();
        }
        take();
        while (true) {
            if (next == END || cell.length() > LONGEST) {
                throw skip("has a quote that is not closed");
            }
            char taken = take();
            if (taken != '"') {
                cell.append(taken);
            } else if (next == '"') {
                cell.append(take());
            } else if (next == END || next == delimiter || next == '\n' || next == '\r') {
                return cell.toString().strip();
            } else {
                throw skip("has something behind a closing quote");
            }
        }
    }

    /** Passes over what is left of the line. */
    private BadLine skip(String why) throws IOException {
        while (next != END && next != '\n' && next != '\r') {
            take();
        }
        return new BadLine(why);
    }

    private char take() throws IOException {
        char taken = (char) next;
        next = reader.read();
        if (taken == '\n' || taken == '\r' && next != '\n') {
            line++;
        }
        return taken;
    }
}
