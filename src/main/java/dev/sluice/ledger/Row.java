package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** A request's row while something is recorded of it. Where somebody else changes it meanwhile, all of it begins anew. */
public final class Row {

    private final Connection connection;
    private final Entry entry;

    Row(Connection connection, Entry entry) {
        this.connection = connection;
        this.entry = entry;
    }

    public Entry entry() {
        return entry;
    }

    /** Whether the provider's order of this reference is this request's; one that was nobody's is from now on. */
    public boolean takes(String reference) throws SQLException {
        Key key = entry.key();
        return Sql.update(connection, "INSERT INTO provider_order (provider, account, reference, family, request_id)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                entry.provider(), entry.account(), reference, key.family(), key.requestId()) == 1
                || Sql.query(connection, row -> new Key(row.getString(1), row.getString(2)), "SELECT family, request_id"
                        + " FROM provider_order WHERE provider = ? AND account = ? AND reference = ?",
                entry.provider(), entry.account(), reference).contains(key);
    }
}
