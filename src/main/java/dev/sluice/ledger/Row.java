package dev.sluice.ledger;

import java.sql.SQLException;
import java.util.List;

/**
 * A request's row while something is recorded of it. Where somebody else changes it meanwhile, all of it begins anew.
 */
public class Row {

    private final Sql sql;
    private final Entry entry;

    Row(Sql sql, Entry entry) {
        this.sql = sql;
        this.entry = entry;
    }

    public final Entry entry() {
        return entry;
    }

    /** Whether the provider's order of this reference is this request's; one that was nobody's is from now on. */
    public boolean takes(String reference) throws SQLException {
        return sql.updates(taking(reference))[0] == 1
                || sql.query(row -> Key.named(row.getString(1), row.getString(2)), "SELECT family, request_id"
                        + " FROM provider_order WHERE provider = ? AND account = ? AND reference = ?",
                        entry.provider(), entry.account(), reference).contains(entry.key());
    }

    /** Whether no other request of the provider has the number, of whichever account. */
    public final boolean isFree(Elsewhere at, String orderNumber) throws SQLException {
        return !Statements.isAnothers(sql, entry.key(), at.provider(), orderNumber);
    }

    /** Whether the day of the account that it goes to has room for it, which counts it. */
    public final boolean spends(Spending spending, long day) throws SQLException {
        return spending.fits(sql, day);
    }

    /** What is yet to be written of that. */
    List<Sql.Update> taken() {
        return List.of();
    }

    /** Changes a row where the order is nobody's. */
    final Sql.Update taking(String reference) {
        return new Sql.Update("INSERT INTO provider_order (provider, account, reference, family, request_id)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                entry.provider(), entry.account(), reference, entry.key().family(), entry.key().name());
    }
}
