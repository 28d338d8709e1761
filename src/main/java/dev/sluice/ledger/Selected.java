package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was when it was selected for an act in bulk, in all by which a person decides about it.
 *
 * @param claim the step that may call the provider for it next: another one once it is to be sent again
 * @param begun how often that step has begun: one more once it is sent
 * @param known whether an answer or a webhook has shown that the provider knows the order
 */
public record Selected(Key key, int sequence, String provider, String account, @Nullable Status status, String claim,
        int begun, boolean known, @Nullable String reference) {

    /** As a person sees it. */
    public static Selected of(RequestRow row) {
        return new Selected(Key.named(row.family(), row.requestId()), row.sequence(), row.provider(), row.account(),
                status(row.status()), row.claim(), row.begun(), row.known(), row.reference());
    }

    /** As a step sees it. */
    public static Selected of(Entry entry) {
        return new Selected(entry.key(), entry.sequence(), entry.provider(), entry.account(), entry.status(),
                entry.claim(), entry.begun(), entry.known(), entry.providerReference());
    }

    /** Of a row of the requests, or of the items of acts in bulk, which call these columns the same. */
    static Selected read(ResultSet row) throws SQLException {
        return new Selected(Key.named(row.getString("family"), row.getString("request_id")), row.getInt("sequence"),
                row.getString("provider"), row.getString("account"), status(row.getString("status")),
                row.getString("claim"), row.getInt("begun"), row.getInt("known") == 1,
                row.getString("provider_reference"));
    }

    private static @Nullable Status status(@Nullable String text) {
        return text == null ? null : Status.valueOf(text);
    }

    /** Another text for another one, and for the same once it changed. */
    String text() {
        return String.join(" ", key.family(), key.name(), Integer.toString(sequence), provider, account,
                String.valueOf(status), claim, Integer.toString(begun), Boolean.toString(known),
                String.valueOf(reference));
    }
}
