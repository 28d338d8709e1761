package dev.sluice.ledger;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was heard of a request beside its status.
 *
 * @param known   whether it shows that the provider knows the order
 * @param doubted members of the request that it repeats otherwise; empty leaves those that are kept
 * @param said    what the provider said, where that tells nothing of the request
 * @param word    a note of what was said, if any
 */
public record Heard(boolean known, Set<String> doubted, @Nullable String said, @Nullable Act word) {

    static final Heard NOTHING = new Heard(false, Set.of(), null, null);
}
