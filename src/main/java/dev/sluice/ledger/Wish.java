package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * An act in bulk that somebody else than who wants it can approve.
 *
 * @param request the one that it is about; null where there are many
 * @param changed whether that one is not as it was when it was wanted, so that it is not approved any more
 */
public record Wish(Bulk bulk, @Nullable Key request, boolean changed) {
}
