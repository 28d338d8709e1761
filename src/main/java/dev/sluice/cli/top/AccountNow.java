package dev.sluice.cli.top;

import dev.sluice.cli.Moments;
import dev.sluice.ledger.UndecidedOf;
import dev.sluice.queue.Lane;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one account does, by two scrapes and by what the ledger has of it. */
record AccountNow(String provider, String account, long waiting, long inFlight, double rate, String half, String most,
        boolean breaker, boolean held, String token, String unresolved, String oldestUnknown, String low) {

    private static final String NONE = "0";
    private static final String NOT_KNOWN = "?";
    private static final String NO_CURRENCY = "none";

    private static final double HALF = 0.5;
    private static final double MOST = 0.95;

    /**
     * @param undecided what the ledger has, null where it cannot be read
     * @param now       epoch milliseconds
     */
    static AccountNow of(String provider, String account, Scrape before, Scrape after,
            @Nullable List<UndecidedOf> undecided, long now) {
        Predicate<Scrape.Row> own = row -> row.label("provider").equals(provider)
                && row.label("account").equals(account);
        double calls = after.grown("sluice_calls_seconds_count", before).filter(own).mapToDouble(Scrape.Row::value)
                .sum();
        double seconds = Math.max(1e-3, (after.at() - before.at()) / 1e9);
        Map<Double, Double> buckets = new TreeMap<>();
        after.grown("sluice_calls_seconds_bucket", before).filter(own).filter(row -> !row.label("le").contains("Inf"))
                .forEach(row -> buckets.merge(Double.valueOf(row.label("le")), row.value(), Double::sum));
        double token = after.most("sluice_tokens_age_seconds", own);
        boolean held = after.most("sluice_account_held", own) > 0;
        return new AccountNow(provider, account, waiting(after, own, held, new Lane(provider, account)),
                Math.round(after.sum("sluice_steps_inflight", own)), calls / seconds,
                within(buckets, calls, HALF), within(buckets, calls, MOST),
                after.most("sluice_breaker_open", own) > 0, held,
                after.of("sluice_tokens_age_seconds").noneMatch(own) ? "" : Moments.length(Math.round(token * 1000)),
                count(undecided, provider, account), oldest(undecided, provider, account, now), low(after, own));
    }

    /** While it is held all waits that is on its queue, among it what steps have already. */
    private static long waiting(Scrape after, Predicate<Scrape.Row> own, boolean held, Lane lane) {
        double steps = after.sum("sluice_steps_waiting", own);
        return Math.round(!held ? steps : Math.max(steps,
                after.most("sluice_queue_messages", row -> row.label("queue").equals(lane.submissions()))));
    }

    /** The currencies in which it has less at its provider than it should. */
    private static String low(Scrape after, Predicate<Scrape.Row> own) {
        return after.of("sluice_balance_low").filter(own).filter(row -> row.value() > 0)
                .map(row -> row.label("currency")).map(currency -> currency.equals(NO_CURRENCY) ? "yes" : currency)
                .distinct().sorted().collect(Collectors.joining(" "));
    }

    /** The bound of the histogram within which so many of the calls were answered. */
    private static String within(Map<Double, Double> buckets, double calls, double part) {
        if (calls <= 0) {
            return "";
        }
        return buckets.entrySet().stream().filter(bucket -> bucket.getValue() >= calls * part).findFirst()
                .map(bucket -> "<" + text(bucket.getKey())).orElseGet(() -> buckets.keySet().stream()
                        .reduce((first, second) -> second).map(last -> ">" + text(last)).orElse(""));
    }

    private static String text(double seconds) {
        return seconds < 1 ? Math.round(seconds * 1000) + "ms" : Math.round(seconds) + "s";
    }

    private static String count(@Nullable List<UndecidedOf> undecided, String provider, String account) {
        return told(undecided, provider, account, "UNRESOLVED", one -> String.valueOf(one.count()), NONE);
    }

    private static String oldest(@Nullable List<UndecidedOf> undecided, String provider, String account, long now) {
        return told(undecided, provider, account, "UNKNOWN", one -> Moments.length(now - one.since()), "");
    }

    /** With a plus where it may be more, for not all were counted; not known where it is not among those that were. */
    private static String told(@Nullable List<UndecidedOf> undecided, String provider, String account, String status,
            Function<UndecidedOf, String> text, String none) {
        if (undecided == null) {
            return NOT_KNOWN;
        }
        List<UndecidedOf> counted = undecided.stream()
                .filter(one -> one.provider().equals(provider) && one.status().equals(status)).toList();
        return counted.stream().filter(one -> one.isOf(provider, account)).findFirst()
                .map(one -> text.apply(one) + (one.whole() ? "" : "+"))
                .orElse(counted.stream().allMatch(UndecidedOf::whole) ? none : NOT_KNOWN);
    }

    /** Whether a person is waited for, as far as that is known. */
    boolean stuck() {
        return !unresolved.equals(NONE) && !unresolved.equals(NOT_KNOWN);
    }

    /** How much an operator has to look at it. */
    int trouble() {
        return (breaker ? 8 : 0) + (stuck() ? 4 : 0) + (low.isEmpty() ? 0 : 2) + (held ? 1 : 0);
    }
}
