package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The places of a document that a provider's file names, as a tree that is walked beside the document. */
public final class Named {

    /** Every place: of a document whose places a route knows, and no file. */
    public static final Named EVERYWHERE = new Named();

    private final Map<String, Named> members = new HashMap<>();
    private @Nullable Named items;
    private boolean here;

    Named() {
    }

    /** What is named below this member of an object, or this item of an array. */
    public @Nullable Named below(String member) {
        if (this == EVERYWHERE) {
            return this;
        }
        Named below = members.get(member);
        return below != null ? below : items;
    }

    /** Whether it is this very place. */
    public boolean isHere() {
        return here || this == EVERYWHERE;
    }

    boolean isEmpty() {
        return !here && members.isEmpty() && items == null;
    }

    Named at(JsonPointer place) {
        Named at = this;
        for (JsonPointer left = place; !left.matches(); left = Objects.requireNonNull(left.tail())) {
            at = at.members.computeIfAbsent(left.getMatchingProperty(), name -> new Named());
        }
        return at;
    }

    void name(JsonPointer place) {
        at(place).here = true;
    }

    /** What is named in each item of the list that is here; in the one that stands there as itself, too. */
    Named items() {
        Named all = items;
        if (all == null) {
            all = new Named();
            items = all;
        }
        return all;
    }
}
