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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What replicas tell each other of an account: how long the provider wants no calls, and what their breakers hold back.
 * Each tells only what it saw itself. Of several that hold something back all follow one, which alone tries a call; where
 * it has none to try, the next does some seconds later.
 */
final class Gossip {

    /** What this replica tells, as {@link Share} has it. */
    record Told(long pausedUntil, @Nullable String held, @Nullable String why, long heldUntil) {
    }

    /** What is held back by what one replica saw, until then by the database's clock. */
    private record Held(Part part, Category why, String replica, long until) {

        private static final Comparator<Held> FIRST = Comparator.comparing(Held::part).thenComparing(Held::replica);

        /** Nothing where it has no call to try, so that it need not be waited for. */
        static Stream<Held> of(Share share, long now) {
            return Stream.of(Part.values()).filter(part -> part.name().equals(share.held()) && share.heldUntil() > now)
                    .map(part -> new Held(part, why(share), share.replica(), share.heldUntil()));
        }

        /** A replica of another version may have a word of its own. */
        private static Category why(Share share) {
            return Stream.of(Category.values()).filter(word -> word.name().equals(share.why())).findFirst()
                    .orElse(Category.UNAVAILABLE);
        }
    }

    /** So long one is waited for that tries a call, and longer one whose time to try has come. */
    private static final long TRIAL_MILLIS = 3000;

    private final String replica;
    private final Map<Lane, Held> followed = new ConcurrentHashMap<>();
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
                        own.isTrying() ? now + TRIAL_MILLIS : own.trialAt() + ahead);
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
        Optional<Held> first = others.stream().flatMap(share -> Held.of(share, view.now())).min(Held.FIRST);
        Held before = followed.get(lane);
        if (first.isPresent() && isBehind(said, gate.millis(), first.get())) {
            if (!first.get().equals(before)) {
                follow(lane, gate, first.get(), others, view.now());
            }
        } else if (before != null && others.stream().anyMatch(share -> share.replica().equals(before.replica())
                && Leases.lasts(share, view.now()) && share.held() == null)) {
            gate.breakers().endFollowing();
            followed.remove(lane);
        }
    }

    /** Whether this replica holds back nothing itself until then, or is not the first of those that do. */
    private boolean isBehind(Gate.Own own, long here, Held first) {
        Hold hold = own.hold();
        return hold == null || !own.isTrying() && own.trialAt() <= here
                || Held.FIRST.compare(first, new Held(hold.part(), first.why(), replica, 0)) < 0;
    }

    private void follow(Lane lane, Gate gate, Held first, List<Share> others, long now) {
        long between = others.stream().filter(share -> Leases.lasts(share, now)
                && !share.replica().equals(first.replica()) && share.replica().compareTo(replica) < 0).count();
        followed.put(lane, first);
        gate.breakers().follow(first.part(), first.why(), first.until() - now + (1 + between) * TRIAL_MILLIS);
    }
}
