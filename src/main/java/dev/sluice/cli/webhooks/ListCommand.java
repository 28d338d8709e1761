package dev.sluice.cli.webhooks;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.TerminalJson;
import dev.sluice.ledger.RefusedWebhook;
import dev.sluice.ledger.WebhookRow;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice webhooks list}: the webhooks that came last, verified or refused. */
@Command(name = "list")
final class ListCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--provider", paramLabel = "P")
    private @Nullable String provider;
    @Option(names = "--order", paramLabel = "ID")
    private @Nullable String order;
    @Option(names = "--refused")
    private boolean refused;
    @Option(names = "--limit", paramLabel = "N", defaultValue = "50")
    private int limit;
    @Option(names = "--json")
    private boolean json;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw Problem.usage("--limit must be 1 or more.");
        }
        if (refused && order != null) {
            throw Problem.usage("--refused: of a webhook that was refused it is not known which order it is about; say"
                    + " one of both.");
        }
        if (refused) {
            refused(LedgerAccess.read(surroundings, ledger -> ledger.refusedWebhooks(provider, limit)));
        } else {
            verified(LedgerAccess.read(surroundings, ledger -> ledger.webhooks(provider, order, limit)));
        }
        return 0;
    }

    private void verified(List<WebhookRow> rows) {
        if (json) {
            rows.forEach(row -> surroundings.out().println(TerminalJson.line(WebhookText.json(row))));
            return;
        }
        table(List.of(new Table.Column("ID", 41, 12), new Table.Column("WHEN", 24, 20),
                new Table.Column("ACCOUNT", 14, 8), new Table.Column("CAME", 7, 5), new Table.Column("ORDER", 20, 8),
                new Table.Column("WHAT", 20, 10)),
                rows.stream().map(row -> List.of(Table.Cell.of(row.id()), Table.Cell.of(Moments.at(row.at())),
                        Table.Cell.of(row.provider() + "/" + row.account()), Table.Cell.of(WebhookText.times(row)),
                        Table.Cell.of(row.requestId() == null ? "" : row.requestId()),
                        Table.Cell.of(WebhookText.what(row)))).toList());
    }

    private void refused(List<RefusedWebhook> rows) {
        if (json) {
            rows.forEach(row -> surroundings.out().println(TerminalJson.line(WebhookText.json(row))));
            return;
        }
        table(List.of(new Table.Column("WHEN", 24, 20), new Table.Column("ACCOUNT", 14, 8),
                new Table.Column("REASON", 15, 10), new Table.Column("WHY", 20, 10)),
                rows.stream().map(row -> List.of(Table.Cell.of(Moments.at(row.at())),
                        Table.Cell.of(row.provider() + (row.account().isEmpty() ? "" : "/" + row.account())),
                        Table.Cell.of(row.reason()), Table.Cell.of(row.detail()))).toList());
    }

    private void table(List<Table.Column> columns, List<List<Table.Cell>> rows) {
        if (rows.isEmpty()) {
            surroundings.out().println("No webhook is like that.");
            return;
        }
        Table table = new Table(columns, surroundings.terminal());
        table.fit(rows);
        surroundings.out().println(table.header());
        rows.forEach(row -> surroundings.out().println(table.line(row)));
    }
}
