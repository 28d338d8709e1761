package dev.sluice.cli.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Problem;
import dev.sluice.cli.TerminalJson;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.LedgerWalk;
import dev.sluice.ledger.PersonAct;
import dev.sluice.ledger.Retention;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The acts of files beside those of the ledger, in their one order; the first that differs ends it. */
final class Comparison {

    private static final Comparator<ObjectNode> ORDER = Comparator.comparing(Comparison::at)
            .thenComparing(act -> act.path("step").asText());

    private final Retention keep;
    private final long now;
    private long same;
    private long forgotten;
    private long erased;
    private @Nullable Set<String> erasedByAct;

    /** @param keep how long what ended is kept, so that what is older may be gone */
    Comparison(Retention keep, long now) {
        this.keep = keep;
        this.now = now;
    }

    /**
     * @param  until   when the file ends, epoch milliseconds
     * @throws Problem with the first line that differs
     */
    void with(ActsFile file, long until, LedgerWalk ledger) throws SQLException {
        Line line = new Line(file);
        ledger.acts(file.begin().until(), until, act -> {
            ObjectNode there = Chain.content(act);
            ObjectNode written = line.now;
            while (written != null && ORDER.compare(written, there) < 0) {
                missing(line, ledger);
                written = line.next();
            }
            if (written == null || ORDER.compare(written, there) > 0) {
                throw Problem.failed("the ledger has an act that the file has not, before " + file.place() + ": "
                        + told(there) + ". It was put in, or its time was changed.");
            }
            same(written, there, act, line, ledger);
            line.next();
        });
        while (line.now != null) {
            missing(line, ledger);
            line.next();
        }
    }

    /** What came of it, where nothing differed. */
    String told() {
        return same + " acts" + (forgotten == 0 ? "" : ", and " + forgotten + " that were kept long enough are gone")
                + (erased == 0 ? "" : ", and of " + erased + " the text was erased, as acts say") + ".";
    }

    private void same(ObjectNode written, ObjectNode there, PersonAct act, Line line, LedgerWalk ledger)
            throws SQLException {
        if (TerminalJson.line(written).equals(TerminalJson.line(there))) {
            same++;
            return;
        }
        ObjectNode blank = written.deepCopy().put("why", there.path("why").asText()).putNull("detail");
        if (LedgerWalk.isErased(act.act()) && TerminalJson.line(blank).equals(TerminalJson.line(there))
                && erasedByAct(ledger).contains(act.act().stepId())) {
            erased++;
            return;
        }
        throw Problem.failed(line.file.place() + ": the act is otherwise in the ledger: there it is "
                + TerminalJson.line(there) + ".");
    }

    private void missing(Line line, LedgerWalk ledger) throws SQLException {
        ObjectNode written = line.now;
        if (written == null) {
            return;
        }
        String family = written.path("family").textValue();
        long at = at(written).toEpochMilli();
        boolean isThere = family != null && ledger.had(Key.named(family, written.path("requestId").asText()), at);
        long kept = family == null ? keep.before(now) : keep.before(family, now);
        if (isThere || at >= kept) {
            throw Problem.failed(line.file.place() + ": the act is not in the ledger, which still has to keep it: "
                    + told(written) + ".");
        }
        forgotten++;
    }

    private Set<String> erasedByAct(LedgerWalk ledger) throws SQLException {
        if (erasedByAct == null) {
            erasedByAct = ledger.erasedActs();
        }
        return erasedByAct;
    }

    private static Instant at(ObjectNode act) {
        return Instant.parse(act.path("at").asText());
    }

    private static String told(ObjectNode act) {
        return act.path("act").asText() + " by " + act.path("who").asText() + " at " + act.path("at").asText() + " ("
                + act.path("step").asText() + ")";
    }

    /** Where the file is read. */
    private static final class Line {
        private final ActsFile file;
        private @Nullable ObjectNode now;

        Line(ActsFile file) {
            this.file = file;
            this.now = file.next();
        }

        @Nullable
        ObjectNode next() {
            now = file.next();
            return now;
        }
    }
}
