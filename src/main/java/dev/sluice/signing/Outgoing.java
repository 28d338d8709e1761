package dev.sluice.signing;

import java.util.Map;

/**
 * A request before it is signed.
 *
 * @param method  as sent, {@code POST}
 * @param path    as the provider sees it, with the leading slash and without the query
 * @param query   the encoded query without the question mark; empty if there is none
 * @param headers those a description may name; upper and lower case do not count
 * @param body    the bytes to send; empty if there are none
 */
public record Outgoing(String method, String path, String query, Map<String, String> headers, byte[] body) {
    public Outgoing {
        query = query == null ? "" : query;
        headers = headers == null ? Map.of() : headers;
        body = body == null ? new byte[0] : body;
    }
}
