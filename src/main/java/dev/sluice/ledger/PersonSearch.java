package dev.sluice.ledger;

import dev.sluice.json.Json;
import dev.sluice.ledger.Person.Fit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for one person in all requests, their journal and what people did about them, some at a time. */
final class PersonSearch {

    private static final int PAGE = 500;

    private record Seen(RequestRow request, Key key, @Nullable Fit fit, boolean another) {
    }

    private final Connection connection;
    private final Sql sql;
    private final Person person;
    private final boolean exchanges;

    /** @param exchanges whether there are some to look into */
    PersonSearch(Connection connection, Sql sql, Person person, boolean exchanges) {
        this.exchanges = exchanges;
        this.connection = connection;
        this.sql = sql;
        this.person = person;
    }

    List<PersonFound> all() throws SQLException {
        List<PersonFound> found = new ArrayList<>();
        Key last = new Key("", "");
        List<Seen> page;
        do {
            connection.setAutoCommit(false);
            page = sql.query(this::seen, LedgerReader.SINCE + " WHERE (r.family, r.request_id) > (?, ?)"
                    + " ORDER BY r.family, r.request_id LIMIT ?", last.family(), last.name(), PAGE);
            if (!page.isEmpty()) {
                last = page.get(page.size() - 1).key();
                add(page, last, found);
            }
            connection.setAutoCommit(true);
        } while (page.size() == PAGE);
        return found;
    }

    private void add(List<Seen> page, Key last, List<PersonFound> found) throws SQLException {
        Map<Key, Fit> beside = new HashMap<>();
        beside("SELECT family, request_id, result, follow_up FROM journal", page.get(0).key(), last, beside);
        // A ledger of a version before has none.
        if (sql.has("bulk_item")) {
            beside("SELECT family, request_id, why, detail FROM (SELECT i.family, i.request_id, a.why, a.detail"
                    + " FROM bulk_item i JOIN bulk b ON b.id = i.bulk JOIN act a ON a.step_id IN (b.id, b.chain)) told",
                    page.get(0).key(), last, beside);
        }
        if (sql.has("approval")) {
            beside("SELECT family, request_id, why, detail FROM (SELECT i.family, i.request_id, a.why, a.detail"
                    + " FROM bulk_item i JOIN approval p ON p.bulk = i.bulk JOIN act a ON a.step_id = p.ended_by) told",
                    page.get(0).key(), last, beside);
        }
        beside("SELECT family, request_id, why, detail FROM act", page.get(0).key(), last, beside);
        if (exchanges) {
            beside("SELECT family, request_id, said, NULL FROM exchange", page.get(0).key(), last, beside);
        }
        for (Seen seen : page) {
            Fit there = beside.get(seen.key());
            Fit fit = Person.surest(seen.fit(), seen.another() && there == Fit.MASKED ? null : there);
            if (fit != null) {
                found.add(new PersonFound(seen.request(), fit));
            }
        }
    }

    private void beside(String select, Key first, Key last, Map<Key, Fit> fits) throws SQLException {
        sql.query(row -> {
            Fit fit = Person.surest(fit(row.getString(3)), fit(row.getString(4)));
            if (fit != null) {
                fits.merge(Key.named(row.getString(1), row.getString(2)), fit,
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
            return "";
        }, select + " WHERE (family, request_id) >= (?, ?) AND (family, request_id) <= (?, ?)", first.family(),
                first.name(), last.family(), last.name());
    }

    private Seen seen(ResultSet row) throws SQLException {
        RequestRow request = LedgerReader.request(row);
        Fit fit = Person.surest(Person.surest(person.in(request.document()), fit(row.getString("envelope"))),
                person.in(request.lastAsk()));
        return new Seen(request, Key.named(request.family(), request.requestId()), fit,
                person.isAnotherIn(request.document()));
    }

    private @Nullable Fit fit(@Nullable String column) {
        return column == null ? null : column.startsWith("{") ? person.in(Json.own(column)) : person.in(column);
    }
}
