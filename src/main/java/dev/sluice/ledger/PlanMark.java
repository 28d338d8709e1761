package dev.sluice.ledger;

/**
 * By which plan steps are done.
 *
 * @param text a fingerprint of the files that the plan was made of, null where nobody made one
 */
public record PlanMark(String text) {

    public static final PlanMark NONE = new PlanMark(null);
}
