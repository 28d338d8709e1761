package dev.sluice.ledger;

import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads rows of the table of requests. */
final class Entries {

    private Entries() {
    }

    static Entry read(ResultSet row) throws SQLException {
        String status = row.getString("status");
        String name = row.getString("request_id");
        return new Entry(Key.named(row.getString("family"), name),
                Objects.requireNonNullElse(row.getString("order_number"), name), row.getString("provider"),
                row.getString("account"), row.getString("operation"), row.getString("content_hash"),
                Json.own(row.getString("document")), Json.own(row.getString("envelope")), row.getString("claim"),
                row.getInt("begun"), status == null ? null : Status.valueOf(status), row.getInt("sequence"),
                row.getString("provider_reference"), row.getString("provider_status"), time(row, "asking_since"),
                row.getInt("not_found"), time(row, "not_found_since"), row.getInt("known") == 1,
                names(row.getString("doubted")), row.getLong("created_at"),
                row.getLong("updated_at"));
    }

    /** How names stand in a column, always in the same order; nothing for none. */
    static @Nullable String text(Set<String> names) {
        return names.isEmpty() ? null : String.join(",", new TreeSet<>(names));
    }

    private static Set<String> names(String text) {
        return text == null ? Set.of() : Set.of(text.split(","));
    }

    private static @Nullable Long time(ResultSet row, String column) throws SQLException {
        long time = row.getLong(column);
        return row.wasNull() ? null : time;
    }
}
