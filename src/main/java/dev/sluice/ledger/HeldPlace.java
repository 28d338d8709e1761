package dev.sluice.ledger;

/**
 * Of what submissions are held back: of everything, of one provider, or of one of its accounts.
 *
 * @param provider empty for everything
 * @param account  empty for all of the provider
 */
public record HeldPlace(String provider, String account) {

    public static final HeldPlace EVERYTHING = new HeldPlace("", "");

    public boolean isEverything() {
        return provider.isEmpty();
    }

    /** Whether what the account submits is of it. */
    boolean covers(String ofProvider, String ofAccount) {
        return isEverything() || provider.equals(ofProvider) && (account.isEmpty() || account.equals(ofAccount));
    }

    /** As an operator names it. */
    public String text() {
        return isEverything() ? "everything" : account.isEmpty() ? provider : provider + "/" + account;
    }

    /** What a command about it has after its name. */
    public String arguments() {
        return isEverything() ? "" : account.isEmpty() ? " " + provider : " " + provider + " " + account;
    }
}
