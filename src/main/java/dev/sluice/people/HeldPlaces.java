package dev.sluice.people;

import dev.sluice.ledger.Act;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.HoldRows;
import dev.sluice.ledger.Holds;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lane;
import dev.sluice.text.Nearest;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds back submissions and releases them, as people want it. */
@Singleton
class HeldPlaces {

    private final HoldRows holds;
    private final Providers providers;

    HeldPlaces(HoldRows holds, Providers providers) {
        this.holds = holds;
        this.providers = providers;
    }

    /** Why it is not done, where it is not. What a plan no longer has is released, and is not held anew. */
    @Nullable
    String carryOut(Act act, HeldPlace place) {
        boolean held = act.act().equals(Act.HOLD);
        String unknown = held ? unknown(place) : null;
        if (unknown != null) {
            return unknown;
        }
        return holds.hold(act, place, held) ? null : place.text() + " is not held by itself" + stillHeld(place);
    }

    private @Nullable String unknown(HeldPlace place) {
        if (place.isEverything()) {
            return null;
        }
        Provider provider = providers.get(place.provider());
        if (provider == null) {
            return "config/providers has no file of " + place.provider() + Nearest.hint(place.provider(),
                    providers.all().stream().map(Provider::name).toList());
        }
        Set<String> accounts = new TreeSet<>(provider.accounts().keySet());
        accounts.add(Lane.DEFAULT);
        return place.account().isEmpty() || accounts.contains(place.account()) ? null
                : "config/providers/" + place.provider() + ".yaml has no account " + place.account() + ", but "
                        + String.join(", ", accounts);
    }

    /** What came of it. */
    String told(Act act, HeldPlace place) {
        return act.act().equals(Act.HOLD) ? "held back from now on; calls that are under way end"
                : "released; what waited is submitted now, but by a replica that sluice.submissions.held holds back"
                        + stillHeld(place);
    }

    /** What is held still of what was to be released. */
    private String stillHeld(HeldPlace place) {
        Holds now = holds.holds();
        String others = now.places().stream().filter(other -> touches(place, other))
                .map(other -> other.text() + " (./sluice release" + other.arguments() + ")")
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : "; held still: " + others;
    }

    private static boolean touches(HeldPlace one, HeldPlace other) {
        return one.isEverything() || other.isEverything() || one.provider().equals(other.provider())
                && (one.account().isEmpty() || other.account().isEmpty() || one.account().equals(other.account()));
    }
}
