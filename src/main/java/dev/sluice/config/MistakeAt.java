package dev.sluice.config;

/** Makes a mistake of a key. */
@FunctionalInterface
public interface MistakeAt {

    Mistake of(Rule rule, String key, String reason);
}
