package dev.sluice.provider;

import dev.sluice.json.Format;
import dev.sluice.signing.Signature;

/**
 * How a provider's webhooks are verified and read.
 *
 * @param format      what they are written in
 * @param events      all are ours where the file does not tell them apart
 * @param acknowledge body of the answer that the provider takes for received
 */
public record Webhook(Signature signature, Format format, Places places, Events events, String acknowledge) {
}
