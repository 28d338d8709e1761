package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Lines;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.json.Json;
import dev.sluice.ledger.LedgerWalk;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice orders export}: the requests that ended, with their histories, as lines for an archive. */
@Command(name = "export")
final class ExportCommand implements Callable<Integer> {

    /** How much was written of each. */
    private static final class Counts {
        private long requests;
        private long steps;
        private long acts;
        private long exchanges;
    }

    private final Surroundings surroundings;
    private final Counts counts = new Counts();

    @Option(names = "--before", paramLabel = "DAY", required = true)
    private String before;
    @Option(names = "--from", paramLabel = "DAY")
    private @Nullable String from;
    @Option(names = "--family", paramLabel = "F")
    private @Nullable String family;

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        long end = day("--before", before);
        long begin = from == null ? 0 : day("--from", from);
        long now = System.currentTimeMillis();
        // Of a day that has not begun more may end after this, and the next export would begin behind it.
        if (end > now) {
            throw Problem.usage("--before must be today (UTC) at the latest: more may end on a day that is not over.");
        }
        if (begin >= end) {
            throw Problem.usage("--from must be a day before --before: no day is between them.");
        }
        Lines lines = new Lines(surroundings.out());
        ObjectNode about = Json.object().put("madeAt", Moments.at(now)).put("from", from).put("before", before)
                .put("family", family);
        LedgerAccess.read(surroundings, ledger -> {
            if (family != null) {
                Known.family(family, ledger);
            }
            lines.write(Json.object().set("export", about));
            LedgerWalk walk = ledger.walk();
            for (String each : walk.families()) {
                if (family == null || family.equals(each)) {
                    write(walk, each, begin, end, lines);
                }
            }
            return lines;
        });
        lines.end(Json.object().put("requests", counts.requests).put("steps", counts.steps).put("acts", counts.acts)
                .put("exchanges", counts.exchanges));
        return 0;
    }

    private void write(LedgerWalk walk, String each, long begin, long end, Lines lines) throws SQLException {
        walk.ended(each, begin, end, (request, steps, acts, exchanges) -> {
            ObjectNode line = new History(request, steps, acts, exchanges).json(end);
            lines.write(line);
            counts.requests++;
            counts.steps += steps.size();
            counts.acts += acts.size();
            counts.exchanges += line.path("exchanges").size();
        });
    }

    private static long day(String option, String text) {
        try {
            return Instant.from(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC)).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw Problem.usage(option + " must be a day, such as 2026-11-28.");
        }
    }
}
