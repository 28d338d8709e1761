package dev.sluice.cipher;

import org.jspecify.annotations.Nullable;

/**
 * A payload that was opened without its mode being known.
 *
 * @param mode    the mode that it opened in, as a description names it
 * @param plain   what was in it
 * @param certain whether it opened in no other: a payload of one block is the same in {@code cbc-zero-iv} and
 *                {@code ecb}
 */
public record Detected(String mode, byte @Nullable [] plain, boolean certain) {
}
