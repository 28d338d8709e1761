package dev.sluice.step;

import dev.sluice.ledger.Act;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Evidence;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import dev.sluice.text.Shown;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider still says of a request that has ended: a payout that is returned, a charge that is taken back, its
 * own word after a person's. The end stands, whoever set it; the word is noted, and told where it contradicts.
 */
@Singleton
public class LastWords {

    /** Beside a word that does, so that it is found. */
    private static final String CONTRADICTS = "{\"contradicts\":true}";

    private final Ledger ledger;
    private final Letters letters;

    public LastWords(Ledger ledger, Letters letters) {
        this.ledger = ledger;
        this.letters = letters;
    }

    /** Whether a webhook is worth a question: not the end said once more, and not progress that may be older. */
    boolean isNews(Entry ended, Outcome outcome) {
        Outcome said = outcome.about(ended.providerReference());
        return word(said).isEmpty() || contradicts(ended, said) || ledger.isDecided(ended.key());
    }

    /** Notes what an answer says of a request that has ended; one without a status says nothing of it. */
    List<Letter> heard(Step step, Outcome outcome) {
        boolean says = outcome.kind() == Kind.ECHO_MISMATCH || outcome.providerStatus() != null
                || word(outcome).isPresent();
        return says ? noted(step.id(), false, step, outcome) : List.of();
    }

    /** The same of a webhook, which says something in any case: that there is anything to say of it. */
    List<Letter> told(Step step, Outcome outcome) {
        return noted(said(step), true, step, outcome);
    }

    /**
     * The same word is noted, and told, once.
     *
     * @param under what else may be noted of it under a name of its own
     */
    private List<Letter> noted(String under, boolean webhook, Step step, Outcome outcome) {
        Optional<Entry> ended = ledger.find(step.entry().key()).filter(Entry::isFinal);
        if (ended.isEmpty()) {
            return List.of();
        }
        Entry entry = ended.get();
        Outcome said = outcome.about(entry.providerReference());
        if (word(said).filter(word -> word == entry.status()).isPresent() && !ledger.isDecided(entry.key())) {
            return List.of();
        }
        boolean contradicts = contradicts(entry, said) || webhook && isOfTwoOrders(said);
        boolean first = ledger.noteWord(new Act(under + "-word", entry.key(), Act.WORD, entry.provider(), said(said),
                contradicts ? CONTRADICTS : null));
        return first && contradicts
                ? List.of(letters.contradiction(entry, word(said).orElse(null), said)) : List.of();
    }

    /** A webhook that found the request by its own number, and names another order of the provider's. */
    private static boolean isOfTwoOrders(Outcome said) {
        return said.kind() == Kind.ECHO_MISMATCH
                && said.evidence().other().equals(Set.of(Evidence.REFERENCE));
    }

    /** Under what a webhook's word is noted: its step's own id is that of the question which follows from it. */
    static String said(Step step) {
        return step.id() + "-said";
    }

    /** What an outcome says of a request, for a person. */
    static String said(Outcome outcome) {
        String status = outcome.providerStatus() == null ? "" : " (status " + outcome.providerStatus() + ")";
        return Shown.line(word(outcome).map(word -> "it is " + word + status)
                .orElseGet(() -> outcome.error() == null ? "nothing" : outcome.error().message()));
    }

    private static Optional<Status> word(Outcome outcome) {
        return Optional.ofNullable(switch (outcome.kind()) {
            case COMPLETED -> Status.COMPLETED;
            case FAILED -> Status.FAILED;
            case ACCEPTED -> Status.ACCEPTED;
            case PROGRESS -> Status.PENDING;
            default -> null;
        });
    }

    /**
     * A word of progress may be older than the end; but of what was refused nothing is to be said. What differs from
     * the request, or stands in no table, is nobody's end.
     */
    private static boolean contradicts(Entry ended, Outcome said) {
        boolean refused = ended.status() == Status.REJECTED;
        return word(said).map(word -> word.isFinal() ? word != ended.status() : refused)
                .orElseGet(() -> said.kind() == Kind.ECHO_MISMATCH ? said.evidence().known()
                        : refused || said.unlisted() != null || said.providerStatus() != null);
    }
}
