package dev.sluice.cli.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.call.DryRun;
import dev.sluice.cli.Ran;
import dev.sluice.outcome.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that only read, sent to a provider and written down as tests. */
class SendTest {

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final String LOOK = """
            {"requestId": "look-77", "order": {"providerReference": "OCUR5551234", "direction": "fiat-to-crypto"}}""";
    private static final String ORDER = """
            {"code": "200", "success": true, "msg": "Success", "data": {"orderId": "OCUR5551234", "orderStatus": 8,
             "externalOrderId": "ord-of-alice", "holder": "Alice Example", "phone": "+447546756743",
             "token": "bearer-of-somebody", "currencyAmount": "1234.56"}}""";

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            arrived.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            byte[] answer = answers.getOrDefault(exchange.getRequestURI().getPath(), "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        account("HAMBIT", Map.of("ACCESS_KEY", "real-access-key", "SECRET_KEY", "real-secret-key"));
        account("HTP", Map.of("AGENT_ID", "real-agent", "AGENT_SECRET", "real-agent-secret", "DEVICE_ID", "real-device",
                "USER_ID", "real-user"));
        account("AUTHTOOL", Map.of("PACKAGE_TOKEN", "real-package", "AES_KEY", "conformance-aes-key-32-letters-x"));
        account("MESSAGEHUB", Map.of("USERNAME", "real-user", "PASSWORD", "real-password"));
        answers.put("/api/v3/exchange/query/exchange/orderinfo", ORDER);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aReadIsSentWithTheAccountsCredentialsAndItsAnswerIsRead() {
        Ran ran = run(LOOK, "hambit", "order-status", "-", "--send");

        assertThat(ran.err()).isEmpty();
        assertThat(arrived).singleElement().asString().startsWith("POST /api/v3/exchange/query/exchange/orderinfo")
                .contains("\"orderId\":\"OCUR5551234\"");
        assertThat(ran.out()).contains("answers\n  HTTP 200, ", "meaning\n  COMPLETED", "\"status\":\"COMPLETED\"",
                "access_key: ****").doesNotContain("real-access-key", "real-secret-key");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void aTokenIsHadBeforeIt() {
        answers.put("/connect/token",
                "{\"status_code\": 200, \"data\": {\"access_token\": \"real-token\", \"expired_at\": 4102444800}}");
        answers.put("/mobile_user/transactions", "{\"status_code\": 200, \"data\": {\"items\": [], \"total\": 0}}");
        Ran ran = run("{\"requestId\": \"r-1\", \"order\": {\"page\": 1}}", "htp", "transactions", "-", "--send");

        assertThat(arrived).hasSize(2);
        assertThat(ran.out()).contains("request login", "request transactions", "meaning\n  COMPLETED")
                .doesNotContain("real-token", "real-agent-secret");
    }

    @Test
    void noLoginEndsTheTokenOfARunningSluice() {
        environment.put("SLUICE_PROVIDERS_HTP_TOKEN_LOGIN_ENDS_TOKEN", "true");
        Ran ran = run("{\"requestId\": \"r-1\", \"order\": {\"page\": 1}}", "htp", "transactions", "-", "--send");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("nothing was sent: ", "token.login-ends-token: true");
        assertThat(arrived).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hambit     | fiat-to-crypto | orders.request.fiat-to-crypto.json
            htp        | card-topup     | orders.request.card-topup.json
            messagehub | send           | otp.request.send.json
            messagehub | verify         | otp.request.verify.json
            authtool   | login          | licenses.request.login.json
            """)
    void whatDoesMoreThanReadIsNotSent(String provider, String operation, String file) {
        Ran ran = run("", provider, operation, HOME.resolve("src/main/resources/contract/examples/" + file).toString(),
                "--send");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines().toList())
                .containsExactly("sluice try: nothing was sent: config/providers/" + provider
                        + ".yaml does not say reads: true of " + operation
                        + ", and what does more than read is sent by a running Sluice alone");
        assertThat(arrived).isEmpty();
    }

    @Test
    void aQuestionAboutAnOrderIsARead() throws IOException {
        Ran ran = run(Files.readString(HOME.resolve(
                "src/main/resources/contract/examples/orders.request.fiat-to-crypto.json")), "hambit",
                "fiat-to-crypto", "-", "--ask", "--send");

        assertThat(arrived).singleElement().asString().contains("\"externalOrderId\":\"ord-20261121-000017\"");
        assertThat(ran.out()).contains("request fiat-to-crypto-order");
    }

    @Test
    void aSecretThatTheProviderRepeatsIsStarred() {
        answers.put("/connect/token",
                "{\"status_code\": 200, \"data\": {\"access_token\": \"real-token\", \"expired_at\": 4102444800}}");
        answers.put("/mobile_user/transactions",
                "{\"status_code\": 200, \"data\": {\"of\": \"real-token\", \"by\": \"real-agent-secret\"}}");
        Ran ran = run("{\"requestId\": \"r-1\", \"order\": {}}", "htp", "transactions", "-", "--send");

        assertThat(ran.out()).contains("data: {\"of\":\"****\",\"by\":\"****\"}").doesNotContain("real-");
    }

    @Test
    void ofBytesThatAreNoTextTheirNumberIsShown() {
        DryRun.Request request = new DryRun.Request("upload", "POST", URI.create("https://x.example"), Map.of(),
                new byte[]{(byte) 0xff, 1, 2});

        assertThat(new RequestAsText(request, Secrets.NONE, true).lines()).contains("(3 bytes)");
        assertThat(new RequestAsText(request, Secrets.NONE, false).lines()).contains("(bytes) ff0102");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--send", "--send --reference H1"})
    void nobodyIsAskedAboutAnOrderThatOnlyTheLedgerKnows(String options) {
        Ran ran = run("{\"requestId\": \"look-1\", \"order\": {\"requestId\": \"ord-17\"}}",
                ("hambit order-status - " + options).split(" "));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("nothing was sent: what the provider calls the order ord-17 is in the ledger");
        assertThat(arrived).isEmpty();
    }

    @Test
    void withoutTheAccountsCredentialsNothingIsSent() {
        environment.remove("SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_SECRET_KEY");
        Ran ran = run(LOOK, "hambit", "order-status", "-", "--send");

        assertThat(ran.err()).contains("nothing was sent, for of the account default these are not set: "
                + "sluice.providers.hambit.accounts.default.secret-key");
        assertThat(arrived).isEmpty();
    }

    @Test
    void aProviderThatIsNotThereIsSaidToBeSo() {
        server.stop(0);

        assertThat(run(LOOK, "hambit", "order-status", "-", "--send").out()).contains("meaning\n  NOT_SENT");
    }

    @Test
    void whatIsRecordedIsATestThatPassesAndHasNothingOfAnybody() throws IOException {
        Path file = folder.resolve("hambit.test.yaml");
        Ran ran = run(LOOK, "hambit", "order-status", "-", "--send", "--record", file.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("recorded\n  " + file);
        String written = Files.readString(file);
        assertThat(written).doesNotContain("real-", "Alice", "447546756743", "bearer-of", "OCUR5551234", "1234.56",
                "look-77", "ord-of-alice", "Success", "holder").contains("orderStatus: 8", "status: COMPLETED",
                        "requestId: recorded-1", "direction: fiat-to-crypto", "providerReference: XXXX1111111");
        assertThat(Ran.run(HOME, Map.of(), "", "test", file.toString()).out()).isEqualTo("1 test, 0 failed\n");
    }

    @Test
    void aQuestionIsRecordedBehindAnOrderWhoseAnswerIsLost() throws IOException {
        answers.put("/api/v3/exchange/query/exchange/orderinfo", ORDER.replace("ord-of-alice", "ord-20261121-000017")
                .replace("1234.56", "100.00"));
        Path file = folder.resolve("hambit.test.yaml");
        Ran ran = run(Files.readString(HOME.resolve(
                "src/main/resources/contract/examples/orders.request.fiat-to-crypto.json")), "hambit",
                "fiat-to-crypto", "-", "--ask", "--send", "--record", file.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(Files.readString(file)).contains("lost: after", "next: ask", "externalOrderId: recorded-1")
                .doesNotContain("Alice", "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24", "ord-20261121");
        assertThat(Ran.run(HOME, Map.of(), "", "test", file.toString()).out()).isEqualTo("1 test, 0 failed\n");
    }

    /** As a provider that echoes an address in small letters, an amount as a number, and the order's number in both. */
    @Test
    void whatTheRequestNamesIsMadeUpInEachSpelling() throws IOException {
        answers.put("/api/v3/exchange/query/exchange/orderinfo", """
                {"code": "200", "success": true, "data": {"orderId": "OCUR5551234", "orderStatus": 8,
                 "externalOrderId": "ord-20261121-000017", "currencyAmount": 1234.5, "currencyType": "BRL",
                 "addressTo": "0x0cbfd17ae9e1d6d881b2cade71277f48abf64d24"}}""");
        Path file = folder.resolve("hambit.test.yaml");
        Ran ran = run(Files.readString(HOME.resolve(
                "src/main/resources/contract/examples/orders.request.fiat-to-crypto.json"))
                .replace("100.00", "1234.50"),
                "hambit", "fiat-to-crypto", "-", "--ask", "--send", "--record", file.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(Files.readString(file)).contains("1111.10").doesNotContainIgnoringCase("0CBFD17A")
                .doesNotContain("1234.5");
    }

    @Test
    void numbersOfTheRequestAreMadeUpToo() throws IOException {
        answers.put("/connect/token",
                "{\"status_code\": 200, \"data\": {\"access_token\": \"real-token\", \"expired_at\": 4102444800}}");
        answers.put("/mobile_user/transactions",
                """
                {"status_code": 200, "data": {"items": [{"card": 508}], "total": 1, "DE89370400440532013000": {"of": 508}}}""");
        Path file = folder.resolve("htp.test.yaml");
        Ran ran = run("{\"requestId\": \"r-1\", \"order\": {\"cardId\": 508, \"orderId\": 99123}}", "htp",
                "transactions", "-", "--send", "--record", file.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(Files.readString(file)).contains("cardId: 101", "orderId: 11111").doesNotContain("508", "99123",
                "DE89");
    }

    @Test
    void whatCannotBeReadWithoutTheAccountsKeysIsNotRecorded() {
        answers.put("/package", "{\"data\": \"" + "2rECh8bBEZ7d36FqaP9zYi3u6eqEJT0VQzfA7c8LB9+HBqm+4h2HK7y66EsFK/6q"
                + "LOXZm/z/2v1UOtzF/R9MPkK2L4Ur4gHPG6xGvgtH11KrfYvB10gCmelF+rXS2gUgkKx356vrSd82SY27qV5PODIrLOitDVXH+MsyJ"
                + "A4ySdo2k/bWs9RWFhRxITbCjg9IqIwC\"}");
        Path file = folder.resolve("authtool.test.yaml");
        Ran ran = run("{\"requestId\": \"p-1\", \"license\": {}}", "authtool", "package", "-", "--send", "--record",
                file.toString());

        assertThat(ran.out()).contains("meaning\n  COMPLETED");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("the call was sent, but nothing is recorded: ");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --record x/hambit.test.yaml        | give --send too
            --send --record x/other.test.yaml  | is called hambit.test.yaml
            --send --record x/hambit.test.yaml | there is no folder
            --send --answer a.json             | leave --answer, --given and --webhook out
            """)
    void whatDoesNotGoTogetherIsSaidBeforeAnythingIsSent(String options, String told) {
        List<String> arguments = new ArrayList<>(List.of("hambit", "order-status", "-"));
        arguments.addAll(List.of(options.split(" ")));
        Ran ran = run(LOOK, arguments.toArray(String[]::new));

        assertThat(ran.exitCode()).isPositive();
        assertThat(ran.err()).contains(told);
        assertThat(arrived).isEmpty();
    }

    private Ran run(String in, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "try";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Ran.run(HOME, environment, in, all);
    }

    private void account(String provider, Map<String, String> credentials) {
        environment.put("SLUICE_PROVIDERS_" + provider + "_BASE_URL",
                "http://127.0.0.1:" + server.getAddress().getPort());
        credentials.forEach((name, value) -> environment
                .put("SLUICE_PROVIDERS_" + provider + "_ACCOUNTS_DEFAULT_" + name, value));
    }
}
