package dev.sluice.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a person looks for; what is not there does not matter.
 *
 * @param text     part of a requestId, of an order number or of a provider's reference, in any case
 * @param statuses any of these, {@code SILENT} among them; empty for every one, none yet as well
 * @param tenant   of this one; empty for those of none
 * @param older    in its status for at least so long, in milliseconds
 * @param most     at most so many
 */
public record Search(@Nullable String text, List<String> statuses, @Nullable String provider, @Nullable String account,
        @Nullable String family, @Nullable String tenant, long older, int most) {

    /** For those of whichever tenant. */
    public Search(@Nullable String text, List<String> statuses, @Nullable String provider, @Nullable String account,
            @Nullable String family, long older, int most) {
        this(text, statuses, provider, account, family, null, older, most);
    }
}
