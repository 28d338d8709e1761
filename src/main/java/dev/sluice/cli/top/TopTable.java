package dev.sluice.cli.top;

import dev.sluice.cli.Table;
import dev.sluice.cli.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Accounts as lines: those with trouble first, then those that do the most. */
final class TopTable {

    private static final int OTHER_LINES = 4;
    private static final Comparator<AccountNow> ORDER = Comparator.comparingInt(AccountNow::trouble)
            .thenComparing(AccountNow::inFlight).thenComparing(AccountNow::waiting).thenComparing(AccountNow::rate)
            .reversed().thenComparing(AccountNow::provider).thenComparing(AccountNow::account);

    private final Terminal terminal;

    TopTable(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param head the line before them */
    List<String> lines(String head, List<AccountNow> accounts) {
        int room = Math.max(1, terminal.height() - OTHER_LINES);
        Table table = new Table(List.of(new Table.Column("ACCOUNT", 16, 10), new Table.Column("WAITING", 7, 7),
                new Table.Column("IN FLIGHT", 9, 9), new Table.Column("CALLS/S", 7, 7),
                new Table.Column("P50", 6, 6), new Table.Column("P95", 6, 6), new Table.Column("BREAKER", 7, 7),
                new Table.Column("TOKEN", 7, 5), new Table.Column("OLDEST UNKNOWN", 14, 10),
                new Table.Column("UNRESOLVED", 10, 10), new Table.Column("HELD", 4, 4),
                new Table.Column("LOW", 3, 3)), terminal);
        List<AccountNow> shown = accounts.stream().sorted(ORDER).limit(room).toList();
        table.fit(shown.stream().map(TopTable::cells).toList());
        List<String> lines = new ArrayList<>(List.of(head, table.header()));
        shown.forEach(account -> lines.add(table.line(cells(account))));
        if (accounts.size() > room) {
            lines.add("and " + (accounts.size() - room) + " more");
        }
        return lines;
    }

    private static List<Table.Cell> cells(AccountNow now) {
        return List.of(Table.Cell.of(now.provider() + "/" + now.account()),
                Table.Cell.of(String.valueOf(now.waiting())), Table.Cell.of(String.valueOf(now.inFlight())),
                Table.Cell.of(String.format(Locale.ROOT, "%.1f", now.rate())), Table.Cell.of(now.half()),
                Table.Cell.of(now.most()), new Table.Cell(now.breaker() ? "open" : "closed",
                        now.breaker() ? Terminal.RED : ""),
                Table.Cell.of(now.token()), new Table.Cell(now.oldestUnknown(), Terminal.YELLOW),
                new Table.Cell(now.unresolved(), now.stuck() ? Terminal.RED : ""),
                new Table.Cell(now.held() ? "held" : "", Terminal.YELLOW), new Table.Cell(now.low(), Terminal.RED));
    }
}
