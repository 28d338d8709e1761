package dev.sluice.cli.reconcile;

import dev.sluice.ledger.RequestRow;
import dev.sluice.outcome.Status;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Statement;
import dev.sluice.provider.StatementTimes.Span;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the ledger against a provider's statement, one request after the other. */
final class Reconciliation {

    private static final int PAGE = 500;
    private static final Set<String> NEVER_TOOK_EFFECT = Set.of(Status.FAILED.name(), Status.REJECTED.name());

    /** Finds a request of ours by its number, which was not compared or only reads; none where there is none. */
    interface Others {
        @Nullable
        RequestRow numbered(String number) throws SQLException;
    }

    private final Statement statement;
    private final StatementLines lines;
    private final @Nullable Span span;
    private final Map<String, Operation> operations;
    private final Consumer<Difference> found;
    private long uncompared;

    /**
     * @param span       orders of ours that were made in it are looked for in the statement; none where it is not known
     * @param operations of the provider's file: what only reads is in no statement
     */
    Reconciliation(Statement statement, StatementLines lines, @Nullable Span span,
            Map<String, Operation> operations, Consumer<Difference> found) {
        this.statement = statement;
        this.lines = lines;
        this.span = span;
        this.operations = operations;
        this.found = found;
    }

    /** A request of ours, each of which is to be known before the first is compared. */
    void know(RequestRow ours) {
        lines.claim(ours.orderNumber());
    }

    /** A request of ours. */
    void compare(RequestRow ours) {
        Operation operation = operations.get(ours.operation());
        if (operation != null && operation.reads()) {
            return;
        }
        List<StatementLine> theirs = lines.of(ours.orderNumber(), ours.reference());
        if (theirs.isEmpty() && isExpected(ours)) {
            tell(Difference.Kind.NOT_THEIRS, ours, null);
        }
        List<StatementLine> whole = theirs.stream().filter(line -> !line.unread()).toList();
        for (StatementLine line : whole) {
            compare(ours, line);
        }
        whole.stream().skip(1).forEach(line -> tell(Difference.Kind.TWICE, ours, line));
        theirs.stream().filter(StatementLine::unread).forEach(line -> tell(Difference.Kind.UNREAD, ours, line));
    }

    /** A request of ours that is not compared; what only reads does not make an order ours. */
    void passOver(RequestRow ours) {
        Operation operation = operations.get(ours.operation());
        String reference = ours.reference();
        if (reference != null && (operation == null || !operation.reads())) {
            lines.pass(reference, other(ours));
        }
    }

    private static StatementLine.Other other(RequestRow ours) {
        return new StatementLine.Other(ours.requestId(),
                ours.provider() + "/" + ours.account() + " " + status(ours));
    }

    private boolean isExpected(RequestRow ours) {
        return span != null && span.holds(ours.createdAt()) && statement.hasOrdersOf(ours.operation())
                && !NEVER_TOOK_EFFECT.contains(status(ours));
    }

    /**
     * What is left when all of ours were compared.
     *
     * @param kept what was before may have been ours, and is kept no more; epoch milliseconds
     */
    void rest(long kept, Others others) throws SQLException {
        List<StatementLine> page = lines.notFound(0, PAGE);
        while (!page.isEmpty()) {
            for (StatementLine line : page) {
                RequestRow numbered = line.number() == null ? null : others.numbered(line.number());
                StatementLine.Other other = numbered == null ? line.other() : other(numbered);
                Span at = line.at();
                Difference.Kind kind = line.unread() ? Difference.Kind.UNREAD
                        : other != null ? Difference.Kind.ELSEWHERE
                                : at != null && at.until() < kept ? Difference.Kind.NOT_KEPT : Difference.Kind.NOT_OURS;
                found.accept(new Difference(kind,
                        other != null ? other.requestId() : Objects.requireNonNullElse(line.number(), ""),
                        Objects.requireNonNullElse(line.reference(), ""),
                        other == null ? "" : other.text(),
                        line.text(), "" + line.line()));
            }
            page = lines.notFound(page.get(page.size() - 1).line(), PAGE);
        }
    }

    private void compare(RequestRow ours, StatementLine theirs) {
        if (theirs.reference() != null && ours.reference() != null && !theirs.reference().equals(ours.reference())) {
            tell(Difference.Kind.OTHER_REFERENCE, ours, theirs);
        }
        if (theirs.number() != null && !theirs.number().equals(ours.orderNumber())) {
            tell(Difference.Kind.OTHER_NUMBER, ours, theirs);
        }
        amounts(ours, theirs);
        Status word = theirs.word() == null ? Status.COMPLETED : statement.statuses().get(theirs.word());
        if (word == null) {
            tell(Difference.Kind.UNLISTED_WORD, ours, theirs);
        } else if (!isSame(status(ours), word)) {
            tell(Difference.Kind.OTHER_END, ours, theirs);
        }
    }

    private void amounts(RequestRow ours, StatementLine theirs) {
        Money money = money(ours);
        BigDecimal amount = money.amount();
        BigDecimal said = theirs.amount();
        boolean same = money.currency().equalsIgnoreCase(theirs.currency());
        boolean other = !same && theirs.currency() != null && !money.currency().isEmpty();
        if (said != null && amount == null || !money.isTheirs() && !same) {
            uncompared += said == null && theirs.currency() == null ? 0 : 1;
        } else if (other || said != null && amount != null && amount.compareTo(said) != 0) {
            tell(Difference.Kind.OTHER_AMOUNT, ours, theirs);
        }
    }

    private Money money(RequestRow ours) {
        return Money.of(ours, operations.get(ours.operation()));
    }

    /** The lines whose order was found, and whose amount cannot be held against it. */
    long uncompared() {
        return uncompared;
    }

    private static boolean isSame(String ours, Status theirs) {
        return switch (theirs) {
            case COMPLETED -> ours.equals(Status.COMPLETED.name());
            case FAILED -> NEVER_TOOK_EFFECT.contains(ours);
            default -> ours.equals(Status.ACCEPTED.name()) || ours.equals(Status.PENDING.name());
        };
    }

    private void tell(Difference.Kind kind, RequestRow ours, @Nullable StatementLine theirs) {
        found.accept(new Difference(kind, ours.requestId(), Objects.requireNonNullElse(ours.reference(), ""),
                (status(ours) + " " + money(ours).text()).strip(),
                theirs == null ? "" : said(kind, theirs), theirs == null ? "" : "" + theirs.line()));
    }

    /** What they say otherwise. */
    private static String said(Difference.Kind kind, StatementLine theirs) {
        return switch (kind) {
            case OTHER_REFERENCE -> Objects.requireNonNullElse(theirs.reference(), "");
            case OTHER_NUMBER -> Objects.requireNonNullElse(theirs.number(), "");
            default -> theirs.text();
        };
    }

    /** One of which nothing is recorded yet is being sent, or was lost. */
    private static String status(RequestRow ours) {
        return ours.status() == null ? "SENT" : ours.status();
    }
}
