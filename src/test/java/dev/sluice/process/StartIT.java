package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.Launcher;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteJDBCLoader;

/** What cannot work ends the start at once, with exit code 1 and one line that says where and what. */
@Execution(ExecutionMode.CONCURRENT)
class StartIT {

    private static final String HAMBIT = "config/providers/hambit.yaml";
    private static final String ROUTING = "config/routing.yaml";
    private static final String SECRET = "b2xkIG5ld3MgYXJlIG5vIG5ld3M";

    /** What is said of a provider that nobody gave credentials; the start goes on after it. */
    private static final String NOTICE = ": its requests are answered REJECTED CONFIGURATION";

    @TempDir
    private Path folder;

    /** One edit of one file; the edited text begins where its key stands. */
    private record Edit(String file, String text, String instead, List<String> said) {

        @Override
        public String toString() {
            return file + ": " + instead.strip();
        }
    }

    private static Edit edit(String file, String text, String instead, String... said) {
        return new Edit(file, text, instead, List.of(said));
    }

    static Stream<Edit> edits() {
        return Stream.of(
                edit(HAMBIT, "base-url: \"\"", "base-ulr: \"\"", "base-ulr"),
                edit(HAMBIT, "  first-delay: 3s", "  frist-delay: 3s", "poll.frist-delay"),
                edit(HAMBIT, "first-delay: 3s", "first-delay: 3 seconds", "poll.first-delay", "duration"),
                edit(HAMBIT, "connect: 5s", "connect: -5s", "timeouts.connect", "duration"),
                edit(HAMBIT, "concurrency: 16", "concurrency: 0", "limits.concurrency"),
                edit(HAMBIT, "algorithm: HMAC-SHA1", "algorithm: HMAC-SHA9", "signature.algorithm", "HMAC-SHA1"),
                edit(HAMBIT, "ask: fiat-to-crypto-order", "ask: fiat-to-crypto-ordre", "operations.fiat-to-crypto.ask"),
                edit(HAMBIT, "echo: {requestId: .requestId, amount: .order.amount", "echo: {requestId: .requestId,"
                        + " amount: .order.amout",
                        "operations.fiat-to-crypto.echo.amount", "order.amout"),
                edit("config/providers/aeterna.yaml", "order_id: \"{requestId}\"", "order_id: \"{requestID}\"",
                        "body.order_id", "requestID"),
                edit("config/providers/messagehub.yaml", "lost: person", "ask: status\n    lost: ask",
                        "operations.send"),
                edit(HAMBIT, "    completed: [\"8\"]", "    complete: [\"8\"]", "answers.statuses.complete"),
                edit(HAMBIT, "connect: 5s", "connect: [5s", "is not YAML"),
                edit(ROUTING, "provider: hambit", "provider: hambti", "orders.0.provider", "hambti"),
                edit(ROUTING, "when:", "wenn:", "orders.0.wenn"),
                edit(ROUTING, "orders:", "ordres:", "ordres", "orders"),
                edit(HAMBIT, "access_key: \"{credential:access-key}\"", "access_key: \"{credential:acces-key}\"",
                        "signature", "acces-key", "did you mean access-key?"),
                edit(ROUTING, "operation: [", "opration: [", "orders.0.when.opration", "did you mean operation?"),
                edit(ROUTING, "operation: [fiat-to-crypto,", "operation: [fiat-to-crypt,", "orders.0.when.operation",
                        "did you mean fiat-to-crypto?"),
                edit("routes/people.camel.yaml", "id: people", "id: [people", "while parsing"),
                edit("routes/publish.camel.yaml", "bean:", "baen:", "baen"));
    }

    /** What no run of a message is needed to see is told at once, wherever it stands. */
    @Test
    void allMistakesAreToldAtOnce() throws Exception {
        Workplace place = new Workplace(folder);
        for (Edit edit : Stream.of(edits().skip(2).limit(4), routesThatNameWhatThereIsNot().limit(1))
                .flatMap(Function.identity()).toList()) {
            place.edit(edit.file(), edit.text(), edit.instead());
        }
        Files.writeString(place.file("config/providers/razorpay.yml"), "family: orders\n");
        Files.writeString(place.file("config/application.properties"), "sluice.sweep.perod=1m\n");
        assertThat(lines(place, Map.of())).hasSize(7)
                .anySatisfy(line -> assertThat(line).startsWith("config/providers/razorpay.yml: is not read"))
                .anySatisfy(line -> assertThat(line).startsWith("config/application.properties:1:1: ")
                        .endsWith("did you mean sluice.sweep.period? [unknown-setting]"));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void aWrongEditIsNamedByFileAndLine(Edit edit) throws Exception {
        Workplace place = new Workplace(folder);
        int line = place.edit(edit.file(), edit.text(), edit.instead());
        String said = lines(place, Map.of()).stream().filter(told -> edit.said().stream().allMatch(told::contains))
                .findFirst().orElse("");
        assertThat(said).startsWith(edit.file())
                .containsPattern("[: ]" + (edit.instead().contains("[") ? "(" + line + "|"
                        + (line + 1) + ")" : line) + "[:, ]")
                .contains(edit.said());
    }

    /** What Camel would find when a message needs it, and jq would make null of. */
    static Stream<Edit> routesThatNameWhatThereIsNot() {
        String messagehub = "routes/providers/messagehub.camel.yaml";
        String hambit = "routes/providers/hambit.camel.yaml";
        return Stream.of(
                edit(messagehub, ".reference = variable(\"otpId\")", ".reference = variable(\"otpID\")",
                        "otp-messagehub-verify", "variable otpID"),
                edit(messagehub, "ltrimstr(\"+\"))}'", "ltrimst(\"+\"))}'", "otp-messagehub-send", "ltrimst/1"),
                edit(messagehub, "ltrimstr(\"+\"))}'", "ltrimstr)}'", "otp-messagehub-send", "ltrimstr/0"),
                edit("routes/providers/authtool.camel.yaml", "(if $http >= 400", "(if $htp >= 400",
                        "licenses-authtool-call", "$htp"),
                edit(hambit, "uri: direct:hambit-call\n", "uri: direct:hambit-cal\n", "orders-hambit-fiat-to-crypto",
                        "direct:hambit-cal,"),
                edit(hambit, "with_entries(", "with_entires(", "orders-hambit-call", "with_entires/1"),
                edit("routes/steps.camel.yaml", "${variable.provider}", "${variable.provdier}", "the route step",
                        "variable provdier"),
                edit("routes/steps.camel.yaml", "${variable.unauthorised}", "${variable.unauthorized}",
                        "the route step", "variable unauthorized"),
                edit("routes/calls.camel.yaml", "direct:{{provider}}-http\n        - bean",
                        "direct:{{provider}}-htp\n        - bean",
                        "a route of this template", "direct:aeterna-htp"),
                edit(hambit, "        - to:\n            uri: direct:hambit-http\n", "        - stop: {}\n",
                        "orders-hambit-call", "stop"),
                edit(messagehub, "name: otpId", "name: account", "otp-messagehub-verify", "changes the variable"
                        + " account"),
                edit(hambit, "uri: direct:hambit-http", "uri: direct:htp-http", "orders-hambit-call",
                        "another provider's flow"),
                edit(hambit, "currencyAmount: .order.amount", "currencyAmount: .order.amuont",
                        "orders-hambit-fiat-to-crypto", "order.amuont"));
    }

    @ParameterizedTest
    @MethodSource("routesThatNameWhatThereIsNot")
    void aRouteThatNamesWhatThereIsNotIsRefused(Edit edit) throws Exception {
        Workplace place = new Workplace(folder);
        place.edit(edit.file(), edit.text(), edit.instead());
        assertThat(lines(place, Map.of()))
                .anySatisfy(line -> assertThat(line).startsWith(edit.file() + ":").contains(edit.said()));
    }

    static Stream<Edit> filesThatNameWhatNoRouteHas() {
        return Stream.of(
                edit("routes/providers/hambit.camel.yaml", "uri: direct:hambit-fiat-to-crypto-order",
                        "uri: direct:hambit-fiat-to-crypto-oder",
                        HAMBIT + ":", "calls.fiat-to-crypto-order", "no route begins at"
                                + " direct:hambit-fiat-to-crypto-order"),
                edit("routes/providers/messagehub.camel.yaml", "uri: direct:messagehub-login",
                        "uri: direct:messagehub-logn",
                        "config/providers/messagehub.yaml:", "calls.login", "direct:messagehub-login"),
                edit("config/providers/messagehub.yaml", "validate/{otpId}", "validate/{otpID}",
                        "config/providers/messagehub.yaml:",
                        "operations.verify.path", "{otpID}"),
                edit(HAMBIT, "echo: {requestId: .requestId, amount:", "echo: {requestId: .requestId, amout:",
                        HAMBIT + ":", "echo.amout",
                        "never compared"));
    }

    @ParameterizedTest
    @MethodSource("filesThatNameWhatNoRouteHas")
    void aFileThatNamesWhatNoRouteHasIsRefused(Edit edit) throws Exception {
        Workplace place = new Workplace(folder);
        place.edit(edit.file(), edit.text(), edit.instead());
        assertThat(lines(place, Map.of())).anySatisfy(line -> assertThat(line).contains(edit.said()));
    }

    static Stream<Edit> brokenRoutes() {
        return Stream.of(
                edit("routes/steps.camel.yaml", "concurrentConsumers:", "concurentConsumers:", "concurentConsumers"),
                edit("routes/publish.camel.yaml", "ref: letters", "ref: leters", "leters"),
                edit("routes/publish.camel.yaml", "method: address", "method: adress", "adress"),
                edit("routes/intake.camel.yaml", "id: intake", "id: intak", "there is no template intake"),
                edit("routes/people.camel.yaml", "destinationName: sluice.people", "destinationName: sluice.peple",
                        "no route reads sluice.people"),
                edit("routes/providers/hambit.camel.yaml", "{externalOrderId: .requestId, ", "{externalOrderId:"
                        + " .requestId ",
                        "orders-hambit-fiat-to-crypto"));
    }

    @ParameterizedTest
    @MethodSource("brokenRoutes")
    void aRouteThatCannotBeBuiltIsOneLine(Edit edit) throws Exception {
        Workplace place = new Workplace(folder);
        place.edit(edit.file(), edit.text(), edit.instead());
        assertThat(oneLine(place, Map.of())).contains(edit.said());
    }

    @Test
    void aCredentialInTheFileIsRefusedAndNotRepeated() throws Exception {
        Workplace place = new Workplace(folder);
        int line = place.edit(HAMBIT, "  default: {}", "  default:\n    secret-key: " + SECRET);
        assertThat(oneLine(place, Map.of())).contains(HAMBIT + ":" + (line + 1) + ":", "accounts.default.secret-key",
                "secret-key-file").doesNotContain(SECRET);
    }

    static Stream<List<String>> settings() {
        return Stream.of(
                List.of("SLUICE_PROVIDERS_HAMBIT_POLL_FIRST_DELAI", "1s"),
                List.of("SLUICE_PROVIDERS_HAMBITT_BASE_URL", "http://127.0.0.1:1"),
                List.of("SLUICE_PROVIDERS_HAMBIT_POLL_FIRST_DELAY", "soon", "sluice.providers.hambit.poll.first-delay",
                        "duration"),
                List.of("SLUICE_PROVIDERS_HAMBIT_BASE_URL", "hambit.co", "sluice.providers.hambit.base-url",
                        "must be a URL"),
                List.of("SLUICE_PROVIDERS_HAMBIT_LIMITS_CONCURRENCY", "many",
                        "sluice.providers.hambit.limits.concurrency"),
                List.of("SLUICE_BROKER_PORT", "many", "sluice.broker.port"),
                List.of("SLUICE_BROKER_HOST", "no.such.host.invalid", "sluice.broker.host"),
                List.of("SLUICE_BROKER_EMBEDDED", "false", "sluice.broker.url"),
                List.of("SLUICE_BROKER_ADOPT", "sometimes", "sluice.broker.adopt"),
                List.of("SLUICE_LEDGER_KEEP", "forever", "sluice.ledger.keep", "duration"),
                List.of("SLUICE_SWEEP_PERIOD", "forever", "sluice.sweep.period"),
                List.of("SLUICE_SHUTDOWN_TIMEOUT", "soon", "sluice.shutdown-timeout", "duration"),
                List.of("SLUICE_SHUTDOWN_TIMEOUT", "0s", "sluice.shutdown-timeout", "at least 1s"),
                List.of("SLUICE_REPLY_TO_MOST", "0", "sluice.reply-to.most", "at least 1"),
                List.of("SLUICE_LEDGER_URL", "jdbc:mysql://here/x", "sluice.ledger.url", "JDBC URL of PostgreSQL"),
                List.of("SLUICE_BROKER_DISK_FREE", "lots", "sluice.broker.disk-free"),
                List.of("SLUICE_DATA", "occupied/data", "sluice.data", "occupied/data"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aSettingThatCannotBeUsedIsNamed(List<String> setting) throws Exception {
        Workplace place = new Workplace(folder);
        Files.writeString(place.file("occupied"), "a file where a folder should be");
        String said = oneLine(place, Map.of(setting.get(0), setting.get(1)));
        assertThat(said).contains(setting.size() == 2 ? setting.subList(0, 1) : setting.subList(2, setting.size()));
    }

    @Test
    void aDoorThatNobodyMeantToOpenIsNamed() throws Exception {
        Workplace place = new Workplace(folder);
        assertThat(oneLine(place, Map.of("SLUICE_BROKER_HOST", "0.0.0.0"))).contains("sluice.broker.host",
                "sluice.broker.open-to-all");
        assertThat(oneLine(place, Map.of("SLUICE_BROKER_USERNAME", "sluice", "SLUICE_BROKER_PASSWORD", "")))
                .contains("sluice.broker.password");
    }

    @Test
    void anExternalBrokerIsNotServedWithALedgerThatNobodyCanShare() throws Exception {
        assertThat(oneLine(new Workplace(folder), new Settings().outside("tcp://127.0.0.1:1").environment()))
                .startsWith("settings sluice.broker.url and sluice.ledger.url: ")
                .contains("sluice.ledger.one-process=true");
    }

    /** A server that is not there is waited for; one that refuses is not. */
    @Test
    void aDatabaseThatRefusesTheUserIsNamed() throws Exception {
        int port = Workplace.freePorts(1).get(0);
        try (Postgres postgres = new Postgres(port, folder.resolve("postgres"))) {
            Settings settings = Postgres.under(new Settings(), port).set("sluice.ledger.username", "stranger");
            assertThat(oneLine(new Workplace(folder.resolve("place")), settings.environment()))
                    .contains("sluice.ledger.url", "127.0.0.1:" + port, "stranger").doesNotContain("unsaid");
        }
    }

    @Test
    void aWrongSettingInTheSettingsFileIsNamed() throws Exception {
        Workplace place = new Workplace(folder);
        Files.writeString(place.file("config/application.properties"), "sluice.providers.hambit.pol.first-delay=1s\n");
        assertThat(oneLine(place, Map.of())).contains("config/application.properties",
                "sluice.providers.hambit.pol.first-delay");
        Files.writeString(place.file("config/application.properties"),
                "sluice.ledgr.url=jdbc:postgresql://127.0.0.1/sluice\n");
        assertThat(oneLine(place, Map.of())).startsWith("config/application.properties:1:1: sluice.ledgr.url: there"
                + " is no such setting");
    }

    @Test
    void missingFoldersAreNamed() throws Exception {
        Workplace place = new Workplace(folder);
        Files.move(place.file("config/providers"), place.file("elsewhere"));
        assertThat(oneLine(place, Map.of())).contains("config/providers");
        Files.move(place.file("elsewhere"), place.file("config/providers"));
        Files.move(place.file("routes"), place.file("elsewhere"));
        assertThat(oneLine(place, Map.of())).contains("routes");
    }

    @Test
    void aProviderWithoutItsRoutesIsNamed() throws Exception {
        Workplace place = new Workplace(folder);
        Files.delete(place.file("routes/providers/hambit.camel.yaml"));
        assertThat(lines(place, Map.of())).hasSize(5).allSatisfy(line -> assertThat(line)
                .startsWith("config/providers/hambit.yaml:")
                .contains("nobody serves it", "routes/providers/hambit.camel.yaml"));
    }

    @Test
    void portsInUseAreNamed() throws Exception {
        Workplace place = new Workplace(folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(oneLine(place, Map.of("SLUICE_BROKER_PORT", port))).contains("sluice.broker.port", port);
            assertThat(oneLine(place, Map.of("QUARKUS_HTTP_PORT", port))).contains(port);
        }
    }

    /** So does a library that another process's start deletes at the same time. */
    @Test
    void aLibraryOfTheLedgerThatCannotBeDeletedIsNotTold() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Path temporary = folder.resolve("tmp");
        Files.createDirectories(temporary.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-left").resolve("full"));
        try (SluiceProcess sluice = SluiceProcess.launch(new Workplace(folder.resolve("place")),
                new Settings().embedded(ports.get(0)).http(ports.get(1)).environment(),
                List.of("-Djava.io.tmpdir=" + temporary))) {
            await().atMost(Duration.ofMinutes(3)).until(sluice::ready);
            assertThat(sluice.said("native lib")).isEmpty();
        }
    }

    private String oneLine(Workplace place, Map<String, String> settings) throws IOException, InterruptedException {
        List<String> lines = lines(place, settings);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private List<String> lines(Workplace place, Map<String, String> settings) throws IOException, InterruptedException {
        List<Integer> ports = Workplace.freePorts(2);
        Map<String, String> environment = new HashMap<>(Map.of("SLUICE_SANDBOX_ENABLED", "true",
                "QUARKUS_HTTP_HOST", "127.0.0.1", "QUARKUS_HTTP_PORT", ports.get(0).toString(),
                "SLUICE_BROKER_PORT", ports.get(1).toString()));
        environment.putAll(settings);
        try (SluiceProcess sluice = SluiceProcess.launch(place, environment)) {
            int code = sluice.awaitEnd(Duration.ofMinutes(3));
            List<String> lines = sluice.output().stream().filter(line -> !line.isBlank() && !line.contains(" INFO ")
                    && !line.contains(NOTICE)).toList();
            assertThat(code).isEqualTo(1);
            List<String> checked = checked(place, environment);
            if (!checked.isEmpty()) {
                assertThat(lines).as("what the check says, and the start").isEqualTo(checked);
            }
            assertThat(lines.stream().limit(12)).isNotEmpty();
            return lines;
        }
    }

    /** The mistakes that {@code ./sluice check} tells there. */
    private static List<String> checked(Workplace place, Map<String, String> environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = Launcher.run(new Surroundings(place.folder(), place.folder(), environment,
                InputStream.nullInputStream(), lines, lines, Terminal.of(null, false)), "check");
        List<String> said = out.toString(StandardCharsets.UTF_8).replace(place.folder() + "/", "").lines()
                .filter(line -> !line.startsWith("note: ")).toList();
        assertThat(said.get(said.size() - 1)).matches(code == 0 ? "No mistakes." : "[0-9]+ mistakes?\\.");
        return said.subList(0, said.size() - 1);
    }
}
