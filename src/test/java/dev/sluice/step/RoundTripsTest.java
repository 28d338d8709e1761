package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.GivenServer;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an order costs on a database server: how often a step waits for it, and how often it plans a statement. */
class RoundTripsTest extends OneOrder {

    /**
     * So many that every statement was planned, and that somebody who looks after the server is not there at each of
     * them.
     */
    private static final int ORDERS = 40;

    private GivenServer server;

    @BeforeEach
    void begin() throws Exception {
        server = new GivenServer();
        open(server.ledger(clock));
    }

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    @Test
    void anOrderUntilItIsAcceptedWaitsForTheServerNoMoreOftenThanWhatIsWrittenByHand() throws Exception {
        int accepted = fewest(server::trips, this::accept);

        assertThat(accepted).isEqualTo(4);
        assertThat(accepted).isLessThanOrEqualTo(byHand());
    }

    @Test
    void anAskThatEndsAnOrderReadsOnceAndWritesOnce() throws Exception {
        int all = fewest(server::trips, this::acceptAndComplete);

        assertThat(all).isEqualTo(4 + 3);
    }

    @Test
    void anAskThatTellsNothingNewReadsOnceAndWritesOnce() throws Exception {
        assertThat(fewest(server::trips, () -> record(ask(accept()), progress("1")))).isEqualTo(4 + 3);
        assertThat(fewest(server::trips,
                () -> record(ask(accept()), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null))))
                .isEqualTo(4 + 3);
    }

    @Test
    void noStatementIsPlannedAgainForAnOrderWhoseValuesAreMissing() throws Exception {
        assertThat(fewest(server::parsed, this::acceptAndComplete)).isZero();
    }

    private Letter accept() {
        return record(submit(request("s", null)), accepted()).get(1);
    }

    private void acceptAndComplete() {
        record(ask(accept()), completed());
    }

    /** The claim and the record of an accepted order as one would write them without anything else in mind. */
    private int byHand() throws Exception {
        try (Connection connection = server.connect();
                PreparedStatement claim = connection.prepareStatement("INSERT INTO request (family, request_id,"
                        + " provider, account, operation,"
                        + " content_hash, document, envelope, claim, begun, final, sequence, not_found, created_at,"
                        + " updated_at)"
                        + " VALUES ('orders', ?, 'p', 'a', 'o', 'h', '{}', '{}', 's', 1, 0, 0, 0, 0, 0) ON CONFLICT DO"
                        + " NOTHING");
                PreparedStatement update = connection.prepareStatement("UPDATE request SET status = 'ACCEPTED',"
                        + " sequence = 1"
                        + " WHERE family = 'orders' AND request_id = ? AND final = 0 AND sequence = 0");
                PreparedStatement journal = connection.prepareStatement("INSERT INTO journal (step_id, family,"
                        + " request_id, sequence, status,"
                        + " result, at) VALUES (?, 'orders', ?, 1, 'ACCEPTED', '{}', 0)");
                PreparedStatement order = connection.prepareStatement("INSERT INTO provider_order (provider, account,"
                        + " reference, family,"
                        + " request_id) VALUES ('p', 'a', 'REF', 'orders', ?) ON CONFLICT DO NOTHING")) {
            connection.setAutoCommit(false);
            return fewest(server::trips, () -> {
                for (PreparedStatement first : List.of(claim, order, update)) {
                    first.setString(1, "r-1");
                }
                journal.setString(1, "s");
                journal.setString(2, "r-1");
                claim.executeUpdate();
                connection.commit();
                order.executeUpdate();
                update.executeUpdate();
                journal.executeUpdate();
                connection.commit();
            });
        }
    }

    private interface Order {
        void run() throws Exception;
    }

    private int fewest(IntSupplier count, Order order) throws Exception {
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < ORDERS; i++) {
            server.clear();
            int before = count.getAsInt();
            order.run();
            fewest = Math.min(fewest, count.getAsInt() - before);
        }
        return fewest;
    }
}
