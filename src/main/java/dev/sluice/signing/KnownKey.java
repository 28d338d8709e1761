package dev.sluice.signing;

import java.security.PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that a provider keeps.
 *
 * @param end until when it is good by itself, where it says so
 */
public record KnownKey(PublicKey key, @Nullable Instant end) {
}
