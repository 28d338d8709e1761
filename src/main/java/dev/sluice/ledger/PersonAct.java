package dev.sluice.ledger;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a person did, with what it was about.
 *
 * @param family of the request, as {@code requestId}, where there is one
 */
public record PersonAct(ActRow act, @Nullable String family, @Nullable String requestId) {

    /** By time, and in a moment by their ids: the same whatever database tells them. */
    public static final Comparator<PersonAct> ORDER = Comparator.comparingLong((PersonAct one) -> one.act().at())
            .thenComparing(one -> one.act().stepId());
}
