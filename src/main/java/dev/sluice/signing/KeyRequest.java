package dev.sluice.signing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a provider is asked for a key.
 *
 * @param maxAge how long what it answers is good
 */
public record KeyRequest(URI uri, String method, Map<String, String> headers, byte[] body, Duration maxAge) {

    /** The same for the same request, and nothing that can be read out of it. */
    public String name() {
        String all = List.of(uri, method, headers, new String(body, StandardCharsets.UTF_8)).toString();
        return TextEncoding.HEX.encode(Algorithm.SHA_256.digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return "a request for a key";
    }
}
