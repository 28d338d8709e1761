package dev.sluice.ledger;

/**
 * A request in which a person was found.
 *
 * @param fit the surest of how
 */
public record PersonFound(RequestRow request, Person.Fit fit) {
}
