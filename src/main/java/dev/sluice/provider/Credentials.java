package dev.sluice.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All credentials of an account at one moment, so that no call has one of before a rotation beside one of after it.
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

    @Override
    public String toString() {
        return previous ? "the previous credentials" : "the credentials";
    }
}
