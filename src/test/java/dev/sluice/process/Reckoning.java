package dev.sluice.process;

import static org.awaitility.Awaitility.await;

import dev.sluice.process.Finding.Flaw;
import dev.sluice.process.Follower.Received;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/** The end of a load: waited for, and then what came out held against what was asked, done and recorded. */
final class Reckoning {

    private static final Duration LONGEST_WORK = Duration.ofMinutes(10);
    private static final Duration LONGEST_END = Duration.ofMinutes(9);

    private Reckoning() {
    }

    static void awaitEnd(String what, Books books, Sender sender) {
        try {
            await().atMost(LONGEST_WORK).pollInterval(Duration.ofMillis(200)).until(sender::done);
            books.awaitSettled(LONGEST_END);
            // Whoever publishes twice does so now.
            int messages = books.messages();
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10))
                    .until(() -> books.messages() == messages);
        } catch (ConditionTimeoutException e) {
            System.out.println(what + ": not everything came to its end: " + e.getMessage());
        }
    }

    static List<Finding> findings(Books books, Connection ledger) throws SQLException {
        try {
            // What a webhook brought about late is in the ledger before it has come. What was earlier may come later.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> books.findings().isEmpty() && differing(books, ledger).isEmpty());
        } catch (ConditionTimeoutException e) {
            // found below
        }
        List<Finding> findings = new ArrayList<>(books.findings());
        findings.addAll(differing(books, ledger));
        return findings;
    }

    private static List<Finding> differing(Books books, Connection ledger) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        Map<String, String> rows = rows(ledger);
        Map<String, Received> newest = books.newest();
        newest.forEach((requestId, one) -> {
            String published = one.status() + " " + one.sequence() + " " + (one.isFinal() ? 1 : 0);
            if (!published.equals(rows.get(requestId))) {
                findings.add(new Finding(Flaw.WRONG, requestId + ": published " + published + ", but the ledger says "
                        + rows.get(requestId)));
            }
        });
        return findings;
    }

    private static Map<String, String> rows(Connection ledger) throws SQLException {
        Map<String, String> rows = new HashMap<>();
        try (var statement = ledger.createStatement();
                ResultSet row = statement.executeQuery("SELECT request_id, status, sequence, final FROM request")) {
            while (row.next()) {
                rows.put(row.getString(1), row.getString(2) + " " + row.getInt(3) + " " + row.getInt(4));
            }
        }
        return rows;
    }
}
