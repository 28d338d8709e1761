package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * By which plan steps are done.
 *
 * @param text a fingerprint of the files that the plan was made of, where somebody made one
 */
public record PlanMark(@Nullable String text) {

    public static final PlanMark NONE = new PlanMark(null);
}
