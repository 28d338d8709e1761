package dev.sluice.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All credentials of an account as they were read at one moment, so that a call has no other ones at its end than at its
 * beginning.
 *
 * @param texts    those that are set, by name
 * @param previous whether they are those of before the last rotation
 */
public record Credentials(Map<String, String> texts, boolean previous) {

    public Credentials {
        texts = Map.copyOf(texts);
    }

    /** The credential's text, where it is set. */
    public @Nullable String get(String name) {
        return texts.get(name);
    }

    /** Whether a provider that refuses one of them may take the other. */
    public boolean differFrom(Credentials other) {
        return !texts.equals(other.texts);
    }

    /** Tells them from those of another rotation while this process runs, and nobody anything else of them. */
    public String mark() {
        return Marks.of(texts);
    }

    @Override
    public String toString() {
        return previous ? "the previous credentials" : "the credentials";
    }
}
