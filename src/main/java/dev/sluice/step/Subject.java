package dev.sluice.step;

import dev.sluice.ledger.Row;
import dev.sluice.outcome.Evidence;
import dev.sluice.outcome.Outcome;
import java.sql.SQLException;
import java.util.Set;

/**
 * Whose order an outcome is about: one request is one order at the provider, of one reference, from the first that is
 * kept.
 */
final class Subject {

    private Subject() {
    }

    /** The outcome, where it is about the request of this row; else one that tells nothing of it. */
    static Outcome of(Row row, Step step, Outcome outcome) throws SQLException {
        String kept = row.entry().providerReference();
        if (kept != null || outcome.reference() == null || !step.operation().creates()
                || row.takes(outcome.reference())) {
            return outcome.about(kept);
        }
        return outcome.ofAnother("the provider names it " + outcome.reference()
                + ", and that is an order of another request of this account", Set.of(Evidence.REFERENCE));
    }
}
