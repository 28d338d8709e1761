package dev.sluice.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Of what people hold back submissions at a moment, and who does. */
public record Holds(Map<HeldPlace, HeldBy> by) {

    public static final Holds NONE = new Holds(Map.of());

    public Holds {
        by = Map.copyOf(by);
    }

    /** Who holds back just that. */
    public Optional<HeldBy> of(HeldPlace place) {
        return Optional.ofNullable(by.get(place));
    }

    /** Who holds back everything. */
    public Optional<HeldBy> ofEverything() {
        return of(HeldPlace.EVERYTHING);
    }

    /** The widest place that is held and that the account is of. */
    public Optional<HeldPlace> over(String provider, String account) {
        return places().stream().filter(place -> place.covers(provider, account)).findFirst();
    }

    /** Everything first, and each provider before its accounts. */
    public List<HeldPlace> places() {
        return by.keySet().stream()
                .sorted(Comparator.comparing(HeldPlace::provider).thenComparing(HeldPlace::account)).toList();
    }
}
