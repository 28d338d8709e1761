package dev.sluice.cli.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that the demo sends, and what must come of it.
 *
 * @param key    names this sending: also its correlation id, because a duplicate has the requestId of another
 * @param note   what there is to see in it
 * @param after  the requestId whose row must be done first, if there is one
 * @param expect how it must end
 */
record Sample(String key, String shows, String note, String queue, String requestId, String body,
        @Nullable String after,
        Expected expect) {

    /**
     * @param category the error's, or none for any
     * @param through  statuses that must come before the end
     */
    record Expected(String status, @Nullable String category, boolean replayed, List<String> through) {
    }
}
