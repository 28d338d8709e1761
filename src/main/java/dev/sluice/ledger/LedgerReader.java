package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * Reads the ledger for a person, on one connection that cannot write. A Sluice may be working on it meanwhile or not.
 */
public final class LedgerReader implements AutoCloseable {

    static final int BUSY_MILLIS = 10_000;
    /** As PostgreSQL says that there is no such table, or that the role may not read it. */
    private static final Set<String> UNREADABLE = Set.of("42P01", "42501");
    /** Also since when they are as they are. */
    private static final String OF_REQUESTS = ", COALESCE((SELECT j.at FROM journal j WHERE j.family = r.family"
            + " AND j.request_id = r.request_id AND j.sequence = r.sequence AND j.sequence > 0), r.updated_at) AS since"
            + " FROM request r";
    static final String SINCE = "SELECT r.*" + OF_REQUESTS;
    private static final String SELECTED = "SELECT r.family, r.request_id, r.sequence, r.provider, r.account, r.status,"
            + " r.claim, r.begun, r.known, r.provider_reference" + OF_REQUESTS;
    private static final List<String> FINAL = Arrays.stream(Status.values()).filter(Status::isFinal).map(Enum::name)
            .toList();

    private final Connection connection;
    private final Sql sql;

    private LedgerReader(Connection connection) {
        this.connection = connection;
        this.sql = new Sql(connection);
    }

    /** @param file the ledger's file, which must be there */
    public static LedgerReader file(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return new LedgerReader(config.createConnection("jdbc:sqlite:" + file));
    }

    /** @param username where one is to be given, as may a password */
    public static LedgerReader server(String url, @Nullable String username, @Nullable String password)
            throws SQLException {
        Connection connection = connect(url, username, password);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return new LedgerReader(connection);
    }

    static Connection connect(String url, @Nullable String username, @Nullable String password) throws SQLException {
        Properties properties = new Properties();
        properties.put("connectTimeout", "10");
        properties.put("socketTimeout", "60");
        if (username != null) {
            properties.put("user", username);
        }
        if (password != null) {
            properties.put("password", password);
        }
        return DriverManager.getConnection(url, properties);
    }

    /** First what needs a person, then what may come to need one, then the rest; each oldest first. */
    public List<RequestRow> find(Search search, long now) throws SQLException {
        return find(sql, SINCE, LedgerReader::request, search, now);
    }

    /** The same, with no more of each than is kept of what is selected: no document is read. */
    static List<Selected> select(Sql sql, Search search, long now) throws SQLException {
        return find(sql, SELECTED, Selected::read, search, now);
    }

    private static <T> List<T> find(Sql sql, String select, Sql.Row<T> read, Search search, long now)
            throws SQLException {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        equal("r.provider", search.provider(), conditions, values);
        equal("r.account", search.account(), conditions, values);
        equal("r.family", search.family(), conditions, values);
        if (search.tenant() != null) {
            conditions.add("r.request_id " + (search.tenant().isEmpty() ? "NOT " : "") + "LIKE ?");
            values.add((search.tenant().isEmpty() ? "%" : search.tenant()) + "/%");
        }
        if (!search.statuses().isEmpty()) {
            conditions.add("(r.status IN (" + "?, ".repeat(search.statuses().size() - 1) + "?)"
                    + (search.statuses().contains(Open.SILENT) ? " OR r.status IS NULL AND r.updated_at <= ?)" : ")"));
            values.addAll(search.statuses());
            if (search.statuses().contains(Open.SILENT)) {
                values.add(now - Entry.SILENT_MILLIS);
            }
            // The few that are open have an index of their own.
            if (Collections.disjoint(search.statuses(), FINAL)) {
                conditions.add("r.final = 0");
            }
        }
        if (search.text() != null) {
            conditions.add("(LOWER(r.request_id) LIKE ? ESCAPE '!' OR LOWER(r.provider_reference) LIKE ? ESCAPE '!'"
                    + " OR LOWER(r.order_number) LIKE ? ESCAPE '!')");
            String pattern = "%" + search.text().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
            values.addAll(List.of(pattern, pattern, pattern));
        }
        values.addAll(List.of(now - search.older(), search.most()));
        return sql.query(read, "SELECT * FROM (" + select
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions)) + ") found WHERE since"
                + " <= ?"
                + " ORDER BY CASE COALESCE(status, 'SILENT') WHEN 'UNRESOLVED' THEN 0 WHEN 'UNKNOWN' THEN 1 WHEN"
                + " 'SILENT' THEN 2"
                + " ELSE 3 END, since, family, request_id LIMIT ?", values.toArray());
    }

    /** The requests of this id, one a family. */
    public List<RequestRow> requests(String requestId) throws SQLException {
        return sql.query(LedgerReader::request, Statements.FAMILIES + SINCE + " WHERE r.family IN (SELECT family FROM f"
                + " WHERE family IS NOT NULL) AND r.request_id = ? ORDER BY r.family", requestId);
    }

    /** What was done for a request, oldest first; questions that told nothing new are not in the ledger. */
    public List<StepRow> steps(String family, String requestId) throws SQLException {
        return sql.query(row -> new StepRow(row.getString("step_id"), row.getInt("sequence"),
                row.getString("status"), json(row, "result"), json(row, "follow_up"), row.getLong("at"),
                row.getString("plan")),
                "SELECT * FROM journal WHERE family = ? AND request_id = ? ORDER BY at, sequence", family, requestId);
    }

    /** What people did about a request, oldest first. */
    public List<ActRow> acts(String family, String requestId) throws SQLException {
        return acts("family = ? AND request_id = ? ORDER BY at", family, requestId);
    }

    /** What people wanted done about many requests at once. */
    public BulkView bulks() {
        return new BulkView(sql);
    }

    /** What is read from end to end, some at a time. */
    public LedgerWalk walk() {
        return new LedgerWalk(connection, sql, this);
    }

    /** How many requests of each family, provider and status there are, and when the oldest of them was changed last. */
    public List<StatusCount> counts() throws SQLException {
        return sql.query(row -> new StatusCount(row.getString("family"), row.getString("provider"),
                row.getString("status"), row.getInt("final") == 1, row.getLong("number"), row.getLong("oldest")),
                "SELECT family, provider, COALESCE(status, 'CLAIMED') AS status, final, COUNT(*) AS number,"
                        + " MIN(updated_at) AS oldest FROM request GROUP BY family, provider, COALESCE(status, 'CLAIMED'),"
                        + " final ORDER BY family, provider, status, final");
    }

    /** The version of its tables, such as {@code 14}; empty where they, or this role's rights, do not say. */
    public Optional<String> version() throws SQLException {
        try {
            return sql.query(row -> row.getString(1), "SELECT version FROM flyway_schema_history WHERE success"
                    + " AND version IS NOT NULL ORDER BY installed_rank DESC").stream().findFirst();
        } catch (SQLException e) {
            if (isUnreadable(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The version of the tables that this Sluice works with. */
    public static String neededVersion() {
        return Tables.newest();
    }

    /** What time it is by the clock of the database, epoch milliseconds; by this machine's where it is a file. */
    public long clock() throws SQLException {
        return sql.now(Clock.systemUTC());
    }

    /** What time it is by the ledger, empty where no Sluice noted it yet. */
    public Optional<TimeRow> time() throws SQLException {
        return sql.query(row -> new TimeRow(row.getLong("at"), row.getLong("confirmed")),
                "SELECT * FROM ledger_time").stream().findFirst();
    }

    /** Who confirmed the clock last, and why. */
    public Optional<ActRow> confirmation() throws SQLException {
        return acts("act = 'clock' ORDER BY at DESC LIMIT 1").stream().findFirst();
    }

    /** Which plan is wanted, and which the replicas run. */
    public PlanView plan() throws SQLException {
        return PlanRows.view(sql);
    }

    /** Whether {@link #held} can be read here: not in a ledger of a version before, nor by a role without the right. */
    public boolean tellsOfHolds() throws SQLException {
        try {
            HoldRows.held(sql);
            return true;
        } catch (SQLException e) {
            if (isUnreadable(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isUnreadable(SQLException e) {
        return UNREADABLE.contains(String.valueOf(e.getSQLState()))
                || String.valueOf(e.getMessage()).contains("no such table");
    }

    /** Who holds back all submissions, where somebody does. */
    public Optional<HeldBy> held() throws SQLException {
        return HoldRows.held(sql);
    }

    List<ActRow> acts(String condition, Object... values) throws SQLException {
        return sql.query(LedgerReader::act, "SELECT * FROM act WHERE " + condition, values);
    }

    static ActRow act(ResultSet row) throws SQLException {
        return new ActRow(row.getString("step_id"), row.getString("act"), row.getString("who"), row.getString("why"),
                json(row, "detail"), row.getLong("at"));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static void equal(String column, @Nullable String value, List<String> conditions, List<Object> values) {
        if (value != null) {
            conditions.add(column + " = ?");
            values.add(value);
        }
    }

    static RequestRow request(ResultSet row) throws SQLException {
        long askDue = row.getLong("ask_due");
        String requestId = row.getString("request_id");
        return new RequestRow(row.getString("family"), requestId,
                Objects.requireNonNullElse(row.getString("order_number"), requestId), row.getString("provider"),
                row.getString("account"), row.getString("operation"), row.getString("status"), row.getInt("final") == 1,
                row.getInt("sequence"), row.getString("claim"), row.getInt("begun"), row.getLong("since"),
                row.getString("provider_reference"), row.getInt("known") == 1, row.getString("provider_status"),
                askDue == 0 ? null : Long.valueOf(askDue), row.getLong("created_at"),
                row.getString("last_ask"), Json.own(row.getString("document")));
    }

    private static @Nullable ObjectNode json(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Json.own(text);
    }
}
