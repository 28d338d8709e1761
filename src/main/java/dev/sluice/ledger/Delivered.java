package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A verified webhook, as far as it is kept.
 *
 * @param delivery by which one that comes again is known
 * @param stepId   of the step that works on it
 * @param sort     whether its event is ours, or that it cannot be read
 * @param event    as the provider calls it, with nothing of a person in it; if it has one
 * @param key      of the request that it is about, where that is known
 */
public record Delivered(String delivery, String stepId, String provider, String account, String sort,
        @Nullable String event, @Nullable Key key) {
}
