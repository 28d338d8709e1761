package dev.sluice.provider;

import java.util.List;
import java.util.function.Function;

/**
 * One account at a provider. Credentials are read where they are kept each time they are needed, so that a mounted file
 * that changes counts at once.
 */
public final class Account {

    private final String name;
    private final List<String> required;
    private final Schedule poll;
    private final Schedule retry;
    private final int rate;
    private final Function<String, String> credentials;

    Account(String name, List<String> required, Schedule poll, Schedule retry, int rate,
            Function<String, String> credentials) {
        this.name = name;
        this.required = required;
        this.poll = poll;
        this.retry = retry;
        this.rate = rate;
        this.credentials = credentials;
    }

    /** When the provider is asked what became of an order. */
    public Schedule poll() {
        return poll;
    }

    /** When a call that certainly did nothing is made again. */
    public Schedule retry() {
        return retry;
    }

    /** Calls a second. */
    public int rate() {
        return rate;
    }

    public String name() {
        return name;
    }

    /** The credential's text, null where there is none. */
    public String credential(String credential) {
        return credentials.apply(credential);
    }

    /** The credential as it was before the last rotation, null where the operator keeps none; good to verify with only. */
    public String previous(String credential) {
        String previous = credentials.apply(credential + "-previous");
        return previous == null ? credential(credential) : previous;
    }

    /** Names of required credentials that nobody has set. */
    public List<String> missing() {
        return required.stream().filter(credential -> credential(credential) == null).toList();
    }
}
