package dev.sluice.cli.orders;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.Terminal;
import dev.sluice.cli.TerminalJson;
import dev.sluice.json.Json;
import dev.sluice.ledger.Cause;
import dev.sluice.ledger.Need;
import dev.sluice.ledger.Open;
import dev.sluice.ledger.Wish;
import dev.sluice.text.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What needs a person, as one list by risk and cause: each request where they are few, else groups of those that have
 * the same cause, each with the command to type next.
 */
final class NeedsShown {

    /** Of more a person reads groups. */
    static final int FEW = 20;
    /** Of each provider and status. */
    static final int LOOKED_AT = 5_000;
    private static final Comparator<NeedGroup> BY_RISK = Comparator.comparing(NeedGroup::kind)
            .thenComparing(Comparator.comparingLong(NeedGroup::count).reversed())
            .thenComparingLong(NeedGroup::oldest);
    private static final Comparator<Need> ONE_BY_ONE = Comparator.comparing(Need::kind)
            .thenComparingLong(need -> need.request().since());

    private final Surroundings surroundings;
    private final Units units;
    private final Map<NeedGroup.Of, NeedGroup> groups = new LinkedHashMap<>();
    private final List<Need> few = new ArrayList<>();

    NeedsShown(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.units = new Units(surroundings.home());
    }

    /**
     * @param more   what there is beside the needs that were told
     * @param wishes how many wait for a second person, of which the oldest are told
     */
    private record Read(List<Open> more, List<Wish> wanted, long wishes) {
    }

    void show(boolean json) {
        long now = System.currentTimeMillis();
        Read read = LedgerAccess.read(surroundings,
                ledger -> new Read(ledger.needs(LOOKED_AT, now, this::add), ledger.approvals(now),
                        ledger.approvalCount(now)));
        List<Open> more = read.more;
        List<NeedGroup> sorted = groups.values().stream().sorted(BY_RISK).toList();
        if (json) {
            read.wanted.forEach(one -> surroundings.out().println(TerminalJson.line(Wanted.need(one))));
            sorted.forEach(group -> surroundings.out().println(TerminalJson.line(group.json())));
            more.forEach(one -> surroundings.out().println(TerminalJson.line(Json.object().put("more", one.count())
                    .put("status", one.status()).put("provider", one.provider()))));
        } else {
            wanted(read, now);
            needs(sorted, more, now);
        }
    }

    private void needs(List<NeedGroup> sorted, List<Open> more, long now) {
        if (sorted.isEmpty()) {
            surroundings.out().println("No order needs a person.");
        } else if (few.size() <= FEW) {
            one(now);
        } else {
            grouped(sorted, now);
            more.forEach(one -> line("and " + one.count() + " more " + one.status() + " of " + one.provider()
                    + ", whose causes were not looked for" + (one.status().equals(Open.NOT_SENT) ? ""
                            : ": ./sluice orders find --status " + one.status() + " --provider " + one.provider())));
        }
    }

    private void wanted(Read read, long now) {
        if (!read.wanted.isEmpty()) {
            surroundings.out().println(surroundings.terminal().paint(Terminal.BOLD, "Waiting for a second person"));
        }
        read.wanted.forEach(one -> {
            line("  " + Wanted.text(one) + ", " + Moments.relative(one.bulk().at(), now)
                    + (one.changed() ? "; it changed since, and is not approved" : ""));
            line("      " + Wanted.look(one));
        });
        if (read.wishes > read.wanted.size()) {
            line("  and " + (read.wishes - read.wanted.size()) + " more, told once these are approved or withdrawn");
        }
    }

    private void add(Need need) {
        Cause cause = Cause.of(need);
        groups.computeIfAbsent(NeedGroup.of(need, cause), of -> new NeedGroup(of, cause, need, units)).add(need);
        if (few.size() <= FEW) {
            few.add(need);
        }
    }

    private void one(long now) {
        Table table = new Table(List.of(new Table.Column("REQUEST", 24, 12), new Table.Column("PROVIDER", 10, 6),
                new Table.Column("OPERATION", 14, 8), new Table.Column("STATUS", 12, 12),
                new Table.Column("FOR", 10, 6), new Table.Column("REFERENCE", 9, 9), new Table.Column("WHY", 20, 20)),
                surroundings.terminal());
        few.sort(ONE_BY_ONE);
        table.fit(few.stream().map(need -> cells(need, now)).toList());
        surroundings.out().println(table.header());
        few.forEach(need -> surroundings.out().println(table.line(cells(need, now))));
        surroundings.out().println("What can be done about one: ./sluice orders show ID");
    }

    private List<Table.Cell> cells(Need need, long now) {
        String reference = need.request().reference();
        return List.of(Table.Cell.of(need.request().requestId()), Table.Cell.of(need.request().provider()),
                Table.Cell.of(need.request().operation()),
                new Table.Cell(NeedGroup.status(need.kind()), colour(need.kind())),
                Table.Cell.of(Moments.length(now - need.request().since())),
                Table.Cell.of(reference == null ? "" : reference), Table.Cell.of(Cause.of(need).text()));
    }

    private static String colour(Need.Kind kind) {
        return kind.risk() == Need.Risk.MONEY ? Terminal.RED : Terminal.YELLOW;
    }

    private void grouped(List<NeedGroup> sorted, long now) {
        Need.Risk risk = null;
        for (NeedGroup group : sorted) {
            if (group.kind().risk() != risk) {
                risk = group.kind().risk();
                surroundings.out().println(surroundings.terminal().paint(Terminal.BOLD, risk.text()));
            }
            String amounts = group.amountsText();
            line("  " + group.count() + " " + surroundings.terminal().times() + " " + group.status() + "  "
                    + group.account() + "  " + group.operation() + "  oldest " + Moments.length(now - group.oldest())
                    + (amounts.isEmpty() ? "" : "  " + amounts));
            if (!group.cause().shown().isEmpty()) {
                line("      " + group.cause().shown());
            }
            line("      " + group.next());
        }
    }

    private void line(String text) {
        surroundings.out().println(Shown.line(text));
    }
}
