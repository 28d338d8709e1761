package dev.sluice.cli.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Ran;
import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import dev.sluice.given.Beside;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped providers' calls, tried by their own files and flows. */
@Beside
class TryTest {

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Path EXAMPLES = Path.of("src/main/resources/contract/examples");
    private static final Map<String, String> ACCOUNTS = Map.of(
            "SLUICE_PROVIDERS_HAMBIT_BASE_URL", "https://hambit.example/api",
            "SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_ACCESS_KEY", "an-access-key",
            "SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_SECRET_KEY", "the-secret-of-it");
    private static final String BUY = "orders.request.fiat-to-crypto.json";

    @TempDir
    private Path folder;

    static Stream<Path> requests() throws IOException {
        try (Stream<Path> examples = Files.list(EXAMPLES)) {
            return examples.filter(file -> file.toString().contains(".request.")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyRequestOfTheContractBecomesOneOfHttp(Path file) throws IOException {
        JsonNode request = new ObjectMapper().readTree(file.toFile());
        String account = request.path("account").asText("default");
        String provider = request.path("provider").asText();
        List<String> arguments = new ArrayList<>(
                List.of("try", provider, request.path("operation").asText(), file.toString(), "--account", account));
        Ran ran = Ran.run(HOME,
                account.equals("default") ? Map.of()
                        : Map.of("SLUICE_PROVIDERS_" + provider.toUpperCase() + "_ACCOUNTS_" + account.toUpperCase()
                                + "_EMAIL", "shop@example.org"),
                "", arguments.toArray(String[]::new));

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).containsPattern("(?m)^  (GET|POST) https://").contains("curl -X ");
    }

    @Test
    void aRequestIsShownWithoutSecretsAndWithItsSignature() {
        Ran ran = buy();

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("  POST https://hambit.example/api/api/v3/exchange/fiat/to/wallet",
                "  access_key: ****", "\"externalOrderId\":\"ord-20261121-000017\"", "--data-binary '{")
                .containsPattern("sign: [A-Za-z0-9+/]{27}=")
                .doesNotContain("an-access-key", "the-secret-of-it", "note:");
    }

    @Test
    void asCurlItGoesTheWayThatSluiceGoesWithoutSecrets() throws Exception {
        Authority authority = new Authority("ours");
        Issued shop = authority.issue("shop");
        Map<String, String> settings = new HashMap<>(ACCOUNTS);
        settings.put("SLUICE_PROVIDERS_HAMBIT_PROXY", "http://proxy.test:3128");
        settings.put("SLUICE_PROVIDERS_HAMBIT_PROXY_USERNAME", "sluice");
        settings.put("SLUICE_PROVIDERS_HAMBIT_PROXY_PASSWORD", "of-the-proxy");
        settings.put("SLUICE_PROVIDERS_HAMBIT_TRUST_FILE", written("trust.pem", authority.pem()));
        settings.put("SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_CLIENT_CERTIFICATE_FILE",
                written("shop.pem", shop.pem()));
        settings.put("SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_CLIENT_KEY_FILE", written("shop.key", shop.keyPem()));
        assertThat(Ran.run(HOME, settings, "", "try", "hambit", "fiat-to-crypto", EXAMPLES.resolve(BUY).toString())
                .out())
                .contains(" \\\n  --proxy 'http://proxy.test:3128' \\\n  --cacert '" + folder + "/trust.pem' \\\n"
                        + "  --cert '" + folder + "/shop.pem' \\\n  --key '" + folder + "/shop.key' \\\n  -H ")
                .doesNotContain("of-the-proxy", "PRIVATE");
    }

    private String written(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `{"code":200,"success":true,"data":{"orderId":"H1"}}` | 200 | ACCEPTED | "status":"ACCEPTED" | the provider is asked (fiat-to-crypto-order) in
            `{"code":200,"success":true,"data":{"orderId":"H1","currencyAmount":"99.00"}}` | 200 | ECHO_MISMATCH | "status":"UNRESOLVED" | echo
            `{"code":"10101","success":false,"msg":"no"}` | 200 | UNKNOWN | "status":"UNKNOWN" | the provider is asked
            `<html>`                                      | 502 | UNKNOWN | "status":"UNKNOWN" | the provider is asked
            """)
    void anAnswerIsReadAsItWouldBe(String answer, int http, String kind, String result, String then)
            throws IOException {
        Path file = Files.writeString(folder.resolve("answer.json"), answer);
        Ran ran = buy("--answer", file.toString(), "--http", String.valueOf(http));

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("meaning\n  " + kind, result, then);
    }

    @Test
    void aQuestionIsShownToo() {
        assertThat(buy("--ask", "--reference", "H1").out()).contains("request fiat-to-crypto-order",
                "/api/v3/exchange/query/exchange/orderinfo", "\"orderId\":\"H1\"");
    }

    @Test
    void aCallBeforeItNeedsAnAnswerToo() {
        assertThat(Ran.run(HOME, Map.of(), "", "try", "authtool", "check", EXAMPLES + "/licenses.request.check.json")
                .out()).contains("request probe", "note: probe is called before check; give an answer to it with"
                        + " --given probe=FILE");
    }

    @Test
    void aCallThatIsMadeSeveralTimesIsAnsweredInARow() throws IOException {
        for (String part : List.of("calls", "connectivity", "contract", "intake", "people", "publish", "steps",
                "upkeep",
                "webhooks")) {
            Path flows = Path.of("routes", part + ".camel.yaml");
            Files.createDirectories(folder.resolve("routes"));
            Files.copy(flows, folder.resolve(flows));
        }
        Files.createDirectories(folder.resolve("config/providers"));
        Files.writeString(folder.resolve("config/routing.yaml"), "orders: []");
        Files.writeString(folder.resolve("config/providers/shop.yaml"), """
                family: orders
                base-url: https://shop.example
                credentials: []
                accounts: {default: {}}
                timeouts: {connect: 2s, response: 20s}
                limits: {concurrency: 2, rate: 50}
                poll: {first-delay: 3s, factor: 1.6, max-delay: 5m, budget: 24h}
                retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
                answers: {codes: {}, statuses: {progress: [new], completed: [done], failed: [declined]}}
                places: {code: /code, reference: /id, status: /state}
                operations:
                  pay:
                    path: /pay
                    success: accepted
                    success-by: shape
                    shape: [/id]
                    lost: ask
                    ask: search
                    body: {amount: "{order.amount}", merchant_id: "{requestId}"}
                    fields: {type: object, additionalProperties: false, properties: {amount: {$ref: "common.schema.json#/$defs/amount"}}}
                calls:
                  search:
                    path: /search
                    method: GET
                    query: {ref: "{requestId}", at: "{page}"}
                    list: {at: /items, item: {requestId: /ref}, pages: {by: cursor, next: /next, most: 5}}
                """);
        Path first = Files.writeString(folder.resolve("1.json"), "{\"items\": [], \"next\": \"two\"}");
        Path second = Files.writeString(folder.resolve("2.json"),
                "{\"items\": [{\"ref\": \"r-1\", \"id\": \"R\", \"state\": \"done\"}], \"next\": null}");
        String request = "{\"requestId\": \"r-1\", \"order\": {\"amount\": \"1\"}}";
        Ran whole = Ran.run(folder, Map.of(), request, "try", "shop", "pay", "-", "--ask", "--answer",
                first.toString(), "--answer", second.toString());
        Ran half = Ran.run(folder, Map.of(), request, "try", "shop", "pay", "-", "--ask", "--answer",
                first.toString());

        assertThat(whole.err()).isEmpty();
        assertThat(whole.out()).contains("GET https://shop.example/search?ref=r-1&at=two", "meaning\n  COMPLETED");
        assertThat(half.out()).contains("note: search is called once more; give its answers one after the other")
                .doesNotContain("meaning");
    }

    @Test
    void aDeliveryIsReadWithoutACall() throws IOException {
        Path file = Files.writeString(folder.resolve("delivery.json"), """
                {"externalOrderId": "ord-20261121-000017", "orderId": "H1", "orderStatus": 4}""");
        Ran ran = buy("--webhook", file.toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("order    ord-20261121-000017",
                "the provider is asked at once (fiat-to-crypto-order), and that answer counts");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hambot | fiat-to-crypto | default | there is no provider hambot; config/providers has aeterna, authtool, hambit, htp, messagehub; did you mean hambit?
            hambit | fiat-to-cryto  | default | hambit has no operation fiat-to-cryto; it has
            hambit | fiat-to-crypto | other   | hambit has no account other; it has default
            hambit | crypto-to-fiat | default | the request's operation is fiat-to-crypto, and not crypto-to-fiat
            """)
    void whatThereIsNotIsSaidInALine(String provider, String operation, String account, String line) {
        Ran ran = Ran.run(HOME, Map.of(), "", "try", provider, operation, EXAMPLES.resolve(BUY).toString(), "--account",
                account);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines().toList()).singleElement().asString().startsWith("sluice try: " + line);
    }

    @Test
    void aRequestThatWouldBeRefusedAtTheDoorIsNotTried() {
        Ran ran = Ran.run(HOME, Map.of(), "{\"requestId\": \"r-1\", \"order\": {\"amount\": \"1\"}}", "try", "hambit",
                "fiat-to-crypto", "-");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("the request would be REJECTED VALIDATION: order.");
    }

    @Test
    void aSignatureIsExplained() {
        Ran ran = Ran.run(HOME, ACCOUNTS, "", "sign", "hambit", "fiat-to-crypto", EXAMPLES.resolve(BUY).toString(),
                "--at",
                "2026-11-21T10:00:00Z", "--nonce", "be87d36d-c4ff-4863-a699-62b218122d88");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("algorithm  HMAC-SHA1", "credential secret-key, 16 characters, SHA-256 ",
                "access_key=****&addressTo=0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24&chainType=ETH",
                "nonce=be87d36d-c4ff-4863-a699-62b218122d88", "timestamp=1795255200000", "header     sign: ")
                .doesNotContain("an-access-key", "the-secret-of-it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            HmacSHA1   | text | 1795255200000 | base64 | it is the same
            HmacSHA1   | text | 1795255200000 | hex    | nothing but how it is written
            HmacSHA256 | text | 1795255200000 | hex    | algorithm: "HMAC-SHA256"
            HmacSHA1   | text | 1795255200    | base64 | timestamp: "seconds"
            HmacSHA1   | hex  | 1795255200    | hex    | key.encoding: "hex", and timestamp: "seconds"
            HmacSHA1   | text | 1             | base64 | by no other reading
            """)
    void theOtherReadingOfAnExpectedSignatureIsNamed(String algorithm, String key, String time, String spelling,
            String told) throws Exception {
        String secret = "abcdef1234567890";
        List<String> pairs = new ArrayList<>(List.of("access_key=an-access-key",
                "addressTo=0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24", "chainType=ETH", "currencyAmount=100.00",
                "currencyType=BRL", "externalOrderId=ord-20261121-000017", "nonce=be87d36d-c4ff-4863-a699-62b218122d88",
                "remark=123", "timestamp=" + time, "tokenType=USDT"));
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.equals("hex") ? HexFormat.of().parseHex(secret)
                : secret.getBytes(StandardCharsets.UTF_8), algorithm));
        byte[] made = mac.doFinal(String.join("&", pairs).getBytes(StandardCharsets.UTF_8));
        Map<String, String> account = new HashMap<>(ACCOUNTS);
        account.put("SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_SECRET_KEY", secret);
        Ran ran = Ran.run(HOME, account, "", "sign", "hambit", "fiat-to-crypto", EXAMPLES.resolve(BUY).toString(),
                "--at",
                "2026-11-21T10:00:00Z", "--nonce", "be87d36d-c4ff-4863-a699-62b218122d88", "--expect",
                spelling.equals("hex") ? HexFormat.of().formatHex(made) : Base64.getEncoder().encodeToString(made));

        assertThat(ran.out()).contains(told);
        assertThat(ran.exitCode()).isEqualTo(told.contains("same") ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1795255200000 | true  | 0 | valid
            1795255200000 | false | 1 | invalid: the signature does not match
            1795250000000 | true  | 1 | stale: the timestamp is outside the window
            """)
    void aDeliveryIsVerifiedAsItCame(String time, boolean whole, int code, String told) throws Exception {
        String body = "{\"externalOrderId\":\"ord-1\",\"orderStatus\":\"4\"}";
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("the-secret-of-it".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String sign = Base64.getEncoder().encodeToString(mac.doFinal(("access_key=an-access-key&externalOrderId=ord-1"
                + "&nonce=be87d36d-c4ff-4863-a699-62b218122d88&orderStatus=4&timestamp=" + time)
                .getBytes(StandardCharsets.UTF_8)));
        Ran ran = Ran.run(HOME, ACCOUNTS, whole ? body : body.replace('4', '5'), "verify", "hambit", "-", "--header",
                "access_key: an-access-key", "--header", "timestamp: " + time, "--header",
                "nonce: be87d36d-c4ff-4863-a699-62b218122d88", "--header", "sign: " + sign, "--at",
                "2026-11-21T10:00:00Z");

        assertThat(ran.out()).isEqualTo(told + "\n");
        assertThat(ran.exitCode()).isEqualTo(code);
    }

    private static Ran buy(String... more) {
        return Ran.run(HOME, ACCOUNTS, "",
                Stream.concat(Stream.of("try", "hambit", "fiat-to-crypto", EXAMPLES.resolve(BUY).toString()),
                        Stream.of(more)).toArray(String[]::new));
    }
}
