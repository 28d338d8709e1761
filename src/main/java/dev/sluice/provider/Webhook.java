package dev.sluice.provider;

import dev.sluice.json.Format;
import dev.sluice.signing.Signature;

/**
 * How a provider's webhooks are verified and read.
 *
 * @param method      of HTTP, {@code POST} or {@code GET}, of which the query is the document
 * @param format      what they are written in
 * @param events      all are ours where the file does not tell them apart
 * @param acknowledge body of the answer that the provider takes for received
 */
public record Webhook(String method, Signature signature, Format format, Places places, Events events,
        String acknowledge) {

    /** Whether anything is delivered by this method of HTTP. */
    public boolean takes(String method) {
        return this.method.equals(method);
    }
}
