package dev.sluice.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The webhooks that came: all that were verified, and the last ones of those that were refused. */
public final class WebhookRows {

    /** Of each provider and reason so many are kept. */
    public static final int KEPT = 20;
    private static final String SELECT = "SELECT step_id, provider, account, sort, event, family, request_id, at, times,"
            + " last_at FROM delivery";

    private final Database database;

    public WebhookRows(Database database) {
        this.database = database;
    }

    /** Keeps those that were refused, and of each provider and reason the last; nothing while the ledger is away. */
    public boolean keep(List<RefusedWebhook> refused) {
        return database.absence() == null && database.write(sql -> {
            Set<List<String>> kinds = new HashSet<>();
            for (RefusedWebhook one : refused) {
                sql.update("INSERT INTO refused_webhook (id, provider, account, reason, detail, at) VALUES"
                        + " (?, ?, ?, ?, ?, ?)", "refused-" + UUID.randomUUID(), one.provider(), one.account(),
                        one.reason(), one.detail(), one.at());
                kinds.add(List.of(one.provider(), one.reason()));
            }
            for (List<String> kind : kinds) {
                sql.update("DELETE FROM refused_webhook WHERE provider = ? AND reason = ? AND id NOT IN (SELECT id FROM"
                        + " refused_webhook WHERE provider = ? AND reason = ? ORDER BY at DESC, id DESC LIMIT ?)",
                        kind.get(0), kind.get(1), kind.get(0), kind.get(1), KEPT);
            }
            return true;
        });
    }

    /** The verified one whose step has this id. */
    public Optional<WebhookRow> find(String id) {
        return database.read(sql -> find(sql, id));
    }

    static Optional<WebhookRow> find(Sql sql, String id) throws SQLException {
        return sql.query(WebhookRows::row, SELECT + " WHERE step_id = ? AND provider IS NOT NULL", id).stream()
                .findFirst();
    }

    /** Newest first. */
    static List<WebhookRow> newest(Sql sql, @Nullable String provider, @Nullable String requestId, int most)
            throws SQLException {
        if (requestId != null) {
            return sql.query(WebhookRows::row, SELECT + " WHERE request_id = ? AND (? = '' OR provider = ?)"
                    + " ORDER BY at DESC LIMIT ?", requestId, provider == null ? "" : provider,
                    provider == null ? "" : provider, most);
        }
        if (provider != null) {
            return sql.query(WebhookRows::row, SELECT + " WHERE provider = ? ORDER BY at DESC LIMIT ?", provider, most);
        }
        // Those of which nothing is known are older than all others, and may be many.
        return sql.query(WebhookRows::row, "SELECT * FROM (" + SELECT
                + " ORDER BY at DESC LIMIT ?) few WHERE provider IS NOT NULL ORDER BY at DESC", most);
    }

    static List<RefusedWebhook> refused(Sql sql, @Nullable String provider, int most) throws SQLException {
        return sql.query(row -> new RefusedWebhook(row.getString("provider"), row.getString("account"),
                row.getString("reason"), row.getString("detail"), row.getLong("at")),
                "SELECT * FROM refused_webhook WHERE (? = '' OR provider = ?) ORDER BY at DESC LIMIT ?",
                provider == null ? "" : provider, provider == null ? "" : provider, most);
    }

    private static WebhookRow row(ResultSet row) throws SQLException {
        return new WebhookRow(row.getString("step_id"), row.getString("provider"), row.getString("account"),
                row.getString("sort"), row.getString("event"), row.getString("family"), row.getString("request_id"),
                row.getLong("at"), row.getLong("times"), row.getLong("last_at"));
    }
}
