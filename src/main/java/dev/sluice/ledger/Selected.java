package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was when it was selected for an act in bulk, in all by which a person decides about it.
 *
 * @param claim the step that may call the provider for it next: another one once it is to be sent again
 * @param begun how often that step has begun: one more once it is sent
 * @param known whether an answer or a webhook has shown that the provider knows the order
 * @param told  how often the provider said something of it since it was claimed: of one that it was known to have that
 *              may leave all else as it is. Counted, for the clocks of those who hear it differ
 */
public record Selected(Key key, int sequence, String provider, String account, @Nullable Status status, String claim,
        int begun, boolean known, @Nullable String reference, int told) {

    /** Of the requests {@code r}. */
    static final String COLUMNS = "r.family, r.request_id, r.sequence, r.provider, r.account, r.status, r.claim,"
            + " r.begun, r.known, r.provider_reference, (SELECT COUNT(*) FROM act t WHERE t.family = r.family"
            + " AND t.request_id = r.request_id AND t.act IN ('" + Act.WEBHOOK + "', '" + Act.DOUBTED + "')) AS told";

    /** As it is now. */
    static Optional<Selected> of(Sql sql, Key key) throws SQLException {
        return sql.query(Selected::read, "SELECT " + COLUMNS + " FROM request r WHERE r.family = ?"
                + " AND r.request_id = ?", key.family(), key.name()).stream().findFirst();
    }

    /** Of a row of the requests, or of the items of acts in bulk, which call these columns the same. */
    static Selected read(ResultSet row) throws SQLException {
        return new Selected(Key.named(row.getString("family"), row.getString("request_id")), row.getInt("sequence"),
                row.getString("provider"), row.getString("account"), status(row.getString("status")),
                row.getString("claim"), row.getInt("begun"), row.getInt("known") == 1,
                row.getString("provider_reference"), row.getInt("told"));
    }

    private static @Nullable Status status(@Nullable String text) {
        return text == null ? null : Status.valueOf(text);
    }

    /** Another text for another one, and for the same once it changed. */
    String text() {
        return String.join(" ", key.family(), key.name(), Integer.toString(sequence), provider, account,
                String.valueOf(status), claim, Integer.toString(begun), Boolean.toString(known),
                String.valueOf(reference), Integer.toString(told));
    }
}
