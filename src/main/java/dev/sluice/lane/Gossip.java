package dev.sluice.lane;

import dev.sluice.lane.Hold.Part;
import dev.sluice.ledger.Share;
import dev.sluice.ledger.ShareRows.View;
import dev.sluice.outcome.Category;
import dev.sluice.queue.Lane;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What replicas tell each other of an account: how long the provider wants no calls, and what their breakers hold back.
 * Each tells only what it saw itself. Of several that hold something back all follow one, which alone tries a call; where
 * it has none to try, the next does some seconds later. Where its call fails too, it alone may be sick: who followed it
 * for what it saw follows it no longer, and finds out itself.
 */
final class Gossip {

    /** What this replica tells, as {@link Share} has it. */
    record Told(long pausedUntil, @Nullable String held, @Nullable String why, long heldUntil) {
    }

    /** What is held back by what one replica saw, until then by the database's clock; longer while it tries a call. */
    private record Held(Part part, Category why, String replica, long until, boolean isTrying) {

        private static final Comparator<Held> FIRST = Comparator.comparing(Held::part).thenComparing(Held::replica);

        /** Nothing where it has no call to try, so that it need not be waited for. */
        static Stream<Held> of(Share share, long now) {
            return Stream.of(Part.values()).filter(part -> part.name().equals(share.held()) && share.heldUntil() > now)
                    // What one that is gone was refused others may have mended.
                    .filter(part -> part != Part.CREDENTIALS || Leases.lasts(share, now))
                    .map(part -> new Held(part, why(share), share.replica(), share.heldUntil(), isTrying(share)));
        }

        /** As {@link #tell} has it. */
        private static boolean isTrying(Share share) {
            return share.heldUntil() - TRIAL_MILLIS == share.ends() - Leases.LASTS_MILLIS;
        }

        /** A replica of another version may have a word of its own. */
        private static Category why(Share share) {
            return Stream.of(Category.values()).filter(word -> word.name().equals(share.why())).findFirst()
                    .orElse(Category.UNAVAILABLE);
        }
    }

    /**
     * Whom this replica follows.
     *
     * @param knows       whether its own calls failed too
     * @param tryingSince when the other was first seen to be at it, by the database's clock
     */
    private record Following(Held first, boolean knows, long tryingSince) {

        /** Whether the call that the other tried failed too, or tells nothing: what that one holds back now is news. */
        boolean isOver(Held now, long time) {
            return now.part().compareTo(first.part()) > 0
                    || now.part() == first.part() && (now.isTrying() ? time - tryingSince > LONGEST_TRIAL_MILLIS
                            : first.isTrying() || now.until() > first.until() + TOLERANCE_MILLIS);
        }

        boolean isSame(Held now) {
            return first.part() == now.part() && first.isTrying() == now.isTrying()
                    && Math.abs(now.until() - first.until()) <= TOLERANCE_MILLIS;
        }
    }

    /** So long one is waited for that tries a call, and longer one whose time to try has come. */
    private static final long TRIAL_MILLIS = 3000;
    private static final long LONGEST_TRIAL_MILLIS = 120_000;
    /** By so much the same time is another when it is told again. */
    private static final long TOLERANCE_MILLIS = 500;

    private final String replica;
    private final Map<Lane, Following> followed = new ConcurrentHashMap<>();
    /** Whom this replica followed for long enough: that one alone may be sick, so it finds out itself. */
    private final Map<Lane, Set<String>> followedEnough = new ConcurrentHashMap<>();
    private final Map<Lane, Gate.Own> told = new ConcurrentHashMap<>();

    Gossip(String replica) {
        this.replica = replica;
    }

    /**
     * What is told of an account.
     *
     * @param here what time it is by the gate's clock
     * @param now  the same by the database's
     */
    Told tell(Gate.Own own, long here, long now) {
        long ahead = now - here;
        long pausedUntil = own.pausedUntil() + ahead > now ? own.pausedUntil() + ahead : 0;
        Hold hold = own.hold();
        return hold == null ? new Told(pausedUntil, null, null, 0)
                : new Told(pausedUntil, hold.part().name(), hold.why() == null ? null : hold.why().name(),
                        own.isTrying() ? now + TRIAL_MILLIS : notTrying(own.trialAt() + ahead, now));
    }

    /** Others see by the time that one is tried now. */
    private static long notTrying(long trialAt, long now) {
        return trialAt == now + TRIAL_MILLIS ? trialAt + 1 : trialAt;
    }

    /** Whether there is something that was not told yet. */
    boolean isNews(Lane lane, Gate gate) {
        return !gate.own().equals(told.getOrDefault(lane, Gate.Own.NOTHING));
    }

    /** @param said what was told with that */
    void hear(Lane lane, Gate gate, Gate.Own said, View view) {
        told.put(lane, said);
        List<Share> others = view.shares().stream()
                .filter(share -> Leases.isOf(share, lane) && !share.replica().equals(replica)).toList();
        others.stream().mapToLong(share -> share.pausedUntil() - view.now()).filter(millis -> millis > 0).max()
                .ifPresent(gate::pausedFor);
        Set<String> enough = followedEnough.computeIfAbsent(lane, none -> ConcurrentHashMap.newKeySet());
        enough.removeIf(one -> others.stream().noneMatch(share -> share.replica().equals(one) && share.held() != null));
        Following before = followed.get(lane);
        if (before != null && !mayFollowOn(gate, said, before, others, view.now())) {
            enough.add(before.first().replica());
        }
        Optional<Held> first = others.stream().filter(share -> !enough.contains(share.replica()))
                .flatMap(share -> Held.of(share, view.now())).min(Held.FIRST);
        if (first.isPresent() && isBehind(said, gate.millis(), first.get())) {
            follow(lane, gate, said, first.get(), others, view.now());
        } else if (before != null && others.stream().anyMatch(share -> share.replica().equals(before.first().replica())
                && Leases.lasts(share, view.now()) && share.held() == null)) {
            gate.breakers().endFollowing();
            followed.remove(lane);
        }
    }

    /** Once for the other's own failures, and once more for this replica's, while it does not call. */
    private static boolean mayFollowOn(Gate gate, Gate.Own own, Following before, List<Share> others, long now) {
        boolean over = others.stream().filter(share -> share.replica().equals(before.first().replica()))
                .flatMap(share -> Held.of(share, now)).anyMatch(held -> before.isOver(held, now));
        Hold hold = gate.hold();
        return !over || own.hold() != null || before.knows() && hold != null && hold.ofOthers();
    }

    /** Whether this replica holds back nothing itself until then, or is not the first of those that do. */
    private boolean isBehind(Gate.Own own, long here, Held first) {
        Hold hold = own.hold();
        return hold == null || !own.isTrying() && own.trialAt() <= here
                || Held.FIRST.compare(first, new Held(hold.part(), first.why(), replica, 0, false)) < 0;
    }

    private void follow(Lane lane, Gate gate, Gate.Own own, Held first, List<Share> others, long now) {
        Following before = followed.get(lane);
        boolean known = before != null && before.first().replica().equals(first.replica());
        if (before != null && known && own.hold() == null && before.isSame(first)) {
            return;
        }
        long between = others.stream().filter(share -> Leases.lasts(share, now)
                && !share.replica().equals(first.replica()) && share.replica().compareTo(replica) < 0).count();
        boolean goesOn = before != null && known && !before.isOver(first, now);
        boolean knows = own.hold() != null || before != null && goesOn && before.knows();
        followed.put(lane, new Following(first, knows,
                before != null && goesOn && before.first().isTrying() ? before.tryingSince() : now));
        gate.breakers().follow(first.part(), first.why(), first.until() - now + (1 + between) * TRIAL_MILLIS);
    }
}
