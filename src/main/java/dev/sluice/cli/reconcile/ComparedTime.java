package dev.sluice.cli.reconcile;

import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.provider.Statement;
import dev.sluice.provider.StatementTimes.Span;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** Of which time orders of ours are looked for in a statement. */
final class ComparedTime {

    private ComparedTime() {
    }

    /** What was asked for, and where nothing was, what the statement tells of; none where nobody says. */
    static @Nullable Span of(@Nullable Span begin, @Nullable Span end, @Nullable Span told) {
        Span first = begin == null ? told : begin;
        Span last = end == null ? told : end;
        if (first == null || last == null) {
            if (begin != null || end != null) {
                throw Problem.usage("the statement tells no times; name both --from and --until.");
            }
            return null;
        }
        if (first.from() > last.until()) {
            throw Problem.usage(
                    "from " + Moments.at(first.from()) + " to " + Moments.at(last.until()) + " is no time.");
        }
        return new Span(first.from(), last.until());
    }

    /** A day, or a moment, of the statement's zone. */
    static @Nullable Span asked(String option, @Nullable String text, Statement statement) {
        try {
            return text == null ? null : statement.isoTimes().at(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw Problem.usage(option + " must be a day or a time, such as 2026-11-01 or 2026-11-01T09:00:00Z.");
        }
    }
}
