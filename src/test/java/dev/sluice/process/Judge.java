package dev.sluice.process;

import dev.sluice.outcome.Status;
import dev.sluice.process.Finding.Flaw;
import dev.sluice.process.Follower.Received;
import dev.sluice.sandbox.Effect;
import dev.sluice.sandbox.Effects;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** One request's records held against each other. A result may say only what its double did, and what it could tell. */
final class Judge {

    private static final Set<String> LOSING_QUESTIONS = Set.of("lost-query:3", "24");

    private final Asked asked;
    private final Fate fate;
    private final List<Received> mine;
    private final List<Effect> made;
    private final boolean accepted;
    private final boolean notified;
    private final boolean acknowledged;
    private final List<Finding> findings = new ArrayList<>();

    Judge(Asked asked, Effects effects, List<Received> results) {
        this.asked = asked;
        this.fate = asked.fate();
        this.mine = results.stream().sorted(Comparator.comparingInt(Received::sequence)).toList();
        this.made = effects.of(asked.errand().provider, asked.errand().effect, asked.subject());
        this.accepted = mine.stream()
                .anyMatch(one -> one.status().equals("ACCEPTED") || one.status().equals("PENDING"));
        this.notified = !effects.of(asked.errand().provider, "webhook-sent", asked.subject()).isEmpty();
        this.acknowledged = !effects.of(asked.errand().provider, "webhook-acknowledged", asked.subject()).isEmpty();
    }

    List<Finding> findings() {
        if (made.size() > 1) {
            found(Flaw.DOUBLED, "made " + made.size() + " times");
        }
        if (made.stream().anyMatch(one -> asked.amount() != null
                && new BigDecimal(one.amount()).compareTo(new BigDecimal(asked.amount())) != 0)) {
            found(Flaw.WRONG, "asked for " + asked.amount());
        }
        if (mine.isEmpty()) {
            found(Flaw.LOST, "nothing came out");
            return findings;
        }
        history();
        mine.forEach(this::addressed);
        mine.forEach(this::said);
        return findings;
    }

    private void history() {
        List<Integer> sequences = mine.stream().map(Received::sequence).toList();
        List<Integer> distinct = sequences.stream().distinct().toList();
        if (distinct.size() < sequences.size()) {
            found(Flaw.DOUBLED, "a sequence came twice");
        }
        if (!distinct.equals(IntStream.rangeClosed(1, distinct.size()).boxed().toList())) {
            found(Flaw.GAP, "sequences must be 1, 2, 3 … without gaps");
        }
        long ends = mine.stream().filter(Received::isFinal).count();
        if (ends > 1) {
            found(Flaw.DOUBLED, "it ended " + ends + " times");
        } else if (ends == 1 && !mine.get(mine.size() - 1).isFinal()) {
            found(Flaw.WRONG, "something came after its end");
        } else if (!Books.settles(mine.get(mine.size() - 1))) {
            found(Flaw.UNANSWERED, "it did not end");
        }
    }

    private void addressed(Received one) {
        if (!one.body().path("metadata").path("of").asText().equals(asked.requestId())
                || !asked.requestId().equals(one.correlationId()) || !one.status().equals(one.statusProperty())
                || one.isFinal() != one.finalProperty()
                || !one.body().path("family").asText().equals(asked.errand().family)
                || !one.body().path("provider").asText().equals(asked.errand().provider)) {
            found(Flaw.WRONG, "metadata, correlation id or properties are not its own in " + one);
        }
    }

    private void said(Received one) {
        boolean once = made.size() == 1;
        boolean right = switch (Status.valueOf(one.status())) {
            case ACCEPTED, PENDING -> once;
            case COMPLETED -> once && fate.end() == Status.COMPLETED && couldTell() && ownAmount(one);
            case FAILED -> once == fate.made() && fate.end() == Status.FAILED && couldTell();
            case REJECTED -> made.isEmpty() && fate.end() == Status.REJECTED;
            case UNKNOWN -> true;
            case UNRESOLVED -> mine.stream().anyMatch(Received::isFinal) || !once || fate.end() == null || !hadToTell();
        };
        String reference = one.body().path("providerReference").asText(null);
        boolean own = reference == null || asked.errand() == Errand.LICENCE
                || once && reference.equals(made.get(0).reference());
        if (!right || !own) {
            found(Flaw.WRONG, "the double did " + made + ", told " + fate + ", but " + one.body());
        }
    }

    /** Whether anybody said how it ended: the answer to the call, an answer to a question, or a webhook. */
    private boolean couldTell() {
        return switch (asked.errand()) {
            case EXCHANGE, LICENCE -> true;
            case PAYIN -> notified;
            case TOPUP -> fate.told();
            case OTP -> fate.told();
        };
    }

    /** Whether Sluice could ask, or was told, after whatever happened to it; the last question may be lost too. */
    private boolean hadToTell() {
        return !LOSING_QUESTIONS.contains(fate.words()) && switch (asked.errand()) {
            case EXCHANGE -> true;
            case PAYIN -> acknowledged;
            case TOPUP -> accepted;
            case OTP, LICENCE -> false;
        };
    }

    private boolean ownAmount(Received one) {
        if (asked.errand() != Errand.EXCHANGE) {
            return true;
        }
        boolean buys = one.body().path("operation").asText().equals("fiat-to-crypto");
        String amount = one.body().path("data").path(buys ? "amount" : "tokenAmount").asText("0");
        return new BigDecimal(amount).compareTo(new BigDecimal(asked.amount())) == 0;
    }

    private void found(Flaw flaw, String what) {
        findings.add(new Finding(flaw, asked.requestId() + " "
                + mine.stream().map(one -> one.sequence() + " " + one.status()).toList() + ": " + what));
    }
}
