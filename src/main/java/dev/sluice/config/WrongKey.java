package dev.sluice.config;

/** Is told what is wrong with a key of a file. */
@FunctionalInterface
public interface WrongKey {

    void accept(Rule rule, String key, String reason);
}
