package dev.sluice.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.cli.Ran;
import dev.sluice.cli.Terminal;
import dev.sluice.json.Json;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.UndecidedOf;
import dev.sluice.outcome.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every account does, by what replicas answer over HTTP and by a ledger. */
class TopTest {

    private static final String ONE = """
            # TYPE sluice_steps_waiting gauge
            sluice_steps_waiting{account="default",provider="hambit"} 4.0
            sluice_steps_waiting{account="default",provider="htp"} 0.0
            sluice_steps_inflight{account="default",provider="hambit"} 2.0
            sluice_breaker_open{account="default",provider="hambit"} 1.0
            sluice_account_held{account="default",provider="htp"} 1.0
            sluice_balance_low{account="default",currency="BRL",provider="htp"} 1.0
            sluice_balance_low{account="default",currency="EUR",provider="htp"} 0.0
            sluice_balance_low{account="default",currency="MXN",provider="htp"} 1.0
            sluice_balance_low{account="default",currency="USD",provider="htp"} NaN
            sluice_tokens_age_seconds{account="default",provider="htp"} 180.0
            sluice_queue_messages{queue="sluice.dead"} 7.0
            sluice_queue_messages{queue="sluice.submit.hambit"} 90.0
            sluice_queue_messages{queue="sluice.submit.htp"} 12.0
            sluice_queue_messages{queue="sluice.submit.htp.second"} 900.0
            sluice_hold 0.0
            sluice_calls_seconds_bucket{account="default",kind="completed",provider="hambit",le="0.1"} %d
            sluice_calls_seconds_bucket{account="default",kind="completed",provider="hambit",le="1.0"} %d
            sluice_calls_seconds_bucket{account="default",kind="completed",provider="hambit",le="+Inf"} %d
            sluice_calls_seconds_count{account="default",kind="completed",provider="hambit"} %d
            jvm_threads_live_threads 22.0
            """;

    @TempDir
    private Path data;

    @Test
    void eachAccountIsALineThoseWithTroubleFirst() throws Exception {
        AtomicInteger scrapes = new AtomicInteger();
        HttpServer replica = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        replica.createContext("/q/metrics", exchange -> {
            int more = scrapes.getAndIncrement() * 100;
            byte[] text = ONE.formatted(500 + more * 6 / 10, 500 + more, 500 + more, 500 + more)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        replica.start();
        String at = "http://127.0.0.1:" + replica.getAddress().getPort();
        try (GivenLedger ledger = GivenLedger.in(data)) {
            undecided(ledger, "stuck", Status.UNRESOLVED);
            undecided(ledger, "unsure", Status.UNKNOWN);

            Ran one = top("--at", at, "--once", "--every", "500ms");
            Ran two = top("--at", at, "--at", at + "/", "--once", "--every", "500ms");

            assertThat(one.err()).isEmpty();
            assertThat(one.out().lines()).satisfiesExactly(
                    head -> assertThat(head).matches("2\\S+Z  1 replica  dead letters: 7"),
                    titles -> assertThat(titles).startsWith("ACCOUNT "),
                    line -> assertThat(line).matches("hambit/default +4 +2 +\\d+\\.\\d +<100ms +<1s +open +3 h 0 min"
                            + " +1"),
                    line -> assertThat(line).matches("htp/default +12 +0 +0\\.0 +closed +3 min +0 +held +BRL MXN"));
            assertThat(two.out()).contains("2 replicas").containsPattern("hambit/default +8 +4 ")
                    .containsPattern("htp/default +12 +0 ");
        } finally {
            replica.stop(0);
        }
    }

    @Test
    void oneReplicaThatIsAwayIsSaidAndTheOthersAreShown() throws Exception {
        HttpServer well = replica(200);
        HttpServer ill = replica(503);
        try (GivenLedger ledger = GivenLedger.in(data)) {
            undecided(ledger, "stuck", Status.UNRESOLVED);

            Ran two = top("--at", at(well), "--at", "http://127.0.0.1:1", "--at", at(ill), "--once", "--every",
                    "500ms");
            Ran none = top("--at", at(ill), "--once", "--every", "500ms");

            assertThat(two.err()).isEmpty();
            assertThat(two.exitCode()).isZero();
            assertThat(two.out()).contains("  1 of 3 replicas answer  ")
                    .containsPattern("hambit/default +4 +2 +0\\.0 ");
            assertThat(none.exitCode()).isEqualTo(1);
            assertThat(none.err()).contains("/q/metrics answers HTTP 503");
        } finally {
            well.stop(0);
            ill.stop(0);
        }
    }

    @Test
    void aReplicaThatComesBackOrStartsAnewCountsOnlyWhatItDidSince() {
        String row = "sluice_calls_seconds_count{account=\"a\",provider=\"p\"} ";
        Scrape before = new Scrape(0,
                List.of(Optional.of(row + "100.0"), Optional.empty(), Optional.of(row + "50.0")));
        Scrape after = new Scrape(1,
                List.of(Optional.of(row + "7.0"), Optional.of(row + "900.0"), Optional.of(row + "51.0")));

        assertThat(after.grown("sluice_calls_seconds_count", before).map(Scrape.Row::value)).containsExactly(7.0, 1.0);
    }

    private static HttpServer replica(int status) throws IOException {
        HttpServer replica = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        replica.createContext("/q/metrics", exchange -> {
            byte[] text = ONE.formatted(1, 1, 1, 1).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        replica.start();
        return replica;
    }

    private static String at(HttpServer replica) {
        return "http://127.0.0.1:" + replica.getAddress().getPort();
    }

    @Test
    void whereNoSluiceAnswersOneLineSaysSo() {
        Ran ran = top("--at", "http://127.0.0.1:1", "--once");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).singleElement().asString().contains("no Sluice answers at http://127.0.0.1:1");
    }

    @Test
    void noMoreAccountsAreShownThanTheTerminalHasLinesFor() {
        Scrape nothing = new Scrape(0, List.of());
        List<AccountNow> accounts = java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> AccountNow.of("p", "a" + i, nothing, nothing, null, 0)).toList();

        List<String> lines = new TopTable(new Terminal(120, 10, false, true)).lines("head", accounts);

        assertThat(lines).hasSize(9).last().isEqualTo("and 44 more");
        assertThat(lines.get(2)).as("a ledger that cannot be read").contains("?");
    }

    @Test
    void whatWasNotCountedIsNotTakenForNone() {
        List<UndecidedOf> counted = List.of(new UndecidedOf("p", "a", "UNRESOLVED", 9, 0, false),
                new UndecidedOf("p", "a", "UNKNOWN", 1, 0, true), new UndecidedOf("q", "a", "UNKNOWN", 1, 0, false));

        assertThat(now("p", "a", counted)).isEqualTo("9+ 1 min");
        assertThat(now("p", "b", counted)).isEqualTo("? ");
        assertThat(now("q", "a", counted)).isEqualTo("0 1 min+");
        assertThat(now("q", "b", counted)).isEqualTo("0 ?");
        assertThat(now("r", "a", counted)).isEqualTo("0 ");
    }

    private static String now(String provider, String account, List<UndecidedOf> counted) {
        Scrape nothing = new Scrape(0, List.of());
        AccountNow now = AccountNow.of(provider, account, nothing, nothing, counted, 60_000);
        return now.unresolved() + " " + now.oldestUnknown();
    }

    private Ran top(String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of("top"));
        all.addAll(List.of(arguments));
        return Ran.run(Path.of("").toAbsolutePath(), Map.of("SLUICE_DATA", data.toString()), "",
                all.toArray(String[]::new));
    }

    private static void undecided(GivenLedger ledger, String id, Status status) {
        Ledger rows = ledger.ledger(Clock.offset(Clock.systemUTC(), Duration.ofHours(-3)));
        Key key = new Key("orders", id);
        rows.claim(Entry.wanted(key, "hambit", "default", "fiat-to-crypto", "hash", Json.object(), Json.object()),
                "step-" + id, false);
        rows.record(key, "step-" + id, Change.to(status, sequence -> "{}"));
    }
}
