package dev.sluice.cli.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.Launcher;
import dev.sluice.cli.Ran;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Exchanged;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to an archive. */
class ExportTest {

    @TempDir
    private Path data;
    private GivenLedger ledger;

    @BeforeEach
    void makeALedger() throws Exception {
        ledger = GivenLedger.in(data);
        request("orders", "of-september", "2026-09-30T23:59:59.999Z", Status.COMPLETED);
        request("orders", "of-october", "2026-10-01T00:00:00Z", Status.FAILED);
        request("orders", "open", "2026-10-02T00:00:00Z", Status.UNRESOLVED);
        request("otp", "sent", "2026-10-31T23:59:59.999Z", Status.COMPLETED);
        request("otp", "of-november", "2026-11-01T00:00:00Z", Status.COMPLETED);
    }

    @AfterEach
    void closeIt() throws Exception {
        ledger.close();
    }

    @Test
    void whatEndedInATimeIsWrittenAsTheLedgerHasItWithoutItsHashes() throws Exception {
        Ran ran = export("--from", "2026-10-01", "--before", "2026-11-01");

        assertThat(ran.err()).isEmpty();
        List<String> lines = ran.out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(Json.own(lines.get(0)).at("/export/before").asText()).isEqualTo("2026-11-01");
        JsonNode order = Json.own(lines.get(1));
        assertThat(order.path("requestId").asText()).isEqualTo("of-october");
        assertThat(order.at("/request/order/mobile").asText()).isEqualTo("+55*********99");
        assertThat(order.at("/steps/0/result/status").asText()).isEqualTo("FAILED");
        assertThat(order.at("/exchanges/0/call").asText()).isEqualTo("any");
        assertThat(order.at("/acts/0/why").asText()).isEqualTo("it takes long");
        assertThat(Json.own(lines.get(2)).path("family").asText()).isEqualTo("otp");
        assertThat(ran.out()).doesNotContain("hash-of-it", "Hash");
        assertThat(export("--before", "2026-10-01").out()).contains("of-september").doesNotContain("of-october");
        assertThat(export("--before", "2026-11-01", "--family", "otp").out().lines()).hasSize(3);
    }

    @Test
    void theLastLineTellsThatAllIsThere() throws Exception {
        String out = export("--before", "2026-11-01").out();
        int last = out.lastIndexOf("{\"end\"");

        assertThat(Json.own(out.substring(last))).isEqualTo(Json.own("""
                {"end": {"requests": 3, "steps": 3, "acts": 3, "exchanges": 3, "sha256": "%s"}}"""
                .formatted(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(out.substring(0, last).getBytes(StandardCharsets.UTF_8))))));
    }

    @Test
    void aDayThatIsNotOverIsNotExported() {
        assertThat(export("--before", "2999-01-01").err()).contains("--before must be today (UTC) at the latest");
        assertThat(export("--before", "yesterday").err()).contains("--before must be a day");
        assertThat(export("--before", "2999-01-01").exitCode()).isEqualTo(2);
    }

    @Test
    void anArchiveThatCanHaveNothingIsRefused() {
        for (String[] wrong : new String[][]{{"--before", "2026-11-01", "--family", "ordres"},
                {"--before", "2026-10-01", "--from", "2026-11-01"},
                {"--before", "2026-10-01", "--from", "2026-10-01"}}) {
            Ran ran = export(wrong);
            assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
            assertThat(ran.out()).isEmpty();
        }
        assertThat(export("--before", "2026-11-01", "--family", "licenses").out().lines()).hasSize(2);
    }

    @Test
    void aFullDiskIsNotTakenForAWholeFile() {
        PrintStream full = new PrintStream(new OutputStream() {
            private int room = 300;

            @Override
            public void write(int b) throws IOException {
                if (room-- < 0) {
                    throw new IOException("No space left on device");
                }
            }
        });

        assertThat(Launcher.run(new Surroundings(data, data, environment(), System.in, full, System.err,
                Terminal.plain(true)), "orders", "export", "--before", "2026-11-01")).isEqualTo(1);
    }

    private Ran export(String... options) {
        return Ran.run(data, environment(), "",
                Stream.concat(Stream.of("orders", "export"),
                        Arrays.stream(options)).toArray(String[]::new));
    }

    private Map<String, String> environment() {
        return Map.of("SLUICE_DATA", data.toString());
    }

    private void request(String family, String id, String at, Status status) {
        Ledger then = ledger.ledger(Clock.fixed(Instant.parse(at), ZoneOffset.UTC));
        Key key = new Key(family, id);
        then.claim(Entry.wanted(key, "of-" + family, "default", "any", "hash-of-it", Json.own("""
                {"requestId": "%s", "order": {"mobile": "+55*********99", "mobileHash": "abcd"}}""".formatted(id)),
                Json.object()), id, false);
        then.note(new Act("person-" + id, key, "ask", "ana", "it takes long", null));
        then.record(then.find(key).orElseThrow(), id,
                row -> Change.to(status, sequence -> "{\"status\":\"" + status + "\"}"),
                new Exchanged("{\"asks\":false,\"exchanges\":[{\"call\":\"any\",\"http\":200}]}", 5));
    }
}
