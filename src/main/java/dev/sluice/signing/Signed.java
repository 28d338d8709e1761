package dev.sluice.signing;

import java.util.Map;

/**
 * What the signature adds to a request.
 *
 * @param headers to be set
 * @param query   parameters to be added, in this order, not yet encoded; {@code fullQuery} has them already
 * @param body    the bytes to send: those of the request, or with the described fields in them
 * @param fullQuery the encoded query to send, without the question mark, exactly as it was signed
 */
public record Signed(Map<String, String> headers, Map<String, String> query, byte[] body, String fullQuery) {
}
