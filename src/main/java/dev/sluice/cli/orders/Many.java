package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import dev.sluice.config.Durations;
import dev.sluice.ledger.Bulk;
import dev.sluice.ledger.Cause;
import dev.sluice.ledger.Open;
import dev.sluice.ledger.RequestRow;
import dev.sluice.ledger.Search;
import dev.sluice.ledger.Selected;
import dev.sluice.ledger.Selection;
import dev.sluice.people.BulkDemand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The many requests that a command is about, where it names no one: shown first, and done once somebody says so. */
final class Many {

    private static final int DIGITS = 12;
    /** Which can be resolved; what is doubted is never meant by another name, for its provider has it. */
    static final List<String> RESOLVED = Stream.concat(Open.STATUSES.stream(), Stream.of(Open.DOUBTED))
            .toList();

    @Option(names = "--status", paramLabel = "S")
    private @Nullable List<String> statuses;
    @Option(names = "--provider", paramLabel = "P")
    private @Nullable String provider;
    @Option(names = "--account", paramLabel = "A")
    private @Nullable String account;
    @Mixin
    private final Whose whose = new Whose();
    @Option(names = "--older", paramLabel = "T")
    private @Nullable String older;
    @Option(names = "--error", paramLabel = "E")
    private @Nullable String error;
    @Option(names = "--fingerprint", paramLabel = "F")
    private @Nullable String fingerprint;
    @Option(names = "--rate", paramLabel = "N", defaultValue = "20")
    private int rate;
    @Option(names = "--yes", paramLabel = "SET")
    private @Nullable String yes;

    /** Tells Sluice of the one request, or of the many. */
    int tell(Surroundings surroundings, Telling telling, OneRequest request, ObjectNode act) {
        boolean filtered = statuses != null || provider != null || account != null || older != null
                || error != null || fingerprint != null || whose.isSaid();
        if (request.isNamed()) {
            if (filtered || yes != null) {
                throw Problem.usage("an ID is one request: say either ID or filters such as --status and --provider.");
            }
            request.tell(surroundings, telling, act);
            return 0;
        }
        if (!filtered) {
            throw Problem.usage("say which: ID, or many by --status, --provider, --account, --tenant, --older,"
                    + " --error or --fingerprint.");
        }
        if (rate < 1 || rate > Bulk.FASTEST) {
            throw Problem.usage("--rate must be 1 to " + Bulk.FASTEST + ".");
        }
        if (yes != null && !yes.matches("[0-9]+-[0-9a-f]{" + DIGITS + "}")) {
            throw Problem.usage("--yes " + yes + ": say it as the preview writes it, such as 1000-5f3a9c21d07b.");
        }
        telling.patience();
        all(surroundings, telling, request.family(), act);
        return 0;
    }

    private void all(Surroundings surroundings, Telling telling, @Nullable String family, ObjectNode act) {
        long now = System.currentTimeMillis();
        Search search = new Search(null, wanted(act), provider, account, family, whose.tenant(), age(),
                Bulk.MOST + 1, null, null, error, cause(), null);
        Preview preview = LedgerAccess.read(surroundings, ledger -> {
            if (search.cause() != null && ledger.selected(search.ofAnyCause(), now).size() > Search.LOOKED_AT) {
                throw Problem.failed("more than " + Search.LOOKED_AT + " orders are there whose causes would be looked"
                        + " at: name fewer, by --provider, --account or --older; nothing was done.");
            }
            List<Selected> selected = ledger.selected(search, now);
            List<RequestRow> found = ledger.find(search, now);
            return new Preview(surroundings, selected, found, ledger.bulks().causes(found), now);
        });
        preview.check();
        String id = "bulk-" + LocalDate.now(ZoneOffset.UTC).toString().replace("-", "") + "-"
                + UUID.randomUUID().toString().replace("-", "").substring(0, DIGITS);
        if (!confirmed(surroundings, preview, act)) {
            return;
        }
        BulkDemand demand = new BulkDemand(new Selection(search, now, preview.count(), preview.set(act)), rate);
        telling.tellOf(id, act.set("all", demand.json()), "./sluice orders bulk report " + id);
        new Following(surroundings, id).toItsEnd();
    }

    /** @throws Problem where something else was confirmed than is there */
    private boolean confirmed(Surroundings surroundings, Preview preview, ObjectNode act) {
        String count = Integer.toString(preview.count());
        String whole = preview.code(act);
        if (yes != null) {
            if (!yes.equals(whole)) {
                throw Problem.failed("nothing was done: --yes " + yes + " was shown for something else, and now there"
                        + " are " + count + "; look at them anew, without --yes.");
            }
            return true;
        }
        preview.print(act, rate);
        if (surroundings.terminal().moving()) {
            surroundings.out().print("Type " + count + " to do this, anything else to leave it: ");
            surroundings.out().flush();
            if (count.equals(line(surroundings))) {
                return true;
            }
        }
        surroundings.out().println("Nothing was done. To do it with these and no others, say the same with --yes "
                + whole + ".");
        return false;
    }

    private static @Nullable String line(Surroundings surroundings) {
        try {
            String line = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8))
                    .readLine();
            return line == null ? null : line.strip();
        } catch (IOException e) {
            return null;
        }
    }

    private List<String> wanted(ObjectNode act) {
        if (statuses == null) {
            return Open.STATUSES;
        }
        List<String> possible = act.path("act").asText().equals("ask") ? BulkDemand.STATUSES : RESOLVED;
        return statuses.stream().map(given -> {
            String status = given.toUpperCase(Locale.ROOT);
            if (!possible.contains(status)) {
                throw Problem.usage("--status " + given + ": it is one of " + String.join(", ", possible) + ".");
            }
            return status;
        }).distinct().toList();
    }

    private @Nullable String cause() {
        if (fingerprint == null) {
            return null;
        }
        String cause = fingerprint.toLowerCase(Locale.ROOT);
        if (!Cause.FINGERPRINT.matcher(cause).matches()) {
            throw Problem
                    .usage("--fingerprint " + fingerprint + ": it has 8 hex digits, as ./sluice orders find has it.");
        }
        return cause;
    }

    private long age() {
        try {
            return older == null ? 0 : Durations.parse(older).toMillis();
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--older " + e.getMessage());
        }
    }
}
