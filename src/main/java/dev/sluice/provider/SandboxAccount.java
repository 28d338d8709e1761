package dev.sluice.provider;

import java.util.Map;

/** Where the sandbox plays a provider, and the credentials that it expects. */
public record SandboxAccount(String baseUrl, Map<String, String> credentials) {
}
