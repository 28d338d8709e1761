package dev.sluice.cli.orders;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.Terminal;
import dev.sluice.cli.TerminalJson;
import dev.sluice.config.Durations;
import dev.sluice.ledger.Cause;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.Open;
import dev.sluice.ledger.RequestRow;
import dev.sluice.ledger.Search;
import dev.sluice.outcome.Status;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice orders find}: what needs a person, by risk and cause, or the requests that are like what is given. */
@Command(name = "find")
final class FindCommand implements Callable<Integer> {

    private static final int USUAL = 50;
    private static final List<String> STATUSES = Stream.concat(Stream.of(Status.values()).map(Status::name),
            Stream.of(Open.SILENT, Open.CONTRADICTED, Open.DOUBTED)).toList();
    /** What is open and may need a person. */
    private static final List<String> USUALLY = Stream.concat(Open.STATUSES.stream(), Stream.of(Open.DOUBTED)).toList();

    private static final String NONE_OF_CAUSE = "No order that needs a person has this fingerprint there.";

    private final Surroundings surroundings;

    @Parameters(paramLabel = "TEXT", arity = "0..1")
    private @Nullable String text;
    @Option(names = "--status", paramLabel = "S")
    private @Nullable List<String> statuses;
    @Option(names = "--provider", paramLabel = "P")
    private @Nullable String provider;
    @Option(names = "--account", paramLabel = "A")
    private @Nullable String account;
    @Option(names = "--family", paramLabel = "F")
    private @Nullable String family;
    @Mixin
    private final Whose whose = new Whose();
    @Option(names = "--older", paramLabel = "T")
    private @Nullable String older;
    @Option(names = "--from", paramLabel = "TIME")
    private @Nullable String from;
    @Option(names = "--to", paramLabel = "TIME")
    private @Nullable String to;
    @Option(names = "--error", paramLabel = "E")
    private @Nullable String error;
    @Option(names = "--fingerprint", paramLabel = "F")
    private @Nullable String fingerprint;
    @Option(names = "--metadata", paramLabel = "NAME=VALUE")
    private @Nullable String metadata;
    @Option(names = "--limit", paramLabel = "N")
    private @Nullable Integer most;
    @Option(names = "--json")
    private boolean json;

    FindCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!whose.isSaid()
                && Stream.of(text, statuses, provider, account, family, older, from, to, error, fingerprint, metadata,
                        most)
                        .allMatch(Objects::isNull)) {
            new NeedsShown(surroundings).show(json);
            return 0;
        }
        int limit = most == null ? USUAL : most;
        if (limit < 1 || limit == Integer.MAX_VALUE) {
            throw Problem.usage("--limit must be 1 or more.");
        }
        long now = System.currentTimeMillis();
        String cause = fingerprint == null ? null : fingerprint.toLowerCase(Locale.ROOT);
        if (cause != null && !isOfMany()) {
            alike(cause, limit, now);
            return 0;
        }
        Search search = new Search(text, wanted(), provider, account, family, whose.tenant(), age(), limit + 1,
                time("--from", from), time("--to", to), error, cause, metadata());
        List<RequestRow> found = LedgerAccess.read(surroundings, ledger -> found(ledger, search, now));
        tell(found, limit, now, cause != null ? NONE_OF_CAUSE : isAnyMeant() || statuses != null
                ? "No order is like that."
                : "No UNRESOLVED, DOUBTED, UNKNOWN or SILENT order is like that. ./sluice orders find alone lists all"
                        + " that needs a person; --from TIME or --status COMPLETED looks at the others.");
        if (cause != null && found.size() > 1 && !json) {
            surroundings.out().println("All of them at once: ./sluice orders ask, or resolve, with the same filters.");
        }
        return 0;
    }

    /** Whether these can be asked about, or resolved, all at once. */
    private boolean isOfMany() {
        return statuses != null && wanted().stream().allMatch(Many.RESOLVED::contains);
    }

    /** @param none what is said where nothing was found */
    private void tell(List<RequestRow> found, int limit, long now, String none) {
        List<RequestRow> shown = found.subList(0, Math.min(limit, found.size()));
        if (json) {
            shown.forEach(request -> surroundings.out().println(TerminalJson.line(RequestText.json(request, now))));
        } else if (shown.isEmpty()) {
            surroundings.out().println(none);
        } else {
            show(shown, now);
            if (found.size() > limit) {
                surroundings.out().println("There are more; --limit shows more than " + limit + ".");
            }
        }
    }

    /** What needs a person for this cause, as the list of all that does has it. */
    private void alike(String cause, int limit, long now) {
        if (whose.isSaid() || !Stream.of(text, older, from, to, error, metadata).allMatch(Objects::isNull)) {
            throw Problem.usage("--fingerprint without --status of " + String.join(", ", Many.RESOLVED)
                    + " goes with --status, --provider, --account, --family, --limit and --json alone.");
        }
        List<String> wanted = statuses == null ? List.of() : wanted();
        List<RequestRow> found = new ArrayList<>();
        List<Open> more = LedgerAccess.read(surroundings, ledger -> ledger.needs(NeedsShown.LOOKED_AT, now, need -> {
            RequestRow request = need.request();
            if (Cause.of(need).fingerprint().equals(cause) && isMeant(provider, request.provider())
                    && isMeant(account, request.account()) && isMeant(family, request.family())
                    && (wanted.isEmpty() || wanted.contains(NeedGroup.status(need.kind())))) {
                found.add(request);
            }
        }));
        found.sort(Comparator.comparingLong(RequestRow::since));
        tell(found, limit, now, NONE_OF_CAUSE);
        if (!more.isEmpty() && !json) {
            surroundings.out().println("Of each provider and status the causes of " + NeedsShown.LOOKED_AT
                    + " were looked at; there are more.");
        }
    }

    private static boolean isMeant(@Nullable String given, String of) {
        return given == null || given.equals(of);
    }

    private List<RequestRow> found(LedgerReader ledger, Search search, long now) throws SQLException {
        List<RequestRow> found = ledger.find(search, now);
        if (found.isEmpty() && family != null) {
            Known.family(family, ledger);
        }
        if (found.isEmpty() && provider != null) {
            Known.provider(provider, surroundings.home(), ledger);
        }
        if (found.isEmpty() && account != null) {
            Known.account(provider, account, surroundings.home(), ledger);
        }
        return found;
    }

    private void show(List<RequestRow> requests, long now) {
        Table table = new Table(List.of(new Table.Column("REQUEST", 24, 12), new Table.Column("PROVIDER", 10, 6),
                new Table.Column("OPERATION", 14, 8), new Table.Column("STATUS", 10, 10),
                new Table.Column("FOR", 10, 6), new Table.Column("REFERENCE", 9, 9)), surroundings.terminal());
        List<List<Table.Cell>> rows = requests.stream().map(request -> cells(request, now)).toList();
        table.fit(rows);
        surroundings.out().println(table.header());
        rows.forEach(row -> surroundings.out().println(table.line(row)));
    }

    private static List<Table.Cell> cells(RequestRow request, long now) {
        String status = RequestText.status(request, now);
        return List.of(Table.Cell.of(request.requestId()), Table.Cell.of(request.provider()),
                Table.Cell.of(request.operation()), new Table.Cell(status, Terminal.colour(status)),
                Table.Cell.of(Moments.length(now - request.since())),
                Table.Cell.of(request.reference() == null ? "" : request.reference()));
    }

    private boolean isAnyMeant() {
        return text != null || from != null || to != null;
    }

    private static @Nullable Long time(String option, @Nullable String given) {
        if (given == null) {
            return null;
        }
        try {
            return given.contains("T") ? Instant.parse(given).toEpochMilli()
                    : LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw Problem.usage(option + " must be a day, such as 2026-11-28, or a time, such as 2026-11-28T14:30:00Z;"
                    + " both by UTC.");
        }
    }

    private Search.@Nullable Metadata metadata() {
        if (metadata == null) {
            return null;
        }
        int equals = metadata.indexOf('=');
        if (equals < 1) {
            throw Problem.usage("--metadata must be a member and its value, such as tenant=shop-7.");
        }
        if (metadata.substring(0, equals).matches(".*[\"\\\\].*")) {
            throw Problem.usage("--metadata takes no name with \" or \\ in it.");
        }
        return new Search.Metadata(metadata.substring(0, equals), metadata.substring(equals + 1));
    }

    private List<String> wanted() {
        if (statuses == null) {
            return isAnyMeant() ? List.of() : USUALLY;
        }
        return statuses.stream().map(given -> STATUSES.stream().filter(given::equalsIgnoreCase).findFirst()
                .orElseThrow(() -> Problem.usage("--status " + given + ": there is none such; it is one of "
                        + String.join(", ", STATUSES) + ".")))
                // What is doubted is unresolved as well, and told apart where it is listed.
                .flatMap(one -> one.equals(Status.UNRESOLVED.name()) ? Stream.of(one, Open.DOUBTED) : Stream.of(one))
                .distinct().toList();
    }

    private long age() {
        try {
            return older == null ? 0 : Durations.parse(older).toMillis();
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--older " + e.getMessage());
        }
    }
}
