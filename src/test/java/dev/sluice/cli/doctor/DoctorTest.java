package dev.sluice.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.cli.Ran;
import dev.sluice.cli.TestBroker;
import dev.sluice.given.Authority;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.BalanceRows;
import dev.sluice.ledger.Funds;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.HoldRows;
import dev.sluice.provider.Balance;
import dev.sluice.sandbox.Sandbox;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told of what is around a Sluice. */
class DoctorTest {

    private static final String ACCOUNT = "SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_";

    @TempDir
    private Path home;
    private final Map<String, String> environment = new HashMap<>(Map.of("SLUICE_BROKER_PORT", "1",
            "QUARKUS_HTTP_PORT", "1"));

    @BeforeEach
    void makeAFolder() throws IOException {
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
    void whatIsAwayIsALineThatSaysWhatToDo() {
        Ran ran = doctor();

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines())
                .contains("ok    files                  settings, providers' files, rules and routes start")
                .anyMatch(line -> line.matches("warn  running Sluice +no Sluice answers at http://127.0.0.1:1; .*"))
                .anyMatch(line -> line.matches("wrong broker +no broker answers at tcp://127.0.0.1:1; .*"))
                .anyMatch(line -> line.matches("wrong ledger +there is no ledger at .*"))
                .anyMatch(line -> line.matches("warn  hambit/default +hambit has no base URL .*"))
                .anyMatch(line -> line.matches("warn  disk +there is no folder .*"))
                .anyMatch(line -> line.matches("2 wrong, \\d+ warnings\\."));
    }

    @Test
    void aMistakeInTheFilesIsWrong() throws IOException {
        Files.writeString(home.resolve("config/application.properties"), "sluice.sweep.peroid=1m\n");

        assertThat(doctor().out().lines()).contains("wrong files                  nothing of this folder starts: 1"
                + " mistake; ./sluice check tells it");
    }

    @Test
    void theRunningSluiceSaysWhatIsAway() throws Exception {
        HttpServer sluice = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        answer(sluice, "/q/health", "{\"status\": \"DOWN\", \"checks\": [{\"name\": \"ledger\", \"status\": \"DOWN\","
                + " \"data\": {\"reason\": \"it hangs\"}}, {\"name\": \"broker\", \"status\": \"UP\"}]}");
        answer(sluice, "/q/metrics", "jvm_memory_max_bytes{area=\"heap\",id=\"Tenured\"} 5.24288E8\n");
        sluice.start();
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(sluice.getAddress().getPort()));
        try {
            assertThat(doctor().out().lines())
                    .anyMatch(line -> line.matches("wrong running Sluice +it is down: ledger \\(it hangs\\); .*"))
                    .anyMatch(line -> line.matches("(ok|warn|wrong) +memory +the heap may have 500 MiB.*"));
        } finally {
            sluice.stop(0);
        }
    }

    @Test
    void theBrokerIsAskedForQueuesRightsAndHowItKeepsWhatIsOnThem() throws Exception {
        try (TestBroker broker = new TestBroker(0)) {
            environment.put("SLUICE_BROKER_URL", "tcp://127.0.0.1:" + broker.port());
            environment.put("SLUICE_BROKER_EMBEDDED", "false");
            environment.put("SLUICE_LEDGER_ONE_PROCESS", "true");
            broker.fill("sluice.people");

            assertThat(doctor().out().lines())
                    .anyMatch(line -> line.matches("ok    broker +it answers at tcp://127.0.0.1:" + broker.port()))
                    .anyMatch(
                            line -> line.matches("wrong queues +there is no sluice.undelivered, .* and \\d+ more: .*"))
                    .anyMatch(line -> line.matches("ok    broker rights +everybody may read .*"))
                    .anyMatch(line -> line.matches("wrong address settings +dead-letter-address is dead, .* set it to"
                            + " sluice.undelivered: .*"))
                    .anyMatch(line -> line.matches("wrong address settings +dead-letter-address is dead, .* set it to"
                            + " sluice.dead: sluice.dead"))
                    .anyMatch(line -> line
                            .matches("wrong address settings +address-full-policy is FAIL, .*: sluice.people"))
                    .anyMatch(line -> line.matches("warn  address settings +max-delivery-attempts is 10, .*"));
            assertThat(broker.waiting("sluice.attention")).isZero();
        }
    }

    @Test
    void theEmbeddedBrokersSettingsAreItsOwn() throws Exception {
        try (TestBroker broker = new TestBroker(0)) {
            environment.putAll(broker.environment());

            assertThat(doctor().out().lines())
                    .anyMatch(line -> line.matches("ok    address settings +the embedded broker's are Sluice's own"));
        }
    }

    @ParameterizedTest
    @CsvSource({"2 = 2, ok   ", "version = '2', warn ", "version = '999', wrong"})
    void theLedgersTablesAreOfThisVersionOrNot(String change, String standing) throws Exception {
        Path data = Files.createDirectories(home.resolve("data"));
        try (GivenLedger ledger = GivenLedger.in(data);
                Connection more = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"))) {
            if (change.startsWith("version")) {
                more.createStatement().execute("UPDATE flyway_schema_history SET " + change);
            }

            assertThat(doctor().out().lines()).anyMatch(line -> line.matches("ok    ledger +it can be read"))
                    .anyMatch(line -> line.matches(standing.strip() + " +ledger tables +version \\d+.*"))
                    .anyMatch(line -> line.matches("ok    ledger clock +.*"))
                    .anyMatch(line -> line.matches("ok    ledger time +.*"));
        }
    }

    @Test
    void whoHoldsBackSubmissionsIsToldWithWhatEndsIt() throws Exception {
        Path data = Files.createDirectories(home.resolve("data"));
        try (GivenLedger ledger = GivenLedger.in(data)) {
            assertThat(doctor().out().lines())
                    .anyMatch(line -> line.matches("ok    submissions +none are held by ./sluice hold"));

            HoldRows rows = new HoldRows(ledger, ledger.ledger(Clock.systemUTC()), Clock.systemUTC());
            rows.hold(new Act("one", null, Act.HOLD, "ana", "ticket 52", null), HeldPlace.EVERYTHING, true);
            rows.hold(new Act("two", null, Act.HOLD, "ben", "ticket 53", null), new HeldPlace("hambit", "second"),
                    true);
            assertThat(doctor().out().lines().filter(line -> line.matches("\\w+ +submissions .*"))).satisfiesExactly(
                    line -> assertThat(line).matches("warn  submissions +held by ana since 2\\S+: ticket 52;"
                            + " ./sluice release --by NAME --why TEXT lets them go on"),
                    line -> assertThat(line).matches("warn  submissions +of hambit/second held by ben since 2\\S+:"
                            + " ticket 53; ./sluice release hambit second --by NAME --why TEXT lets them go on"));

            ledger.withoutHolds();
            assertThat(doctor().out().lines())
                    .anyMatch(line -> line.matches("warn  submissions +nobody says whether they are held; .*"));
        }
    }

    @Test
    void aCredentialThatWasNeverFilledInIsToldAndNotQuoted() throws Exception {
        Map<String, String> good = credentials();
        String name = good.keySet().stream().sorted().findFirst().orElseThrow();
        environment.put("SLUICE_PROVIDERS_HAMBIT_BASE_URL", "https://hambit.invalid");
        String label = name.toLowerCase(Locale.ROOT).replace('_', '-');

        assertThat(told(name, "CHANGE_ME")).contains(label + " is a placeholder").doesNotContain("CHANGE_ME");
        assertThat(told(name, " a-real-one-4711 ")).contains(label + " has blanks or line ends around it")
                .doesNotContain("4711");
        assertThat(told(name, good.get(name))).contains(label + " is the sandbox's").doesNotContain(good.get(name));
    }

    @Test
    void aProviderIsReachedWhateverItsStatusAndItsClockIsLookedAt() throws Exception {
        try (RawServer provider = new RawServer(Duration.ofMinutes(-10))) {
            environment.put("SLUICE_PROVIDERS_HAMBIT_BASE_URL", "http://127.0.0.1:" + provider.port());
            credentials().forEach((name, text) -> environment.put(ACCOUNT + name, text));

            assertThat(doctor().out().lines())
                    .anyMatch(line -> line.matches("ok    hambit/default +all \\d credentials are there; .*"))
                    .anyMatch(line -> line.matches("ok    hambit +it is reached at http://127.0.0.1:" + provider.port()
                            + " \\(HTTP 404\\)"))
                    .anyMatch(
                            line -> line.matches("wrong hambit +this machine's clock is (10|9) min ahead of its, .*"));
            assertThat(provider.heard()).startsWith("HEAD / HTTP/1.1").doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    void aCertificateThatEndsSoonIsTold() throws Exception {
        Authority authority = new Authority("ours");
        HttpsServer provider = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        provider.setHttpsConfigurator(
                new HttpsConfigurator(authority.issue("localhost", Duration.ofDays(9)).server(authority)));
        answer(provider, "/", "");
        provider.start();
        Path trust = Files.writeString(home.resolve("ca.pem"), authority.pem());
        environment.put("SLUICE_PROVIDERS_HAMBIT_BASE_URL", "https://localhost:" + provider.getAddress().getPort());
        credentials().forEach((name, text) -> environment.put(ACCOUNT + name, text));
        try {
            assertThat(doctor().out().lines()).anyMatch(line -> line.matches("wrong hambit +it is not reached at"
                    + " https://localhost:\\d+: .*; look at base-url, .*"));

            environment.put("SLUICE_PROVIDERS_HAMBIT_TRUST_FILE", trust.toString());
            assertThat(doctor().out().lines())
                    .anyMatch(line -> line.matches("ok    hambit +what trust-file holds ends at .*"))
                    .anyMatch(line -> line.matches("ok    hambit +it is reached at https://localhost:\\d+ .*"))
                    .anyMatch(line -> line.matches("warn  hambit +the provider's certificate ends at .*: renew it"))
                    .anyMatch(line -> line.matches("ok    hambit +its clock and this machine's are the same"));
        } finally {
            provider.stop(0);
        }
    }

    @Test
    void aBalanceThatIsLowOrWasNotReadForLongIsTold() throws Exception {
        Files.writeString(home.resolve("config/application.properties"), """
                sluice.providers.messagehub.base-url=http://127.0.0.1:1
                sluice.providers.messagehub.accounts.default.username=shop
                sluice.providers.messagehub.accounts.default.password=shop-7-messages
                sluice.providers.messagehub.accounts.default.limits.low-balance={"*": "100.00"}
                """);
        Path data = Files.createDirectories(home.resolve("data"));
        try (GivenLedger ledger = GivenLedger.in(data)) {
            BalanceRows rows = new BalanceRows(ledger);
            rows.see("messagehub", "default", "a-replica", Clock.systemUTC(), 1_000);

            assertThat(balance()).matches("warn  .* what it has at the provider is watched, and was never read; .*");
            keep(rows, "250.00", Duration.ofMinutes(5));
            assertThat(balance()).matches("ok    .* it had 250.00 at the provider 5 min ago");
            keep(rows, "99.50", Duration.ofMinutes(5));
            assertThat(balance()).matches("warn  .* it had 99.50 at the provider 5 min ago, less than the 100.00 of"
                    + " limits.low-balance: add to it, .*");
            keep(rows, "250.00", Duration.ofHours(2));
            assertThat(balance()).matches("warn  .* it had 250.00 at the provider 2 h 0 min ago, and that was not read"
                    + " since; .*");
        }
    }

    private String balance() {
        return doctor().out().lines().filter(line -> line.matches(".* messagehub/default .* at the provider.*"))
                .findFirst().orElse("");
    }

    private static void keep(BalanceRows rows, String amount, Duration ago) {
        rows.keep("messagehub", "default", "a-replica", Funds.written(Map.of(Balance.UNNAMED,
                new Funds(new BigDecimal(amount), false, System.currentTimeMillis() - ago.toMillis()))));
    }

    private String told(String name, String text) {
        credentials().forEach((other, good) -> environment.put(ACCOUNT + other, "a-real-one-" + other));
        environment.put(ACCOUNT + name, text);
        return doctor().out().lines().filter(line -> line.startsWith("wrong hambit/default")).findFirst().orElse("");
    }

    /** By their names in the environment. */
    private static Map<String, String> credentials() {
        Map<String, String> all = new HashMap<>();
        Sandbox.credentials("hambit")
                .forEach((name, text) -> all.put(name.toUpperCase(Locale.ROOT).replace('-', '_'), text));
        return all;
    }

    private static void answer(HttpServer server, String path, String text) {
        server.createContext(path, exchange -> {
            byte[] answer = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    private Ran doctor() {
        return Ran.run(home, environment, "", "doctor");
    }

    /** Answers 404 by a clock of its own. */
    private static final class RawServer implements AutoCloseable {

        private final ServerSocket socket;
        private volatile String heard = "";

        RawServer(Duration ahead) throws IOException {
            socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Thread server = new Thread(() -> serve(ahead));
            server.setDaemon(true);
            server.start();
        }

        private void serve(Duration ahead) {
            while (!socket.isClosed()) {
                try (Socket one = socket.accept()) {
                    StringBuilder head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) {
                        head.append((char) one.getInputStream().read());
                    }
                    heard = head.toString();
                    one.getOutputStream()
                            .write(("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\nDate: "
                                    + DateTimeFormatter.RFC_1123_DATE_TIME
                                            .format(ZonedDateTime.now(ZoneOffset.UTC).plus(ahead))
                                    + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    return;
                }
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        String heard() {
            return heard;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
