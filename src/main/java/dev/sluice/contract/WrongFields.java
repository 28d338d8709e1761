package dev.sluice.contract;

/**
 * The {@code fields} of an operation in a provider's file cannot be used as a JSON Schema, or the file names a place in a
 * request that they do not have.
 */
public final class WrongFields extends IllegalArgumentException {

    private final String provider;
    private final String key;
    private final String reason;

    WrongFields(String provider, String key, String reason) {
        super("provider " + provider + ": " + key + ": " + reason);
        this.provider = provider;
        this.key = key;
        this.reason = reason;
    }

    public String provider() {
        return provider;
    }

    /** Dotted path in the provider's file, such as {@code operations.send.fields.properties.mobile.$ref}. */
    public String key() {
        return key;
    }

    public String reason() {
        return reason;
    }
}
