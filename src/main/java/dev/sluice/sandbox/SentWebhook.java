package dev.sluice.sandbox;

import java.util.Map;

/**
 * One webhook, signed and ready to be sent.
 *
 * @param about our id of the order
 */
record SentWebhook(String provider, String about, String url, String body, Map<String, String> headers) {
}
