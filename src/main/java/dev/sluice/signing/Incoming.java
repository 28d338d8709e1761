package dev.sluice.signing;

import java.util.Map;

/**
 * A delivery whose signature is to be checked.
 *
 * @param path    as the sender knows it, without the query
 * @param query   the encoded query without the question mark; empty if there is none
 * @param headers as received; upper and lower case do not count
 * @param body    the bytes as received, before anything has read or changed them
 */
public record Incoming(String method, String path, String query, Map<String, String> headers, byte[] body) {
    public Incoming {
        query = query == null ? "" : query;
        headers = headers == null ? Map.of() : headers;
        body = body == null ? new byte[0] : body;
    }
}
