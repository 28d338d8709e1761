package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The webhooks that came, on both databases. */
class WebhookRowsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void oneThatComesAgainIsCountedOnTheRowOfTheFirst(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder); LedgerReader reader = kind.reader(folder)) {
            Database database = kind.database(pool);
            Ledger early = new Ledger(database, at(1000));
            Ledger late = new Ledger(database, at(5000));

            assertThat(early.firstDelivery(GivenRequests.delivered("a", "hook-1"))).isTrue();
            assertThat(early.firstDelivery(GivenRequests.delivered("a", "hook-1"))).as("the same step").isTrue();
            assertThat(late.firstDelivery(GivenRequests.delivered("a", "hook-2"))).isFalse();
            assertThat(late.firstDelivery(new Delivered("b", "hook-3", "aeterna", "second", "IGNORED", null, null)))
                    .isTrue();

            WebhookRow first = new WebhookRow("hook-1", "hambit", "default", "OURS", "order.paid", "orders", "r-1",
                    1000, 2, 5000);
            assertThat(reader.webhooks(null, null, 10)).extracting(WebhookRow::id).containsExactly("hook-3", "hook-1");
            assertThat(reader.webhooks("hambit", null, 10)).containsExactly(first);
            assertThat(reader.webhooks(null, "r-1", 10)).containsExactly(first);
            assertThat(reader.webhooks("aeterna", "r-1", 10)).isEmpty();
            assertThat(reader.webhook("hook-2")).isEmpty();
            assertThat(new WebhookRows(database).find("hook-1")).contains(first);
        }
    }

    /** As where it came before its order was known, and the process ended before that was told. */
    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void whereItsOwnStepComesBackAndFindsTheOrderThatIsKept(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            Database database = kind.database(pool);
            Ledger ledger = new Ledger(database, at(1000));
            WebhookRows rows = new WebhookRows(database);
            ledger.firstDelivery(new Delivered("a", "hook-1", "hambit", "default", "OURS", "order.paid", null));
            ledger.firstDelivery(GivenRequests.delivered("a", "hook-2"));
            assertThat(rows.find("hook-1").orElseThrow().requestId()).as("another's").isNull();

            ledger.firstDelivery(GivenRequests.delivered("a", "hook-1"));

            assertThat(rows.find("hook-1").orElseThrow()).satisfies(row -> {
                assertThat(row.family()).isEqualTo("orders");
                assertThat(row.requestId()).isEqualTo("r-1");
                assertThat(row.times()).isEqualTo(2);
            });
            ledger.firstDelivery(new Delivered("a", "hook-1", "hambit", "default", "OURS", "order.paid", null));
            assertThat(rows.find("hook-1").orElseThrow().requestId()).isEqualTo("r-1");
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void ofThoseThatWereRefusedTheLastOfEachProviderAndReasonStay(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder); LedgerReader reader = kind.reader(folder)) {
            Database database = kind.database(pool);
            WebhookRows rows = new WebhookRows(database);
            rows.keep(IntStream.range(0, 50).mapToObj(i -> refused("hambit", "signature", i)).toList());
            rows.keep(IntStream.range(50, 55).mapToObj(i -> refused("hambit", "signature", i)).toList());
            rows.keep(java.util.List.of(refused("hambit", "stale", 1), refused("htp", "signature", 2)));

            assertThat(reader.refusedWebhooks(null, 100)).hasSize(WebhookRows.KEPT + 2);
            assertThat(reader.refusedWebhooks("hambit", 1)).singleElement().extracting(RefusedWebhook::at)
                    .isEqualTo(54L);

            new Housekeeping(database, at(100)).prune(GivenRequests.ALL, 54, 500);
            assertThat(reader.refusedWebhooks(null, 100)).extracting(RefusedWebhook::at).containsExactly(54L);
        }
    }

    private static RefusedWebhook refused(String provider, String reason, long at) {
        return new RefusedWebhook(provider, "default", reason, "signature: is not that of the body", at);
    }

    private static Clock at(long millis) {
        return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
