package dev.sluice.ledger;

/** A ledger that cannot be used. */
public final class GivenAway {

    private GivenAway() {
    }

    public static LedgerUnavailable failure() {
        return new LedgerUnavailable("it is cut off");
    }
}
