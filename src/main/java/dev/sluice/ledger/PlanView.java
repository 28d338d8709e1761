package dev.sluice.ledger;

import dev.sluice.ledger.Replica.Standing;
import java.util.List;
import java.util.Optional;

/** Which plan is wanted, and what each replica said of itself last. */
public record PlanView(Optional<Wanted> wanted, List<Replica> replicas) {

    public PlanView {
        replicas = List.copyOf(replicas);
    }

    /** Those that were heard of lately. */
    public List<Replica> alive(long now) {
        return replicas.stream().filter(replica -> !replica.isGone(now)).toList();
    }

    /** Whether one runs something else than is wanted or than another one. */
    public boolean differs(long now) {
        List<Replica> alive = alive(now);
        return alive.stream().map(Replica::running).distinct().count() > 1
                || wanted.isPresent() && alive.stream().anyMatch(one -> !one.running().equals(wanted.get().plan()));
    }

    /** Whether one refused what is wanted. */
    public boolean isRefused(long now) {
        return alive(now).stream().anyMatch(one -> one.standing() == Standing.REFUSED);
    }
}
