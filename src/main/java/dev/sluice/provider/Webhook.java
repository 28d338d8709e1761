package dev.sluice.provider;

import dev.sluice.cipher.HeldDocument;
import dev.sluice.json.Format;
import dev.sluice.signing.Challenge;
import dev.sluice.signing.Reply;
import dev.sluice.signing.Signature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's webhooks are verified, read and answered.
 *
 * @param method    of HTTP, {@code POST} or {@code GET}, of which the query is the document
 * @param format    what they are written in
 * @param inside    members that hold documents of their own, outer ones first
 * @param events    all are ours where the file does not tell them apart
 * @param answer    what the provider takes for received
 * @param challenge by which it tries whether the address is ours, where it does
 */
public record Webhook(String method, Signature signature, Format format, List<HeldDocument> inside, Places places,
        Events events, Reply answer, @Nullable Challenge challenge) {

    /** Whether anything comes by this method of HTTP. */
    public boolean takes(String method) {
        return this.method.equals(method) || challenge != null && challenge.method().equals(method);
    }
}
