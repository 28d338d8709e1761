package dev.sluice.queue;

/**
 * The two queues by which an account's steps come: one for its submissions, one for its asks. An account that has to
 * wait holds up nobody else's. The account {@code default} has the queues that are named after the provider alone.
 */
public record Lane(String provider, String account) {

    public static final String DEFAULT = "default";

    public String submissions() {
        return Queues.submissions(provider + suffix());
    }

    public String asks() {
        return Queues.asks(provider + suffix());
    }

    /** What the names of its queues have after the provider's. */
    public String suffix() {
        return account.equals(DEFAULT) ? "" : "." + account;
    }
}
