package dev.sluice.signing;

import java.time.Instant;

/** What the nonce of a scheme looks like. */
enum NonceFormat implements Labelled {
    /** As supplied: 36 characters. */
    UUID,
    /** As supplied, without hyphens: 32 characters. */
    UUID_PLAIN,
    /** The clock in milliseconds, for providers that want a growing number. */
    MILLISECONDS;

    String of(String supplied, Instant now) {
        return switch (this) {
            case UUID -> supplied;
            case UUID_PLAIN -> supplied.replace("-", "");
            case MILLISECONDS -> Long.toString(now.toEpochMilli());
        };
    }
}
