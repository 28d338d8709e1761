package dev.sluice.sandbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The doubles' own record of what took effect, kept in memory as long as the process lives. It is the witness of
 * "nothing lost, nothing doubled", so it counts what happened and not what was answered. Mobiles are told apart by a
 * number and shown masked.
 */
public final class Effects {

    static final String ORDER_CREATED = "order-created";
    static final String OTP_SENT = "otp-sent";
    static final String PIN_CONSUMED = "pin-consumed";
    static final String LOGIN = "login";
    static final String REFRESH = "refresh";
    static final String CARD_TOPUP = "card-topup";
    static final String CARD_REQUEST = "card-request";
    static final String PAID_SIMULATED = "paid-simulated";
    static final String KEY_PAIR = "key-pair";
    static final String DEVICE_ACTIVATED = "device-activated";
    static final String WEBHOOK_SENT = "webhook-sent";
    static final String WEBHOOK_ACKNOWLEDGED = "webhook-acknowledged";

    /** The same kind of effect on the same subject, or refused, and how often. */
    public record Repeated(String provider, String kind, @Nullable String about, int subject, int times) {
    }

    private record Subject(String provider, @Nullable String id) {
    }

    private final Clock clock;
    private final List<Effect> effects = new ArrayList<>();
    private final Map<Subject, Integer> subjects = new HashMap<>();
    private final Map<Subject, Integer> refused = new HashMap<>();

    Effects(Clock clock) {
        this.clock = clock;
    }

    synchronized void order(String provider, String externalOrderId, String reference, String amount) {
        add(provider, ORDER_CREATED, externalOrderId, numberOf(provider, externalOrderId), reference, amount);
    }

    synchronized void otp(String provider, String kind, String mobile, String reference, @Nullable String cost) {
        add(provider, kind, masked(mobile), numberOf(provider, mobile), reference, cost);
    }

    /** Anything else that is told apart by what it is about, which is shown as it is. */
    synchronized void happened(String provider, String kind, String about, @Nullable String reference,
            @Nullable String amount) {
        add(provider, kind, about, numberOf(provider, about), reference, amount);
    }

    synchronized void session(String provider, String kind) {
        add(provider, kind, null, 0, null, null);
    }

    /** A create that was refused because the order is there already. */
    synchronized void refusedDuplicate(String provider, @Nullable String externalOrderId) {
        refused.merge(new Subject(provider, externalOrderId), 1, Integer::sum);
    }

    /** Every effect so far, oldest first. */
    public synchronized List<Effect> all() {
        return List.copyOf(effects);
    }

    public synchronized long count(String provider, String kind) {
        return effects.stream().filter(e -> e.provider().equals(provider) && e.kind().equals(kind)).count();
    }

    /** @param subject our id of an order, a card, an address, a device or a mobile, in full as the provider got it */
    public synchronized long count(String provider, String kind, String subject) {
        return of(provider, kind, subject).size();
    }

    /** Those of one kind about one subject, as for {@link #count}. */
    public synchronized List<Effect> of(String provider, String kind, String subject) {
        int number = subjects.getOrDefault(new Subject(provider, subject), -1);
        return effects.stream()
                .filter(e -> e.provider().equals(provider) && e.kind().equals(kind) && e.subject() == number).toList();
    }

    /** Provider to kind to how many. */
    public synchronized Map<String, Map<String, Long>> counts() {
        return effects.stream().collect(Collectors.groupingBy(Effect::provider, TreeMap::new,
                Collectors.groupingBy(Effect::kind, TreeMap::new, Collectors.counting())));
    }

    /** Orders created more than once: always empty, since a double refuses the second. */
    public List<Repeated> doubled() {
        return repeated(ORDER_CREATED);
    }

    /** Mobiles sent an OTP, cards topped up or addresses sent a card more than once: nothing wrong by itself. */
    public List<Repeated> resent() {
        return Stream.of(OTP_SENT, CARD_TOPUP, CARD_REQUEST).flatMap(kind -> repeated(kind).stream()).toList();
    }

    /** Creates refused as duplicates. */
    public synchronized List<Repeated> attempts() {
        return refused.entrySet().stream().map(e -> new Repeated(e.getKey().provider(), ORDER_CREATED,
                e.getKey().id(), subjects.getOrDefault(e.getKey(), 0), e.getValue())).toList();
    }

    private synchronized List<Repeated> repeated(String kind) {
        Map<Integer, List<Effect>> bySubject = effects.stream().filter(e -> e.kind().equals(kind))
                .collect(Collectors.groupingBy(Effect::subject, TreeMap::new, Collectors.toList()));
        return bySubject.values().stream().filter(same -> same.size() > 1)
                .map(same -> new Repeated(same.get(0).provider(), kind, same.get(0).about(), same.get(0).subject(),
                        same.size()))
                .toList();
    }

    private void add(String provider, String kind, @Nullable String about, int subject, @Nullable String reference,
            @Nullable String amount) {
        effects.add(new Effect(provider, kind, about, subject, reference, amount, clock.instant()));
    }

    private int numberOf(String provider, String id) {
        return subjects.computeIfAbsent(new Subject(provider, id), any -> subjects.size() + 1);
    }

    private static String masked(String mobile) {
        int hidden = Math.max(0, mobile.length() - 4);
        return "*".repeat(hidden) + mobile.substring(hidden);
    }
}
