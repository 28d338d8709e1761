package dev.sluice.outcome;

import java.util.Set;

/**
 * What an answer shows beside what it says.
 *
 * @param known whether the provider knows the order: it names its own reference of it, repeats something of it, or says
 *              anything of how it stands
 * @param same  members of the request that it repeats as they were asked
 * @param other those that it repeats otherwise, or {@link #REFERENCE} where it names another order
 */
public record Evidence(boolean known, Set<String> same, Set<String> other) {

    /** Stands for the provider's reference among the members. */
    public static final String REFERENCE = "reference";

    /** Of an answer of which nothing else is known. */
    public static Evidence known(boolean known) {
        return new Evidence(known, Set.of(), Set.of());
    }
}
