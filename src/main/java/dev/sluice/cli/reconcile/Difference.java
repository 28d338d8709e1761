package dev.sluice.cli.reconcile;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a provider's statement and the ledger say otherwise of one order.
 *
 * @param requestId ours, or the number that the statement has; empty where neither is known
 * @param ours      what the ledger says, as far as it matters here
 * @param line      of the statement, empty where it has none
 */
record Difference(Kind kind, String requestId, String reference, String ours, String theirs, String line) {

    static final List<String> TITLES = List.of("DIFFERENCE", "REQUEST", "REFERENCE", "OURS", "THEIRS", "LINE");

    /** Those first of which nobody knows anything, or by which money differs. */
    enum Kind {
        NOT_OURS, OTHER_END, OTHER_AMOUNT, TWICE, OTHER_REFERENCE, OTHER_NUMBER, UNLISTED_WORD, UNREAD, NOT_THEIRS,
        ELSEWHERE, NOT_KEPT;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    List<String> cells() {
        return List.of(kind.text(), requestId, reference, ours, theirs, line);
    }

    /** One line of a CSV file, whose cells no spreadsheet takes for a formula, nor for two where it divides otherwise. */
    static String csv(List<String> cells) {
        return cells.stream().map(Difference::harmless).map(cell -> cell.matches("[^\",;\\t\\r\\n]*") ? cell
                : "\"" + cell.replace("\"", "\"\"") + "\"").collect(Collectors.joining(",")) + "\r\n";
    }

    private static String harmless(String cell) {
        boolean number = cell.matches("-?[0-9]+(\\.[0-9]+)?");
        return !number && Stream.of("=", "+", "-", "@", "\t", "\r", "\n").anyMatch(cell::startsWith) ? "'" + cell
                : cell;
    }
}
