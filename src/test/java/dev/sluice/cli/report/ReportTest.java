package dev.sluice.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.cli.Ran;
import dev.sluice.cli.TestBroker;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.start.PlanFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the file that is written for whoever helps, and what does not. */
class ReportTest {

    private static final String PASSWORD = "Tr0ub4dor-9c";
    private static final String SECRET = "sEcr3t-of-hambit-1";

    @TempDir
    private Path home;
    private Path file;
    private final Map<String, String> environment = new HashMap<>(Map.of("SLUICE_BROKER_PORT", "1",
            "QUARKUS_HTTP_PORT", "1"));

    @BeforeEach
    void makeAFolder() throws IOException {
        file = home.resolve("r.zip");
        for (String part : new String[]{"config", "routes"}) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path one : files.filter(Files::isRegularFile).toList()) {
                    Path to = home.resolve(one.toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(one, to);
                }
            }
        }
    }

    @Test
    void everySettingStandsThereWithWhereItIsFrom() throws IOException {
        settings("sluice.sweep.period=2m", "sluice.public-url=https://pay.example/hidden-path",
                "sluice.providers.hambit.base-url=https://api.hambit.example/v1/tenant-77",
                "sluice.providers.hambit.limits.rate=7", "quarkus.log.console.format=%m of ours",
                "own.value=nobody-knows-what-this-is");

        String shown = report().get("settings.txt").replace(home + "/", "");

        assertThat(shown.lines()).contains("sluice.sweep.period = 2m  [config/application.properties:1]",
                "sluice.broker.port = 1  [environment]", "sluice.sweep.grace = 10m  [default]",
                "sluice.ledger.url = (not set)  [default]",
                "sluice.providers.hambit.limits.rate = 7  [config/application.properties:4]",
                "quarkus.log.console.format = a text, 10 characters  [config/application.properties:5]",
                "own.value = a text, 25 characters  [config/application.properties:6]");
        assertThat(shown).containsPattern("sluice.public-url = https://pay.example #[0-9a-f]{8} ")
                .containsPattern("sluice.providers.hambit.base-url = https://api.hambit.example #[0-9a-f]{8} ")
                .doesNotContain("hidden-path", "tenant-77");
    }

    @Test
    void aSecretIsShownByAFingerprintThatIsTheSameForTheSameInTheFileAlone() throws IOException {
        environment.put("SLUICE_BROKER_USERNAME", "sluice");
        environment.put("SLUICE_BROKER_PASSWORD", PASSWORD);
        environment.put("SLUICE_LEDGER_URL", "jdbc:postgresql://127.0.0.1:1/sluice?password=" + PASSWORD);
        environment.put("SLUICE_LEDGER_PASSWORD", PASSWORD);
        environment.put("SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_ACCESS_KEY", SECRET);
        settings("sluice.providers.hambit.accounts.default.secret-key=" + SECRET);

        Map<String, String> parts = report();

        assertThat(parts.get("settings.txt"))
                .containsPattern("(?s)sluice.broker.password = (#[0-9a-f]{8}) .*sluice.ledger.password = \\1 ")
                .contains("quarkus.datasource.postgresql.password = ${sluice.ledger.password:}  [default]")
                .containsPattern("sluice.ledger.url = jdbc:postgresql://127.0.0.1:1 #[0-9a-f]{8} ")
                .containsPattern("sluice.providers.hambit.accounts.default.secret-key = #[0-9a-f]{8} ")
                .containsPattern("SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_ACCESS_KEY = #[0-9a-f]{8} ");
        assertThat(parts.values()).noneMatch(part -> part.contains(PASSWORD) || part.contains(SECRET));
    }

    @Test
    void whatCannotBeReachedIsOneLineAndTheRestIsWritten() throws IOException {
        Ran ran = run();
        Map<String, String> parts = parts();

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines().map(line -> line.replaceFirst(": .*", ""))).contains("left out  health.json",
                "left out  metrics.txt", "left out  replicas.json", "left out  ledger.txt", "left out  queues.txt",
                "left out  log.txt", "left out  threads.txt");
        assertThat(ran.out()).contains("queues.txt: no broker answers at tcp://127.0.0.1:1",
                "health.json: no Sluice answers at http://127.0.0.1:1");
        assertThat(parts).containsOnlyKeys("versions.txt", "settings.txt", "plan.txt", "check.txt", "README.txt");
        assertThat(ran.out().lines().filter(line -> line.startsWith("left out"))).isNotEmpty()
                .allSatisfy(line -> assertThat(parts.get("README.txt")).contains(line));
    }

    @Test
    void thePlanIsThereFileByFile() throws IOException {
        Map<String, String> parts = report();

        assertThat(parts.get("plan.txt")).startsWith("plan " + PlanFiles.mark(home).text() + "\n")
                .containsPattern("(?m)^[0-9a-f]{12}  config/providers/hambit\\.yaml$");
        assertThat(parts.get("versions.txt")).containsPattern("(?m)^java \\d+").containsPattern("(?m)^os ")
                .containsPattern("(?m)^artemis-jakarta-client \\d|(?m)^artemis-server \\d");
    }

    @Test
    void theLedgerTheBrokerAndWhatRunsAreAsked() throws Exception {
        HttpServer sluice = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        sluice.createContext("/q/health", exchange -> {
            byte[] answer = "{\"status\": \"DOWN\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        sluice.start();
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(sluice.getAddress().getPort()));
        try (TestBroker broker = new TestBroker(0);
                GivenLedger ledger = GivenLedger.in(Files.createDirectories(home.resolve("data")))) {
            environment.putAll(broker.environment());
            ledger.ledger(Clock.systemUTC()).claim(Entry.wanted(new Key("orders", "ord-1"), "hambit", "default",
                    "fiat-to-crypto", "", Json.object().put("amount", "471108150815.00"), Json.object()), "s-1", false);

            Map<String, String> parts = report();

            assertThat(parts.get("health.json")).contains("DOWN");
            assertThat(parts).doesNotContainKey("metrics.txt");
            assertThat(parts.get("queues.txt").lines()).contains("sluice.dead 0 0", "orders.requests 0 0",
                    "sluice.undelivered (there is no such queue)");
            assertThat(parts.get("ledger.txt")).startsWith("tables " + neededVersion() + "\n")
                    .containsPattern("(?m)^orders hambit CLAIMED open 1 \\d+s$");
            assertThat(parts.get("replicas.json")).contains("\"replicas\":[]");
            assertThat(parts.get("clock.txt")).contains("clock here");
            assertThat(parts.values()).noneMatch(part -> part.contains("ord-1") || part.contains("471108150815"));
        } finally {
            sluice.stop(0);
        }
    }

    @Test
    void theEndOfALogThatIsAFileIsThereWithoutWhatHasTheShapeOfASecret() throws IOException {
        settings("quarkus.log.file.enabled=true", "quarkus.log.file.path=s.log",
                "sluice.providers.hambit.accounts.default.secret-key=" + SECRET);
        Files.writeString(home.resolve("s.log"), "begun\nslip sk_live_0123456789abcdef and " + SECRET + "\n");

        assertThat(report().get("log.txt")).isEqualTo("begun\nslip **** and ****\n");
    }

    @Test
    void itIsItsOwnersAloneAndTakesNoOthersPlace() throws IOException {
        report();
        byte[] first = Files.readAllBytes(file);

        Ran again = run();

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).isEqualTo("sluice report: there is a file " + file
                + " already, which stays as it is; give another name.\n");
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        Ran ran = Ran.run(home, environment, "", "report", "none/r.zip");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("none/r.zip: there is no such folder");
    }

    private void settings(String... lines) throws IOException {
        Files.write(home.resolve("config/application.properties"), List.of(lines));
    }

    private Map<String, String> report() throws IOException {
        Ran ran = run();
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return parts();
    }

    private Ran run() {
        return Ran.run(home, environment, "", "report", "r.zip");
    }

    private Map<String, String> parts() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    parts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return parts;
    }

    private String neededVersion() throws SQLException {
        try (LedgerReader ledger = LedgerReader.file(home.resolve("data/ledger.db"))) {
            return ledger.neededVersion();
        }
    }
}
