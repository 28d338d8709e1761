package dev.sluice.sandbox;

import java.util.Map;

/**
 * One webhook, signed and ready to be sent.
 *
 * @param about our id of the order
 */
record Webhook(String provider, String about, String url, String body, Map<String, String> headers) {
}
