package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.outcome.Status;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as the ledger knows it.
 *
 * @param orderNumber  what the provider is given as the number of the order: the requestId, or a short form of it
 * @param document     the request, with sensitive members masked or left out
 * @param envelope     what goes with its results: {@code metadata}, {@code replyTo}, {@code correlationId}; and
 *                     {@code tenant}, where it has one
 * @param claim        the one step that may call the provider for it next
 * @param begun        how often that step has begun; more than once where it was redelivered
 * @param status       once anything is recorded
 * @param askingSince  when the provider was first to be asked what became of it, epoch milliseconds
 * @param notFound     how often in a row the provider said that it has no such order
 * @param notFoundSince when it said so first, epoch milliseconds
 * @param known        whether an answer or a webhook has shown that the provider knows the order
 * @param doubted      members of the request that an answer repeated otherwise, or its reference; empty where none did
 * @param updatedAt    when something was last recorded, epoch milliseconds
 */
public record Entry(Key key, String orderNumber, String provider, String account, String operation, String contentHash,
        ObjectNode document, ObjectNode envelope, String claim, int begun, @Nullable Status status, int sequence,
        @Nullable String providerReference, @Nullable String providerStatus, @Nullable Long askingSince, int notFound,
        @Nullable Long notFoundSince, boolean known, Set<String> doubted, long createdAt, long updatedAt) {

    /**
     * After so long without a word a request of which nothing is recorded does not go on by itself: its message is
     * lost.
     */
    static final long SILENT_MILLIS = 10 * 60_000;

    /** Whether the provider has shown that it knows the order, which is then never sent again. */
    public boolean isKnown() {
        return known || providerReference != null;
    }

    /** A request of which the ledger knows nothing yet. */
    public static Entry wanted(Key key, String provider, String account, String operation, String contentHash,
            ObjectNode document, ObjectNode envelope) {
        return new Entry(key, key.name(), provider, account, operation, contentHash, document, envelope, "", 0,
                null,
                0, null, null, null, 0, null, false, Set.of(), 0, 0);
    }

    /** The same under another number, where no other request of the account has it. */
    public Entry numbered(String orderNumber) {
        return new Entry(key, orderNumber, provider, account, operation, contentHash, document, envelope, claim, begun,
                status, sequence, providerReference, providerStatus, askingSince, notFound, notFoundSince, known,
                doubted,
                createdAt, updatedAt);
    }

    /** Whether it is with the same account of the same provider as before. */
    public boolean isStillAt(Entry before) {
        return provider.equals(before.provider) && account.equals(before.account);
    }

    /** The request as the first step has it that calls for it. */
    Entry claimedBy(String stepId, long now) {
        return new Entry(key, orderNumber, provider, account, operation, contentHash, document, envelope, stepId, 1,
                null,
                0, null, null, null, 0, null, false, Set.of(), now, now);
    }

    /** Who else may do it; nobody where it is with that one already. */
    public @Nullable Elsewhere otherwise() {
        Elsewhere other = Elsewhere.in(envelope);
        return other == null || other.equals(new Elsewhere(provider, account)) ? null : other;
    }

    /** The same, where nobody else may do it. */
    public Entry alone() {
        return new Entry(key, orderNumber, provider, account, operation, contentHash, document,
                Elsewhere.without(envelope), claim, begun, status, sequence, providerReference, providerStatus,
                askingSince, notFound, notFoundSince, known, doubted, createdAt, updatedAt);
    }

    /** Whether the provider is known to be at work on it. */
    public boolean isAtWork() {
        return status == Status.PENDING || status == Status.ACCEPTED;
    }

    /** Whether a change says no more than that the provider is at work on it, and that by the word that is known. */
    public boolean isStillAtWork(Change change) {
        return change.status() == Status.PENDING && isAtWork()
                && Objects.equals(change.providerStatus(), providerStatus);
    }

    public boolean isFinal() {
        return status != null && status.isFinal();
    }

    /** Whether a person may end it: nobody knows what became of it, or nothing was heard of it for long. */
    boolean mayBeDecided(long now) {
        return status == Status.UNKNOWN || status == Status.UNRESOLVED
                || status == null && now - updatedAt >= SILENT_MILLIS;
    }
}
