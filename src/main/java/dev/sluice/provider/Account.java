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
    private final Function<String, String> credentials;

    Account(String name, List<String> required, Function<String, String> credentials) {
        this.name = name;
        this.required = required;
        this.credentials = credentials;
    }

    public String name() {
        return name;
    }

    /** The credential's text, null where there is none. */
    public String credential(String credential) {
        return credentials.apply(credential);
    }

    /** Names of required credentials that nobody has set. */
    public List<String> missing() {
        return required.stream().filter(credential -> credential(credential) == null).toList();
    }
}
