package dev.sluice.contract;

/** The contract that Sluice ships. */
public final class GivenContract {

    private GivenContract() {
    }

    public static Contract shipped() {
        return Given.contract();
    }
}
