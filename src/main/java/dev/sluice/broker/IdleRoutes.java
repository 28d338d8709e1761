package dev.sluice.broker;

import java.util.HashMap;
import java.util.Map;

/**
 * Which routes take nothing from their queue. A lane that is quiet has one consumer, and that is away for a second where
 * commits of it failed one after the other; so one that was there before counts only once several looks in a row missed
 * it.
 */
final class IdleRoutes {

    /** At a look a second. */
    static final int MISSED = 5;

    private final Map<String, Integer> missed = new HashMap<>();

    /** After the broker was away each counts until it is back. */
    void forget() {
        missed.clear();
    }

    /** Whether a route counts as idle by what this look and those before it saw. */
    boolean counts(String route, boolean consumes) {
        int looks = consumes ? 0 : missed.getOrDefault(route, MISSED) + 1;
        missed.put(route, looks);
        return looks > MISSED;
    }
}
