package dev.sluice.lane;

import dev.sluice.ledger.LedgerUnavailable;
import dev.sluice.ledger.Share;
import dev.sluice.ledger.ShareRows;
import dev.sluice.ledger.ShareRows.View;
import dev.sluice.queue.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;

/**
 * This replica's leases of all accounts' limits. All replicas' together are never more than the limits: what becomes less
 * is less here before it is in the ledger, and what becomes more is used once it is there. A lease ends here before others
 * may have it: here its time counts from before it was asked for, by running time; there from when it was given, by the
 * database's clock. No other clock counts.
 */
final class Leases {

    /** As {@link ShareRows#renew}. */
    interface Renewal {
        Optional<View> of(Function<View, List<Share>> mine);
    }

    /** What this replica may use of an account until then, by {@link System#nanoTime()}, and how many share it. */
    private record Lease(long rate, long calls, long until, int sharers) {

        boolean hasEnded(long now) {
            return now - until >= 0;
        }
    }

    /** What is written, and what this replica gives up of that at once. */
    private record Portion(long rate, long rateToBe, long calls, long callsToBe, int sharers) {

        Lease lease(long sent) {
            return new Lease(Math.max(0, Math.min(rate, rateToBe)), Math.max(0, Math.min(calls, callsToBe)),
                    sent + TimeUnit.MILLISECONDS.toNanos(LASTS_MILLIS - MARGIN_MILLIS), sharers);
        }
    }

    /** What this replica uses while it asks for more, and what it tells. */
    private record Asked(Lane lane, Gate gate, Demand demand, long rate, long calls, Gate.Own own) {
    }

    static final long LASTS_MILLIS = 5000;
    /** It ends sooner here by more than running times drift apart meanwhile. */
    static final long MARGIN_MILLIS = 500;
    /** Of the rate this part is given up or not, at once or the next time. */
    private static final int LITTLE = 20;
    /** The part of a replica that knows of no other, for it never saw the ledger. */
    private static final int UNKNOWN = 50;

    private static final Logger LOG = Logger.getLogger(Leases.class);

    private final Renewal renewal;
    private final String replica;
    private final Map<Lane, Gate> gates;
    private final LongSupplier nanos;
    private final LongFunction<Demand> demand;
    private final Gossip gossip;
    private final Map<Lane, Lease> leases = new ConcurrentHashMap<>();
    private final Map<Lane, Demand> demands = new HashMap<>();
    private volatile boolean alone;
    private volatile boolean outrun;
    private boolean ended;

    Leases(Renewal renewal, String replica, Map<Lane, Gate> gates) {
        this(renewal, replica, gates, System::nanoTime, Demand::new);
    }

    /** @param nanos running time, as {@link System#nanoTime()} counts it */
    Leases(Renewal renewal, String replica, Map<Lane, Gate> gates, LongSupplier nanos, LongFunction<Demand> demand) {
        this.renewal = renewal;
        this.replica = replica;
        this.gates = gates;
        this.nanos = nanos;
        this.demand = demand;
        this.gossip = new Gossip(replica);
    }

    /**
     * Renews all of them in one transaction.
     *
     * @return false where that is to be done again at once, for another replica was at it, or much is given up
     */
    synchronized boolean renew() {
        if (ended) {
            return true;
        }
        long sent = nanos.getAsLong();
        List<Asked> asked = gates.entrySet().stream().map(each -> ask(each.getKey(), each.getValue(), sent)).toList();
        List<Portion> portions = new ArrayList<>();
        Optional<View> seen;
        try {
            seen = renewal.of(view -> {
                portions.clear();
                asked.forEach(one -> portions.add(portion(one, view)));
                return IntStream.range(0, asked.size())
                        .mapToObj(i -> share(asked.get(i), portions.get(i), view.now())).toList();
            });
        } catch (LedgerUnavailable e) {
            ledgerIsAway(sent);
            return true;
        }
        if (seen.isEmpty()) {
            othersWereAtIt(sent);
            return false;
        }
        if (alone || outrun) {
            LOG.info("The limits of accounts hold over all replicas together again");
            alone = false;
            outrun = false;
        }
        boolean settled = true;
        for (int i = 0; i < asked.size(); i++) {
            Portion portion = portions.get(i);
            Asked one = asked.get(i);
            use(one.lane(), one.gate(), portion.lease(sent), 0, 0);
            gossip.hear(one.lane(), one.gate(), one.own(), seen.get());
            settled &= portion.rate() - portion.rateToBe() <= one.gate().turns().limit() / LITTLE
                    && portion.calls() <= Math.max(portion.callsToBe(), one.gate().slots().taken());
        }
        return settled;
    }

    /** What is used while it is asked for; of what is under way all, although less may begin. */
    private Asked ask(Lane lane, Gate gate, long now) {
        Demand demand = demands.computeIfAbsent(lane, first -> this.demand.apply(now));
        demand.measure(gate, now);
        Lease known = leases.get(lane);
        Lease lease = known == null || known.hasEnded(now) ? new Lease(0, 0, now, 1) : known;
        long calls = lease.hasEnded(now) ? 0 : Math.max(lease.calls(), gate.slots().taken());
        return new Asked(lane, gate, demand, lease.rate(), calls, gate.own());
    }

    private Portion portion(Asked asked, View view) {
        List<Share> lasting = view.shares().stream()
                .filter(share -> isOf(share, asked.lane()) && lasts(share, view.now())).toList();
        List<Share> others = lasting.stream().filter(share -> !share.replica().equals(replica)).toList();
        // Of what ended in the ledger meanwhile others may have had all.
        boolean ended = others.size() == lasting.size();
        int place = (int) others.stream().filter(share -> share.replica().compareTo(replica) < 0).count();
        long[] rates = wanted(others, place, asked.demand().rate(), Share::rateWanted);
        long[] calls = wanted(others, place, asked.demand().calls(), Share::callsWanted);
        int first = (int) (view.now() / LASTS_MILLIS % rates.length);
        long limit = asked.gate().turns().limit();
        long most = asked.gate().concurrency();
        long rateToBe = FairShare.of(limit, rates, place);
        long callsToBe = FairShare.ofWhole(most, calls, first, place);
        return new Portion(granted(ended ? 0 : asked.rate(), rateToBe, limit, others, Share::rate), rateToBe,
                granted(ended ? 0 : asked.calls(), callsToBe, most, others, Share::calls), callsToBe, rates.length);
    }

    /** Never less than is used meanwhile, and else never more than the others leave. */
    private static long granted(long used, long toBe, long limit, List<Share> others, ToLongFunction<Share> of) {
        return Math.max(used, Math.min(toBe, limit - others.stream().mapToLong(of).sum()));
    }

    private Share share(Asked asked, Portion portion, long now) {
        Gossip.Told told = gossip.tell(asked.own(), asked.gate().millis(), now);
        return new Share(asked.lane().provider(), asked.lane().account(), replica, portion.rate(),
                asked.demand().rate(), portion.calls(), asked.demand().calls(), now + LASTS_MILLIS, told.pausedUntil(),
                told.held(), told.why(), told.heldUntil());
    }

    static boolean isOf(Share share, Lane lane) {
        return share.provider().equals(lane.provider()) && share.account().equals(lane.account());
    }

    /** One that ends later than any can was given by the clock of another database, whose place this one took. */
    static boolean lasts(Share share, long now) {
        return share.ends() > now && share.ends() <= now + LASTS_MILLIS;
    }

    private static long[] wanted(List<Share> others, int place, long mine, ToLongFunction<Share> of) {
        return LongStream.concat(others.stream().limit(place).mapToLong(of),
                LongStream.concat(LongStream.of(mine), others.stream().skip(place).mapToLong(of))).toArray();
    }

    private void use(Lane lane, Gate gate, Lease lease, long rateWithout, long callsWithout) {
        leases.put(lane, lease);
        gate.turns().lease(new Turns.Lease(lease.rate(), lease.until(), rateWithout));
        gate.slots().lease(lease.calls(), lease.until(), callsWithout);
    }

    /**
     * What has ended, by running time, before the ledger was asked in vain: nobody can say how much others have. Who knew of
     * no other has nothing to say of that: the ledger's absence is told elsewhere.
     */
    private void ledgerIsAway(long asked) {
        boolean before = alone;
        int sharers = 1;
        for (Map.Entry<Lane, Gate> each : gates.entrySet()) {
            Gate gate = each.getValue();
            Lease lease = leases.getOrDefault(each.getKey(), new Lease(0, 0, asked, UNKNOWN));
            if (lease.hasEnded(asked)) {
                use(each.getKey(), gate, lease, gate.turns().limit() / lease.sharers(),
                        Math.max(1, gate.concurrency() / lease.sharers()));
                alone = true;
                sharers = lease.sharers() == UNKNOWN ? sharers : Math.max(sharers, lease.sharers());
            }
        }
        if (alone && !before && sharers > 1) {
            LOG.warnf("The ledger is away: until it is back, this replica keeps to its equal part of the limits of"
                    + " accounts, one of %d", sharers);
        }
    }

    private void othersWereAtIt(long asked) {
        if (!alone && !outrun && leases.values().stream().anyMatch(lease -> lease.hasEnded(asked))) {
            outrun = true;
            LOG.warn("Other replicas were at the limits of accounts whenever this one renewed its share of them: the"
                    + " share has ended, and it makes no calls until it has one again");
        }
    }

    /** Nothing is used any more, and nothing renewed. */
    synchronized void end() {
        ended = true;
        long now = nanos.getAsLong();
        gates.forEach((lane, gate) -> use(lane, gate, new Lease(0, 0, now, 1), 0, 0));
    }

    /** Whether the ledger cannot say what others have, or says so too late. */
    boolean isAlone() {
        return alone || outrun;
    }

    /**
     * Whether somebody waits who has less than an equal part: others may have given up some. Of calls at a time fewer
     * than replicas not each can have one, however often it looks.
     */
    boolean isWanting() {
        return gates.entrySet().stream().anyMatch(each -> {
            Lease lease = leases.get(each.getKey());
            Gate gate = each.getValue();
            return lease == null || gate.turns().waiting() > 0
                    && lease.rate() < gate.turns().limit() / (lease.sharers() + 1)
                    || gate.slots().waiting() > 0 && gate.concurrency() >= lease.sharers()
                            && lease.calls() < Math.max(1, gate.concurrency() / (lease.sharers() + 1));
        });
    }

    /** Whether there is something to tell the others at once. */
    boolean isNews() {
        return gates.entrySet().stream().anyMatch(each -> gossip.isNews(each.getKey(), each.getValue()));
    }
}
