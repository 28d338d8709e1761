package dev.sluice.bench.program;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a program is told by its environment.
 *
 * @param broker         URL of the broker
 * @param provider       URL of the provider, everything before {@code /api}
 * @param ledger         JDBC URL
 * @param ledgerUser     empty where the ledger asks nobody
 * @param ledgerPassword empty where the ledger asks nobody
 * @param connections    to the ledger, at most
 * @param consumers      of each of its two queues
 * @param pollDelayMs    from a result ACCEPTED to the first question about it
 */
public record ProgramSettings(String broker, String provider, String accessKey, String secretKey, String ledger,
        String ledgerUser, String ledgerPassword, int connections, int consumers, long pollDelayMs) {

    public static final String REQUESTS = "orders.requests.hambit";
    public static final String RESULTS = "orders.results";
    /** Below {@code sluice.polls}, so that the broker treats it as it treats Sluice's own. */
    public static final String POLLS = "sluice.polls.bench";
    /** The line that a program prints once its consumers are there. */
    public static final String READY = "ready";

    private static final String PREFIX = "BENCH_";

    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(PREFIX + "BROKER", broker);
        environment.put(PREFIX + "PROVIDER", provider);
        environment.put(PREFIX + "ACCESS_KEY", accessKey);
        environment.put(PREFIX + "SECRET_KEY", secretKey);
        environment.put(PREFIX + "LEDGER", ledger);
        environment.put(PREFIX + "LEDGER_USER", ledgerUser);
        environment.put(PREFIX + "LEDGER_PASSWORD", ledgerPassword);
        environment.put(PREFIX + "CONNECTIONS", Integer.toString(connections));
        environment.put(PREFIX + "CONSUMERS", Integer.toString(consumers));
        environment.put(PREFIX + "POLL_DELAY", Long.toString(pollDelayMs));
        return environment;
    }

    public static ProgramSettings read(Map<String, String> environment) {
        return new ProgramSettings(text(environment, "BROKER"), text(environment, "PROVIDER"),
                text(environment, "ACCESS_KEY"), text(environment, "SECRET_KEY"), text(environment, "LEDGER"),
                text(environment, "LEDGER_USER"), text(environment, "LEDGER_PASSWORD"),
                Integer.parseInt(text(environment, "CONNECTIONS")), Integer.parseInt(text(environment, "CONSUMERS")),
                Long.parseLong(text(environment, "POLL_DELAY")));
    }

    private static String text(Map<String, String> environment, String name) {
        return Objects.requireNonNull(environment.get(PREFIX + name), PREFIX + name);
    }
}
