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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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
    static final String CAUSES = "SELECT " + Cause.COLUMNS + OF_REQUESTS;
    private static final String SELECTED = "SELECT " + Selected.COLUMNS + OF_REQUESTS;

    private final Connection connection;
    private final Sql sql;
    private @Nullable Boolean exchanges;

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
        return find(sql, search, now);
    }

    static List<RequestRow> find(Sql sql, Search search, long now) throws SQLException {
        return SearchRows.find(sql, SINCE, LedgerReader::request,
                request -> Key.named(request.family(), request.requestId()), search, now);
    }

    /** The same, as they are selected for an act in bulk. */
    public List<Selected> selected(Search search, long now) throws SQLException {
        return select(sql, search, now);
    }

    /** The same, with no more of each than is kept of what is selected: no document is read. */
    static List<Selected> select(Sql sql, Search search, long now) throws SQLException {
        return SearchRows.find(sql, SELECTED, Selected::read, Selected::key, search, now);
    }

    /**
     * Tells of what needs a person, or may come to.
     *
     * @param most of each provider and status at most so many
     * @return how many more there are
     */
    public List<Open> needs(int most, long now, Consumer<Need> listener) throws SQLException {
        return new Needs(sql, most, now).tell(listener);
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

    /** What is kept of the calls for a request, oldest first; nothing in a ledger of a version that kept none. */
    public List<ExchangeRow> exchanges(String family, String requestId) throws SQLException {
        return !tellsOfExchanges() ? List.of() : sql.query(row -> new ExchangeRow(row.getString("step_id"),
                row.getString("said"), row.getLong("at")),
                "SELECT * FROM exchange WHERE family = ? AND request_id = ? ORDER BY at, step_id", family, requestId);
    }

    /** Whether {@link #exchanges} can be read here: not by a role without the right. */
    public boolean mayReadExchanges() throws SQLException {
        return !tellsOfExchanges() || isReadable("SELECT * FROM exchange WHERE 1 = 0");
    }

    /** Whether the ledger is of a version that keeps them. */
    boolean tellsOfExchanges() throws SQLException {
        if (exchanges == null) {
            exchanges = sql.has("exchange");
        }
        return exchanges;
    }

    /**
     * The verified webhooks that came last, newest first.
     *
     * @param requestId of the request that they are about, where that matters, as is {@code provider}
     */
    public List<WebhookRow> webhooks(@Nullable String provider, @Nullable String requestId, int most)
            throws SQLException {
        return WebhookRows.newest(sql, provider, requestId, most);
    }

    /** The verified webhook whose step has this id. */
    public Optional<WebhookRow> webhook(String id) throws SQLException {
        return WebhookRows.find(sql, id);
    }

    /** Those of the webhooks that were refused which are kept, newest first. */
    public List<RefusedWebhook> refusedWebhooks(@Nullable String provider, int most) throws SQLException {
        return WebhookRows.refused(sql, provider, most);
    }

    /** What people did about a request, oldest first. */
    public List<ActRow> acts(String family, String requestId) throws SQLException {
        return acts("family = ? AND request_id = ? ORDER BY at", family, requestId);
    }

    /** What people wanted done about many requests at once. */
    public BulkView bulks() {
        return new BulkView(sql);
    }

    /**
     * What can still be approved, oldest first; nothing in a ledger of a version before, nor for a role without the right.
     */
    public List<Wish> approvals(long now) throws SQLException {
        return tellsOfApprovals() ? bulks().waiting(now) : List.of();
    }

    /** How many that are, of which the oldest are told. */
    public long approvalCount(long now) throws SQLException {
        return tellsOfApprovals() ? bulks().count(now) : 0;
    }

    /** The same about one request. */
    public List<Wish> approvals(String family, String requestId, long now) throws SQLException {
        return tellsOfApprovals() ? bulks().waiting(family, requestId, now) : List.of();
    }

    private boolean tellsOfApprovals() throws SQLException {
        return isReadable("SELECT 1 FROM approval JOIN bulk ON bulk.id = approval.bulk JOIN bulk_item"
                + " ON bulk_item.bulk = bulk.id JOIN act ON act.step_id = bulk.id WHERE approval.bulk = ''");
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

    /**
     * Whether any request is of an account.
     *
     * @param provider whose it is, where that matters
     */
    public boolean hasAccount(@Nullable String provider, String account) throws SQLException {
        return hasAccount(sql, provider, account);
    }

    /** Of one provider by the index that has its requests together: one that has few is not looked for among all. */
    static boolean hasAccount(Sql sql, @Nullable String provider, String account) throws SQLException {
        String where = provider == null ? "account = ?" : "provider = ? AND account = ?";
        Object[] values = provider == null ? new Object[]{account} : new Object[]{provider, account};
        return !sql.query(row -> "", "SELECT 1 FROM request WHERE " + where + " LIMIT 1", values).isEmpty();
    }

    /** What an account had at its provider when that was read last, by currency; nothing where it never was. */
    public Map<String, Funds> balance(String provider, String account) throws SQLException {
        List<Optional<String>> kept = sql.query(row -> Optional.ofNullable(row.getString(1)),
                "SELECT funds FROM balance WHERE provider = ? AND account = ?", provider, account);
        return Funds.read(kept.isEmpty() ? null : kept.get(0).orElse(null));
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
    public String neededVersion() throws SQLException {
        return Tables.newest(sql.isFile());
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

    /** Whether {@link #holds} can be read here: not in a ledger of a version before, nor by a role without the right. */
    public boolean tellsOfHolds() throws SQLException {
        return isReadable("SELECT held FROM submission_hold UNION ALL SELECT held FROM account_hold");
    }

    private boolean isReadable(String select) throws SQLException {
        try {
            sql.query(row -> "", select);
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

    /** Of what people hold back submissions, and who does. */
    public Holds holds() throws SQLException {
        return HoldRows.read(sql);
    }

    /**
     * What waits for somebody's word by account.
     *
     * @param most of each of the providers, and of each status, no more are counted: none of them hides another's
     */
    public List<UndecidedOf> undecided(List<String> providers, int most) throws SQLException {
        List<UndecidedOf> all = new ArrayList<>();
        for (String provider : providers) {
            for (Status status : List.of(Status.UNRESOLVED, Status.UNKNOWN)) {
                all.addAll(undecided(provider, status.name(), most));
            }
        }
        return all;
    }

    private List<UndecidedOf> undecided(String provider, String status, int most) throws SQLException {
        List<UndecidedOf> counted = sql.query(row -> new UndecidedOf(provider, row.getString(1), status,
                row.getLong(2), row.getLong(3), true), "SELECT account, COUNT(*), MIN(COALESCE(asking_since,"
                        + " updated_at)) FROM (SELECT account, asking_since, updated_at FROM request WHERE final = 0"
                        + " AND status = ? AND provider = ? LIMIT ?) few GROUP BY account ORDER BY account",
                status, provider, most);
        boolean whole = counted.stream().mapToLong(UndecidedOf::count).sum() < most;
        return whole ? counted : counted.stream().map(UndecidedOf::inPart).toList();
    }

    /**
     * How many requests of a provider have not ended, by status; {@link Open#TO_BE_SENT} are those that nobody got and
     * whose next submission did not begin yet, and {@link Open#SILENT} those of the others of which nothing was heard.
     *
     * @param account empty for all of them
     */
    public Map<String, Long> unended(String provider, String account, long now) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        String ofAccount = "SELECT COUNT(*) FROM request WHERE final = 0 AND provider = ? AND (? = '' OR account = ?)"
                + " AND status ";
        // As a request goes on, so that one that does so meanwhile is counted twice rather than not at all.
        put(counts, "CLAIMED", ofAccount + "IS NULL AND begun > 0 AND updated_at > ?", provider, account, account,
                now - Entry.SILENT_MILLIS);
        put(counts, Open.SILENT, ofAccount + "IS NULL AND begun > 0 AND updated_at <= ?", provider, account, account,
                now - Entry.SILENT_MILLIS);
        put(counts, "UNKNOWN", ofAccount + "= 'UNKNOWN'", provider, account, account);
        for (Status status : Status.values()) {
            if (!status.isFinal() && status != Status.UNKNOWN) {
                put(counts, status.name(), ofAccount + "= ?", provider, account, account, status.name());
            }
        }
        put(counts, Open.TO_BE_SENT, ofAccount + "IS NULL AND begun = 0", provider, account, account);
        return counts;
    }

    private void put(Map<String, Long> counts, String name, String query, Object... values) throws SQLException {
        long count = sql.query(row -> row.getLong(1), query, values).get(0);
        if (count > 0) {
            counts.put(name, count);
        }
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

    static RequestRow request(ResultSet row) throws SQLException {
        long askDue = row.getLong("ask_due");
        String requestId = row.getString("request_id");
        return new RequestRow(row.getString("family"), requestId,
                Objects.requireNonNullElse(row.getString("order_number"), requestId), row.getString("provider"),
                row.getString("account"), row.getString("operation"), row.getString("status"), row.getInt("final") == 1,
                row.getInt("sequence"), row.getString("claim"), row.getInt("begun"), row.getLong("since"),
                row.getString("provider_reference"), row.getInt("known") == 1, row.getString("provider_status"),
                askDue == 0 ? null : Long.valueOf(askDue), row.getLong("created_at"),
                row.getString("last_ask"), isToBeSent(row), isDoubted(row), Json.own(row.getString("document")),
                row.getString("envelope"));
    }

    /** As the claim of a further try finds it, before that begins; one of unknown outcome may have been sent. */
    private static boolean isToBeSent(ResultSet row) throws SQLException {
        return row.getInt("begun") == 0 && row.getString("status") == null;
    }

    private static boolean isDoubted(ResultSet row) throws SQLException {
        return row.getString("doubted") != null && Status.UNRESOLVED.name().equals(row.getString("status"));
    }

    private static @Nullable ObjectNode json(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Json.own(text);
    }
}
