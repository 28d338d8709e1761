package dev.sluice.step;

import dev.sluice.ledger.Act;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import dev.sluice.text.Shown;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * What a provider still says of a request that has ended: a payout that is returned, a charge that is taken back, its
 * own word after a person's. The end stands, whoever set it; the word is noted, and told where it contradicts.
 */
@Singleton
public class LastWords {

    private final Ledger ledger;
    private final Letters letters;

    LastWords(Ledger ledger, Letters letters) {
        this.ledger = ledger;
        this.letters = letters;
    }

    /**
     * Whether it is more than the end said once more: another word than the provider's own, or one after a person's.
     */
    boolean isNews(Entry ended, Outcome outcome) {
        return word(outcome.about(ended.providerReference()))
                .filter(word -> contradicts(ended, word) || ledger.isDecided(ended.key())).isPresent();
    }

    /** Notes what an outcome says of a request that has ended. The same word is noted once. */
    List<Letter> heard(Step step, Outcome outcome) {
        Optional<Entry> ended = ledger.find(step.entry().key()).filter(entry -> isNews(entry, outcome));
        if (ended.isEmpty()) {
            return List.of();
        }
        Entry entry = ended.get();
        Status word = word(outcome).orElseThrow();
        boolean first = ledger
                .noteWord(new Act(step.id(), entry.key(), Act.WORD, entry.provider(), said(outcome), null));
        return first && contradicts(entry, word) ? List.of(letters.contradiction(entry, word, outcome)) : List.of();
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

    /** A word of progress may be older than the end; but not of what was refused. */
    private static boolean contradicts(Entry ended, Status word) {
        return word.isFinal() ? word != ended.status() : ended.status() == Status.REJECTED;
    }
}
