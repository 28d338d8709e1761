package dev.sluice.ledger;

/**
 * The plan that all replicas are to run.
 *
 * @param act       id of the act by which it is wanted: a plan that is wanted once more is another wish
 * @param leaveOpen whether orders that are open may be left to people, where the plan serves them no more
 * @param at        epoch milliseconds
 */
public record Wanted(String act, PlanMark plan, boolean leaveOpen, String who, String why, long at) {
}
