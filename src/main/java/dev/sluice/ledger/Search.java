package dev.sluice.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a person looks for; what is not there does not matter.
 *
 * @param text     part of a requestId, of an order number or of a provider's reference, in any case
 * @param statuses any of these, {@link Open#SILENT}, {@link Open#CONTRADICTED} and {@link Open#DOUBTED} among them:
 *                 what is doubted is not found as unresolved; empty for every one, none yet as well
 * @param tenant   of this one; empty for those of none
 * @param older    in its status for at least so long, in milliseconds
 * @param most     at most so many
 * @param from     claimed at this time at the earliest, epoch milliseconds
 * @param before   and before this one
 * @param error    the category, or the provider's code, of the error that its newest result has
 * @param cause    fingerprint of the cause for which it needs a person
 * @param metadata what its producer put beside it
 */
public record Search(@Nullable String text, List<String> statuses, @Nullable String provider, @Nullable String account,
        @Nullable String family, @Nullable String tenant, long older, int most, @Nullable Long from,
        @Nullable Long before, @Nullable String error, @Nullable String cause, @Nullable Metadata metadata) {

    /** Of so many the causes are looked at, where those of one cause are looked for. */
    public static final int LOOKED_AT = 20_000;

    /** A member of the metadata, whose name has neither " nor \, and just what it says. */
    public record Metadata(String name, String value) {
    }

    /** One of any tenant, time, error, cause and metadata. */
    public Search(@Nullable String text, List<String> statuses, @Nullable String provider, @Nullable String account,
            @Nullable String family, long older, int most) {
        this(text, statuses, provider, account, family, null, older, most);
    }

    /** One of any time, error, cause and metadata. */
    public Search(@Nullable String text, List<String> statuses, @Nullable String provider, @Nullable String account,
            @Nullable String family, @Nullable String tenant, long older, int most) {
        this(text, statuses, provider, account, family, tenant, older, most, null, null, null, null, null);
    }

    /** The same whatever their cause, so many that all can be looked at for it, and one more. */
    public Search ofAnyCause() {
        return new Search(text, statuses, provider, account, family, tenant, older, LOOKED_AT + 1, from, before, error,
                null, metadata);
    }
}
