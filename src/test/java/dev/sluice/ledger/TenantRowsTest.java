package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.ALL;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import dev.sluice.ledger.Claim.Standing;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A requestId is one request for each tenant, and none of them is another's. */
@ParameterizedClass
@EnumSource
class TenantRowsTest {

    private static final String ID = "x".repeat(64);
    private static final Key NOBODYS = new Key("orders", ID);
    private static final Key ACME = new Key("orders", "a".repeat(32), ID);
    private static final Key BETA = new Key("orders", "beta", ID);

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        ledger = new Ledger(database, clock);
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) database).close();
        pool.close();
    }

    @Test
    void aPersonLooksForThoseOfATenantOrOfNone() throws Exception {
        for (Key key : List.of(ACME, BETA, NOBODYS)) {
            claim(key, "claim-" + key.tenant());
        }
        try (LedgerReader reader = kind.reader(folder)) {
            assertThat(names(reader, "beta")).containsExactly(BETA.name());
            assertThat(names(reader, "")).containsExactly(ID);
            assertThat(names(reader, "be")).isEmpty();
            assertThat(names(reader, null)).hasSize(3);
        }
    }

    private static List<String> names(LedgerReader reader, String tenant) throws Exception {
        return reader.find(new Search(null, List.of(), null, null, null, tenant, 0, 9), 1_000).stream()
                .map(RequestRow::requestId).toList();
    }

    @Test
    void eachTenantHasItsOwnRequestHistoryAndActs() throws Exception {
        for (Key key : List.of(ACME, BETA)) {
            assertThat(claim(key, "claim-" + key.tenant()).standing()).isEqualTo(Standing.FRESH);
            assertThat(ledger.record(key, "claim-" + key.tenant(), to(Status.ACCEPTED))).isPresent();
            ledger.note(new Act("act-" + key.tenant(), key, "ask", "ana", "why of " + key.tenant(), null));
        }
        assertThat(ledger.record(ACME, "end", to(Status.COMPLETED))).isPresent();
        assertThat(ledger.find(ACME).orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(ledger.find(BETA).orElseThrow().status()).isEqualTo(Status.ACCEPTED);
        assertThat(ledger.find(NOBODYS)).isEmpty();
        Claim again = claim(BETA, "again");
        assertThat(again.standing()).isEqualTo(Standing.DUPLICATE);
        assertThat(again.newest()).contains("ACCEPTED");
        try (LedgerReader reader = kind.reader(folder)) {
            assertThat(reader.requests(BETA.name())).singleElement()
                    .satisfies(row -> assertThat(row.requestId()).isEqualTo("beta/" + ID));
            assertThat(reader.steps("orders", ACME.name())).hasSize(2);
            assertThat(reader.steps("orders", BETA.name())).hasSize(1);
            assertThat(reader.acts("orders", BETA.name())).extracting(ActRow::why).containsExactly("why of beta");
        }
    }

    @Test
    void whatIsPrunedOfOneTenantStaysOfAnother() {
        claim(ACME, "a");
        claim(BETA, "b");
        ledger.record(ACME, "a", to(Status.COMPLETED));
        assertThat(new Housekeeping(database, clock).prune(ALL, 2_000, 10)).isEqualTo(1);
        assertThat(ledger.find(ACME)).isEmpty();
        assertThat(ledger.find(BETA)).isPresent();
    }

    @Test
    void aProvidersOrderIsOfOneTenantAndFoundForItAlone() {
        claim(ACME, "a");
        claim(BETA, "b");
        assertThat(takesReference(ACME, "a")).isTrue();
        assertThat(takesReference(BETA, "b")).isFalse();
        assertThat(ledger.find("orders", "hambit", "default", "number-of-" + BETA.tenant()).orElseThrow().key())
                .isEqualTo(BETA);
        assertThat(ledger.find("orders", "hambit", "default", ID)).isEmpty();
    }

    /** It may be just that one, which its upstream system sends once more: nobody pays it twice, and nobody hears of it. */
    @Test
    void anIdFromBeforeThereWereTenantsIsNoTenants() {
        assertThat(claim(NOBODYS, "old").standing()).isEqualTo(Standing.FRESH);
        assertThat(claim(ACME, "new").standing()).isEqualTo(Standing.BEFORE_TENANTS);
        assertThat(ledger.find(ACME)).isEmpty();
        assertThat(claim(NOBODYS, "old").standing()).isEqualTo(Standing.REDELIVERED);
        ledger.record(NOBODYS, "old", to(Status.COMPLETED));
        new Housekeeping(database, clock).prune(ALL, 2_000, 10);
        assertThat(claim(ACME, "newer").standing()).isEqualTo(Standing.FRESH);
    }

    @Test
    void openOnesOfTenantsAreTold() {
        Housekeeping housekeeping = new Housekeeping(database, clock);
        claim(new Key("orders", "nobodys"), "old");
        assertThat(housekeeping.openOfTenants()).isEmpty();
        claim(BETA, "b");
        assertThat(housekeeping.openOfTenants()).containsExactly(BETA);
        ledger.record(BETA, "b", to(Status.COMPLETED));
        assertThat(housekeeping.openOfTenants()).isEmpty();
    }

    @Test
    void aNameIsTakenApartAsItIsPutTogether() {
        for (Key key : List.of(NOBODYS, ACME, BETA)) {
            assertThat(Key.named("orders", key.name())).isEqualTo(key);
            assertThat(key.isPossible()).isTrue();
        }
        for (String name : List.of("/x", "A/x", "beta/", "beta/x/y", "beta//x", "b".repeat(33) + "/x")) {
            assertThat(Key.named("orders", name).isPossible()).as(name).isFalse();
        }
    }

    private boolean takesReference(Key key, String step) {
        AtomicBoolean takes = new AtomicBoolean();
        ledger.record(ledger.find(key).orElseThrow(), step, row -> {
            takes.set(row.takes("ref-1"));
            return to(Status.ACCEPTED);
        });
        return takes.get();
    }

    private Claim claim(Key key, String step) {
        Entry wanted = Entry.wanted(key, "hambit", "default", "fiat-to-crypto", "hash", Json.object(), Json.object());
        return ledger.claim(key.tenant().isEmpty() ? wanted : wanted.numbered("number-of-" + key.tenant()), step,
                false);
    }
}
