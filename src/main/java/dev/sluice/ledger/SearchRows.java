package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks for requests as a search says: for the few that are open, or contradicted, by what finds just these. */
final class SearchRows {

    private static final List<String> FINAL = Arrays.stream(Status.values()).filter(Status::isFinal).map(Enum::name)
            .toList();
    private static final String UNRESOLVED = Status.UNRESOLVED.name();
    private static final String KEYS = "SELECT r.family, r.request_id FROM request r";
    private static final String CONTRADICTED = "SELECT a.family, a.request_id FROM act a WHERE " + Needs.CONTRADICTION;

    private final Search search;
    private final long now;
    private final boolean few;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private SearchRows(Search search, long now) {
        this.search = search;
        this.now = now;
        this.few = isOpen(search.statuses());
    }

    private static boolean isOpen(List<String> statuses) {
        return !statuses.isEmpty() && Collections.disjoint(statuses, FINAL);
    }

    /** First what needs a person, then what may come to need one, then the rest; each oldest first. */
    static <T> List<T> find(Sql sql, String select, Sql.Row<T> read, Function<T, Key> key, Search search, long now)
            throws SQLException {
        String cause = search.cause();
        if (cause == null) {
            return new SearchRows(search, now).find(sql, select, read);
        }
        Search looked = search.ofAnyCause();
        Set<Key> alike = new HashSet<>();
        new SearchRows(looked, now).find(sql, LedgerReader.CAUSES, row -> Cause.of(row).fingerprint().equals(cause)
                && alike.add(Key.named(row.getString("family"), row.getString("request_id"))));
        return alike.isEmpty() ? List.of() : new SearchRows(looked, now).find(sql, select, read).stream()
                .filter(found -> alike.contains(key.apply(found))).limit(search.most()).toList();
    }

    private <T> List<T> find(Sql sql, String select, Sql.Row<T> read) throws SQLException {
        // Not as an index says it that has all of the provider, which a file would take before that of what is open.
        equal(few ? "COALESCE(r.provider, '')" : "r.provider", search.provider());
        equal("r.account", search.account());
        equal("r.family", search.family());
        tenant();
        if (!search.statuses().isEmpty()) {
            statuses();
        }
        texts();
        times();
        error(sql.isFile());
        metadata(sql.isFile());
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        if (!few && search.older() == 0) {
            // Of so many as may be like that it is looked up since when for no more than are told of.
            where = " WHERE (r.family, r.request_id) IN (" + KEYS + where + order("r.", "updated_at") + ")";
            values.add(search.most());
        }
        values.addAll(List.of(now - search.older(), search.most()));
        return sql.query(read, "SELECT * FROM (" + select + where + ") found WHERE since <= ?" + order("", "since"),
                values.toArray());
    }

    private static String order(String of, String since) {
        return " ORDER BY CASE COALESCE(" + of + "status, 'SILENT') WHEN 'UNRESOLVED' THEN 0 WHEN 'UNKNOWN' THEN 1"
                + " WHEN 'SILENT' THEN 2 ELSE 3 END, " + of + since + ", " + of + "family, " + of
                + "request_id LIMIT ?";
    }

    private void equal(String column, @Nullable String value) {
        if (value != null) {
            add(column + " = ?", value);
        }
    }

    private void add(String condition, Object... of) {
        conditions.add(condition);
        values.addAll(List.of(of));
    }

    private void tenant() {
        String tenant = search.tenant();
        if (tenant != null) {
            add("r.request_id " + (tenant.isEmpty() ? "NOT " : "") + "LIKE ?",
                    (tenant.isEmpty() ? "%" : tenant) + "/%");
        }
    }

    private void statuses() {
        List<String> statuses = new ArrayList<>(search.statuses());
        boolean contradicted = statuses.removeAll(List.of(Open.CONTRADICTED));
        if (contradicted && statuses.isEmpty()) {
            conditions.add("(r.family, r.request_id) IN (" + CONTRADICTED + ")");
            return;
        }
        String standing = standing(statuses) + (isOpen(statuses) ? " AND r.final = 0" : "");
        conditions.add(contradicted ? "(r.family, r.request_id) IN (SELECT k.family, k.request_id FROM (" + CONTRADICTED
                + " UNION " + KEYS + " WHERE " + standing + ") k)" : standing);
    }

    private String standing(List<String> statuses) {
        List<String> any = new ArrayList<>();
        List<String> named = statuses.stream().filter(status -> !status.equals(Open.SILENT))
                .map(status -> status.equals(Open.DOUBTED) ? UNRESOLVED : status).distinct().toList();
        if (!named.isEmpty()) {
            any.add("r.status IN (" + "?, ".repeat(named.size() - 1) + "?)" + doubted(statuses));
            values.addAll(named);
        }
        if (statuses.contains(Open.SILENT)) {
            any.add("r.status IS NULL AND r.updated_at <= ?");
            values.add(now - Entry.SILENT_MILLIS);
        }
        return "(" + String.join(" OR ", any) + ")";
    }

    /** Of what is unresolved, whether the provider repeated it otherwise, where not both are looked for. */
    private static String doubted(List<String> statuses) {
        return statuses.contains(UNRESOLVED) == statuses.contains(Open.DOUBTED) ? ""
                : " AND (r.status <> '" + UNRESOLVED + "' OR r.doubted IS "
                        + (statuses.contains(Open.DOUBTED) ? "NOT NULL)" : "NULL)");
    }

    private void texts() {
        if (search.text() != null) {
            String pattern = "%" + written(search.text().toLowerCase(Locale.ROOT)) + "%";
            add("(LOWER(r.request_id) LIKE ? ESCAPE '!' OR LOWER(r.provider_reference) LIKE ? ESCAPE '!'"
                    + " OR LOWER(r.order_number) LIKE ? ESCAPE '!')", pattern, pattern, pattern);
        }
    }

    private void times() {
        if (search.from() != null) {
            add("r.created_at >= ?", search.from());
        }
        if (search.before() != null) {
            add("r.created_at < ?", search.before());
        }
    }

    /** Beside it a result has what its provider and its producer sent, where members may be named alike. */
    private void error(boolean isFile) {
        String wanted = search.error();
        if (wanted != null) {
            String error = isFile ? "json_extract(j.result, '$.error.%s')" : member("j.result", "'error' ->> '%s'");
            add("EXISTS (SELECT 1 FROM journal j WHERE j.family = r.family AND j.request_id = r.request_id"
                    + " AND j.sequence = r.sequence AND j.sequence > 0 AND (" + error.formatted("category")
                    + " = ? OR " + error.formatted("code") + " = ?))",
                    wanted.toUpperCase(Locale.ROOT), wanted);
        }
    }

    /** Beside it the envelope has members of Sluice's own. */
    private void metadata(boolean isFile) {
        Search.Metadata metadata = search.metadata();
        if (metadata != null && isFile) {
            add("json_extract(r.envelope, ?) = ?", "$.metadata.\"" + metadata.name() + "\"", metadata.value());
        } else if (metadata != null) {
            add(member("r.envelope", "'metadata' ->> ?") + " = ?", metadata.name(), metadata.value());
        }
    }

    /** PostgreSQL reads nothing out of a document that has a NUL anywhere, and fails the whole search: it has none. */
    private static String member(String document, String path) {
        return "CASE WHEN position('\\u0000' IN " + document + ") > 0 THEN NULL ELSE CAST(" + document
                + " AS json) -> " + path + " END";
    }

    private static String written(String text) {
        return text.replaceAll("[!%_]", "!$0");
    }
}
