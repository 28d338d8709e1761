package dev.sluice.bench.program;

import java.util.Map;

/**
 * A signed call of the provider.
 *
 * @param headers those of the signature
 */
public record Question(String path, Map<String, String> headers, byte[] body) {
}
