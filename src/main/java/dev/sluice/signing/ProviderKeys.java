package dev.sluice.signing;

import java.security.PublicKey;
import java.time.Instant;

/** The keys that a provider keeps for those to whom it delivers. */
public interface ProviderKeys {

    /** Where none are fetched. */
    ProviderKeys NONE = (request, id, document) -> {
        throw new KeyAway("nobody fetches keys here");
    };

    /** What the provider answers with. */
    interface Document {
        /**
         * @throws CannotSign where there is no such key in it, or one that does not do
         * @throws KeyAway    where it is no document of keys at all
         */
        KnownKey read(byte[] bytes, Instant now);
    }

    /**
     * @param id       by which the delivery names it; empty where it is always the same
     * @param document makes the key of what is answered
     * @throws CannotSign where the provider has no such key, or one that does not do
     * @throws KeyAway    where it cannot be had now
     */
    PublicKey key(KeyRequest request, String id, Document document);

    /**
     * Asks again for a key with which nothing matched, since the provider may have another one in its place; not where
     * that was done a moment ago.
     *
     * @return whether there is another one
     * @throws CannotSign where the provider has it no more
     * @throws KeyAway    where the provider was asked in vain
     */
    default boolean renewed(KeyRequest request, String id, Document document) {
        return false;
    }
}
