package dev.sluice.queue;

/** The names of all queues. */
public final class Queues {

    /** Where what could not be processed lies until a person decides; nothing leaves it by itself. */
    public static final String DEAD = "sluice.dead";
    /** Where the broker puts what it could not deliver; Sluice moves it on to {@link #DEAD} with its reason. */
    public static final String UNDELIVERED = "sluice.undelivered";
    /** What people ask for. */
    public static final String PEOPLE = "sluice.people";
    /** Acts in bulk that are under way: Sluice's own steps of them. */
    public static final String BULK = "sluice.bulk";
    /** What calls an operator. */
    public static final String ATTENTION = "sluice.attention";
    /** By its filter a broker shows which ledger it belongs to; no message comes there. */
    public static final String LEDGER = "sluice.ledger";

    /** What {@link #status} has in the place of a provider's name. */
    public static final String STATUS = "status";

    private static final String SUBMISSIONS = "sluice.submit.";
    private static final String ASKS = "sluice.polls.";
    private static final String WEBHOOKS = "sluice.webhooks.";

    private Queues() {
    }

    /** The door that all providers of a family share. */
    public static String requests(String family) {
        return family + ".requests";
    }

    public static String requests(String family, String provider) {
        return requests(family) + "." + provider;
    }

    /** Where an upstream system asks how its request stands; no provider is called so. */
    public static String status(String family) {
        return requests(family, STATUS);
    }

    /** Whether producers send there. */
    public static boolean isOfRequests(String queue) {
        return queue.endsWith(".requests") || queue.contains(".requests.");
    }

    /** Where results go that have no reply-to. */
    public static String results(String family) {
        return family + ".results";
    }

    /** Where those of a tenant go, of none where there are none. */
    public static String results(String family, String tenant) {
        return tenant.isEmpty() ? results(family) : results(family) + "." + tenant;
    }

    /** Webhooks that were verified. */
    public static String webhooks(String provider) {
        return WEBHOOKS + provider;
    }

    /** @param lane a provider's name, and what an account's lane has after it */
    static String submissions(String lane) {
        return SUBMISSIONS + lane;
    }

    static String asks(String lane) {
        return ASKS + lane;
    }

    /** Whether only Sluice may send to it, so that it is no reply queue of anybody's, which may go at any time. */
    public static boolean isInternal(String queue) {
        return queue.startsWith("sluice.");
    }

    /** Whether Sluice does what its own messages there say, so that nobody else may write one. */
    public static boolean isActedOn(String queue) {
        return isOfSubmissions(queue) || isOfAsks(queue) || queue.startsWith(WEBHOOKS) || queue.equals(BULK);
    }

    public static boolean isOfSubmissions(String queue) {
        return queue.startsWith(SUBMISSIONS);
    }

    public static boolean isOfAsks(String queue) {
        return queue.startsWith(ASKS);
    }
}
