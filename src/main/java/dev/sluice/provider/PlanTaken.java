package dev.sluice.provider;

import java.util.Set;

/**
 * From now on other files and settings count; nothing is in hand meanwhile.
 *
 * @param changed providers whose file, settings or credentials are others than before, also those that are new or gone
 */
public record PlanTaken(Set<String> changed) {

    public PlanTaken {
        changed = Set.copyOf(changed);
    }

    /** Whether what was learnt of it may not be true any more, of a name {@code <provider>/<what>}. */
    public boolean changes(String name) {
        return changed.contains(name.split("/", 2)[0]);
    }
}
