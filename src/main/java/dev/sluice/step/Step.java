package dev.sluice.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ledger.Entry;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import org.jspecify.annotations.Nullable;

/**
 * One message that makes Sluice act, with what is known before it acts.
 *
 * @param submission whether it submits the request; else it asks what became of it
 * @param attempt    counts tries of a submission and asks of a poll, from 1
 * @param repeat     how many calls before this one were lost, so that this one repeats them
 * @param asking     whether the provider is asked about the order, and not given it
 * @param chained    whether a poll has a follow-up; an ask that came from outside the chain has none
 * @param request    the request as the provider's route sees it
 * @param message    the message's own body, from which a further try is made
 */
public record Step(String id, boolean submission, int attempt, int repeat, boolean asking, boolean chained, Entry entry,
        Provider provider, Operation operation, ObjectNode request, @Nullable String message) {

    /** The same, as the call that its answer is to. */
    Step called() {
        return new Step(id, submission, attempt, repeat, false, true, entry, provider, operation, request, message);
    }

    /** Whether the provider can be asked what became of the request, as far as is known now. */
    boolean canAsk() {
        return provider.answersAbout(operation, entry.providerReference());
    }
}
