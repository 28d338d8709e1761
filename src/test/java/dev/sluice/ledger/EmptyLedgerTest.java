package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server keeps the plans that a connection made while the ledger was empty, so they have to be those for a full one:
 * what concerns one request is found by its key.
 */
class EmptyLedgerTest {

    private static final Predicate<String> OF_ONE_REQUEST = Pattern
            .compile("request\\b.* WHERE.* family = \\? AND request_id = \\?").asPredicate();
    private static final Pattern BY_ITS_KEY = Pattern.compile("Index Cond: .*request_id");

    @TempDir
    private Path folder;

    @Test
    void oneRequestIsFoundByItsKey() throws Exception {
        try (AgroalDataSource pool = LedgerDatabase.POSTGRESQL.openWithTables(folder);
                ServerDatabase server = (ServerDatabase) LedgerDatabase.POSTGRESQL.database(pool)) {
            PlannedDatabase planned = new PlannedDatabase(server, "EXPLAIN ");
            Ledger ledger = new Ledger(planned, Clock.fixed(Instant.ofEpochMilli(300_000), ZoneOffset.UTC));
            Key key = ledger.claim(request("r-1"), "first", false).entry().key();
            ledger.claim(request("r-1"), "second", false);
            ledger.record(key, "poll", to(Status.PENDING, "1", null));
            ledger.hear(key, row -> to(Status.PENDING, "2", null));
            ledger.asked(key, 1L, true, null);
            ledger.find(key, "poll");
            assertThat(planned.plans().entrySet()).filteredOn(plan -> OF_ONE_REQUEST.test(plan.getKey()))
                    .hasSizeGreaterThan(5)
                    .allSatisfy(plan -> assertThat(plan.getValue()).containsPattern(BY_ITS_KEY));
        }
    }
}
