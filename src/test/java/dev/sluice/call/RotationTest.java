package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.FileProvider.Answer;
import dev.sluice.call.FileProvider.Asked;
import dev.sluice.json.Json;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rotation of an account's credentials at a provider that takes the new ones, the previous ones, both or neither. */
class RotationTest {

    private static final String FILE = """
            family: orders
            base-url: @base-url@
            credentials: [client, secret]
            accounts: {default: {}}
            signature:
              message: {template: "{header:X-Client}.{body}"}
              algorithm: HMAC-SHA256
              key: {credential: secret}
              headers: {X-Signature: "{signature}"}
            timeouts: {connect: 2s, response: 20s}
            limits: {concurrency: 2, rate: 50}
            poll: {first-delay: 3s, factor: 1.6, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers:
              codes: {"E-KEY": {kind: refused, category: AUTHENTICATION}, "E-SUM": {kind: refused, category: LIMIT},
                "E-REVOKED": {kind: refused, category: AUTHORIZATION}, "E-BUSY": {kind: not-done, category: AUTHENTICATION}}
              statuses: {progress: [new], completed: [done], failed: [declined]}
            places: {code: /code, message: /text, reference: /id, status: /state}
            operations:
              pay:
                path: /pay
                success: accepted
                lost: person
                ask: payment
                headers: {X-Client: "{credential:client}"}
                basic: {username: "{credential:client}", password: "{credential:secret}"}
                body: {amount: "{order.amount}", merchant_id: "{requestId}"}
                fields: {type: object}
            calls:
              payment:
                path: "/pay/{requestId}"
                headers: {X-Client: "{credential:client}"}
                body: {client: "{credential:client}"}
            """;
    private static final Map<String, String> BEFORE = Map.of("client-previous", "shop-0", "secret-previous",
            "s3cr3t-0");

    @TempDir
    private Path folder;

    /** Whose credentials a request has, all of them; nobody's where they are mixed. */
    private enum Whose {
        NEW("shop-1", "s3cr3t/+"), PREVIOUS("shop-0", "s3cr3t-0");

        private final String client;
        private final String secret;

        Whose(String client, String secret) {
            this.client = client;
            this.secret = secret;
        }

        static Whose of(Asked asked) {
            for (Whose one : values()) {
                boolean basic = asked.header("Authorization") == null || asked.header("Authorization").equals("Basic "
                        + Base64.getEncoder().encodeToString((one.client + ":" + one.secret).getBytes(
                                StandardCharsets.UTF_8)));
                if (basic && one.client.equals(asked.header("X-Client"))
                        && mac(one.secret, one.client + "." + asked.body()).equals(asked.header("X-Signature"))) {
                    return one;
                }
            }
            throw new AssertionError("a mixture: " + asked);
        }
    }

    private static String mac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final Answer TAKEN = Answer.json(200, "{'id':'R','state':'new'}");
    private static final Answer REFUSED = Answer.json(401, "{'text':'who are you?'}");

    @ParameterizedTest
    @EnumSource(Whose.class)
    void aCallIsTakenWithWhatTheProviderTakes(Whose taken) throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE, BEFORE)) {
            provider.says(asked -> Whose.of(asked) == taken ? TAKEN : REFUSED);
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
            assertThat(provider.step("pay", true, request()).kind()).isEqualTo(Kind.PROGRESS);
            boolean back = taken == Whose.PREVIOUS;
            assertThat(provider.asked()).hasSize(back ? 3 : 2);
            assertThat(used(provider, true)).isEqualTo(back ? 2 : 0);
        }
    }

    /** Each refusal is a call beyond the account's rate, and many of them may lock it. */
    @Test
    void forAWhileCallsBeginWithThePreviousOnesThatWereTakenAlone() throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE, BEFORE)) {
            provider.says(asked -> Whose.of(asked) == Whose.PREVIOUS ? TAKEN : REFUSED);
            for (int call = 0; call < 5; call++) {
                assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
            }
            assertThat(provider.asked()).hasSize(6);
            provider.clock().advance(Duration.ofSeconds(30));
            provider.says(asked -> TAKEN);
            provider.step("pay", false, request());
            assertThat(provider.asked()).last().extracting(Whose::of).isEqualTo(Whose.NEW);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'code':'E-KEY'}", "{'code':'E-REVOKED'}"})
    void whenTheyAreRefusedMeanwhileTheNewOnesAreTriedAtOnce(String refusal) throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE, BEFORE)) {
            provider.says(asked -> Whose.of(asked) == Whose.PREVIOUS ? TAKEN : REFUSED);
            provider.step("pay", false, request());
            provider.says(asked -> Whose.of(asked) == Whose.NEW ? TAKEN : Answer.json(200, refusal));
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
            assertThat(provider.asked()).hasSize(4);
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
            assertThat(provider.asked()).hasSize(5);
        }
    }

    @Test
    void otherCredentialsThanThoseThatWereRefusedAreTriedAtOnce() throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE, files("secret", "wrong", "s3cr3t-0"))) {
            provider.says(asked -> asked.header("X-Signature").equals(mac("wrong", "shop-1." + asked.body())) ? REFUSED
                    : TAKEN);
            provider.step("pay", false, request());
            Files.writeString(folder.resolve("secret"), "s3cr3t/+");
            provider.step("pay", false, request());
            assertThat(provider.asked()).hasSize(3).last().extracting(Whose::of).isEqualTo(Whose.NEW);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            401 | {'text':'new'}                 | 401 | {'text':'old'}                   | UNAUTHORISED
            200 | {'code':'E-KEY','text':'new'}  | 401 | {'text':'old'}                   | REFUSED
            401 | {'text':'new'}                 | 200 | {'code':'E-KEY','text':'old'}    | UNAUTHORISED
            401 | {'text':'new'}                 | 200 | {'code':'E-REVOKED','text':'o'}  | UNAUTHORISED
            200 | {'code':'E-BUSY','text':'new'} | 401 | {'text':'old'}                   | NOT_DONE
            """)
    void whereBothAreRefusedTheAnswerIsThatToTheNewOnes(int http, String body, int httpThen, String bodyThen, Kind kind)
            throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE, BEFORE)) {
            provider.says(asked -> Whose.of(asked) == Whose.NEW ? Answer.json(http, body)
                    : Answer.json(httpThen, bodyThen));
            Outcome outcome = provider.step("pay", false, request());
            assertThat(outcome.kind()).isEqualTo(kind);
            assertThat(outcome.why().category()).isEqualTo(Category.AUTHENTICATION);
            assertThat(outcome.why().message()).endsWith(": new");
            assertThat(provider.asked()).hasSize(2);
            assertThat(used(provider, false)).isEqualTo(1);
        }
    }

    /** No answer is none: what was sent may have been done. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0   | ``                                       | UNKNOWN
            500 | {'text':'who are you?'}                  | UNKNOWN
            403 | {'text':'who are you?'}                  | UNKNOWN
            401 | {'text':'who are you?','id':'R'}         | UNKNOWN
            200 | {'code':'E-KEY','id':'R','state':'new'}  | UNKNOWN
            200 | {'code':'E-SUM'}                         | REFUSED
            429 | {'text':'later'}                         | NOT_DONE
            200 | {'id':'R','state':'declined'}            | ACCEPTED
            """)
    void nothingButARefusalOfTheCredentialsIsTriedWithThePreviousOnes(int http, String body, Kind kind)
            throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE, BEFORE)) {
            provider.says(asked -> Answer.json(http, body));
            Outcome outcome = provider.step("pay", false, request());
            assertThat(kind == Kind.ACCEPTED ? Kind.FAILED : kind).isEqualTo(outcome.kind());
            assertThat(provider.asked()).singleElement().extracting(Whose::of).isEqualTo(Whose.NEW);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0   | ``                     | UNKNOWN
            500 | {}                     | UNKNOWN
            429 | {}                     | NOT_DONE
            200 | {'code':'E-SUM'}       | REFUSED
            """)
    void whatComesOfThePreviousOnesCountsWhereTheyAreNotRefused(int http, String body, Kind kind) throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE, BEFORE)) {
            provider.says(asked -> Whose.of(asked) == Whose.NEW ? REFUSED : Answer.json(http, body));
            Outcome outcome = provider.step("pay", false, request());
            assertThat(outcome.kind()).isEqualTo(kind);
            assertThat(outcome.why().category()).isNotEqualTo(Category.AUTHENTICATION);
            assertThat(provider.asked()).hasSize(2);
            assertThat(used(provider, true)).isEqualTo(kind == Kind.REFUSED ? 1 : 0);
        }
    }

    @Test
    void whereThereAreNoPreviousOnesOrTheSameOneCallIsMade() throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE, Map.of("secret-previous", "s3cr3t/+"))) {
            provider.says(asked -> REFUSED);
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.UNAUTHORISED);
            assertThat(provider.asked()).hasSize(1);
        }
    }

    /** A key alone may be rotated: the others are those of now. */
    @Test
    void whatIsNotRotatedIsAsItIs() throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE, Map.of("secret-previous", "s3cr3t-0"))) {
            provider.says(asked -> asked.header("X-Signature").equals(mac("s3cr3t-0", "shop-1." + asked.body())) ? TAKEN
                    : REFUSED);
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
        }
    }

    @ParameterizedTest
    @EnumSource(Whose.class)
    void aLoginIsTriedWithThePreviousOnesToo(Whose taken) throws Exception {
        AtomicInteger logins = new AtomicInteger();
        try (FileProvider provider = new FileProvider(folder, tokens(), BEFORE)) {
            provider.says(asked -> {
                if (!asked.target().equals("/token")) {
                    return asked.header("Authorization").equals("Bearer t-" + taken) ? TAKEN : REFUSED;
                }
                logins.incrementAndGet();
                Whose whose = asked.body().contains("shop-0") && asked.body().contains("s3cr3t-0") ? Whose.PREVIOUS
                        : Whose.NEW;
                return whose == taken ? Answer.json(200, "{'access_token':'t-" + whose + "'}")
                        : Answer.json(400, "{'error':'invalid_client'}");
            });
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
            boolean back = taken == Whose.PREVIOUS;
            assertThat(logins).as("the token that was had is kept").hasValue(back ? 2 : 1);
            assertThat(used(provider, true)).isEqualTo(back ? 2 : 0);
        }
    }

    /** Each of the two may have a token that ended early. */
    @Test
    void aTokenOfThePreviousOnesThatEndedIsHadAnew() throws Exception {
        AtomicInteger tokens = new AtomicInteger();
        try (FileProvider provider = new FileProvider(folder, tokens(), BEFORE)) {
            provider.says(asked -> !asked.target().equals("/token")
                    ? asked.header("Authorization").equals("Bearer t-" + tokens) ? TAKEN : REFUSED
                    : asked.body().contains("shop-0")
                            ? Answer.json(200, "{'access_token':'t-" + tokens.incrementAndGet() + "'}")
                            : Answer.json(401, "{'error':'unknown'}"));
            Outcome first = provider.step("pay", false, request());
            assertThat(first.kind()).as(first.toString()).isEqualTo(Kind.ACCEPTED);
            tokens.incrementAndGet();
            Outcome outcome = provider.step("pay", false, request());
            assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(Kind.ACCEPTED);
            assertThat(tokens).hasValue(3);
        }
    }

    /** An old client that is gone may be answered by anything: that the new one is refused is what counts. */
    @Test
    void aPreviousLoginThatFailsHidesNoRefusal() throws Exception {
        try (FileProvider provider = new FileProvider(folder, tokens(), BEFORE)) {
            provider.says(asked -> Answer.json(asked.body().contains("shop-0") ? 500 : 400,
                    "{'error':'invalid_client'}"));
            assertThat(provider.step("pay", false, request()).why().category()).isEqualTo(Category.AUTHENTICATION);
            assertThat(used(provider, true)).isZero();
            assertThat(used(provider, false)).isEqualTo(1);
        }
    }

    /** A token of two rotations ago beside credentials of one ago would be a mixture. */
    @Test
    void aSecondRotationHasTokensOfItsOwn() throws Exception {
        try (FileProvider provider = new FileProvider(folder, tokens(), files("secret", "c1", "c0"))) {
            AtomicReference<String> taken = new AtomicReference<>("c0");
            provider.says(asked -> {
                if (!asked.target().equals("/token")) {
                    return asked.header("Authorization").equals("Bearer t-" + taken) ? TAKEN
                            : Answer.json(200, "{'code':'E-KEY'}");
                }
                return asked.body().contains('"' + taken.get() + '"')
                        ? Answer.json(200, "{'access_token':'t-" + taken + "'}")
                        : Answer.json(400, "{'error':'invalid_client'}");
            });
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
            taken.set("c1");
            Files.writeString(folder.resolve("secret"), "c2");
            Files.writeString(folder.resolve("secret-previous"), "c1");
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
        }
    }

    /** A call that is refused for its signature says nothing of the token. */
    @Test
    void aTokenIsForgottenOnlyWhereItIsRenewed() throws Exception {
        AtomicInteger logins = new AtomicInteger();
        String signed = tokens().replace("login: {", "login: {signed: false, ").replace("timeouts:", """
                signature:
                  message: {template: "{header:X-Client}.{body}"}
                  algorithm: HMAC-SHA256
                  key: {credential: secret}
                  headers: {X-Signature: "{signature}"}
                timeouts:""");
        try (FileProvider provider = new FileProvider(folder, signed, BEFORE)) {
            provider.says(asked -> {
                if (asked.target().equals("/token")) {
                    return Answer.json(200, "{'access_token':'t-" + logins.incrementAndGet() + "'}");
                }
                return asked.header("X-Client").equals("shop-0") ? TAKEN : Answer.json(200, "{'code':'E-KEY'}");
            });
            for (int call = 0; call < 2; call++) {
                assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.ACCEPTED);
                provider.clock().advance(Duration.ofSeconds(30));
            }
            assertThat(provider.asked().stream().filter(asked -> !asked.target().equals("/token"))).hasSize(4);
            assertThat(logins).as("one with each credentials").hasValue(2);
        }
    }

    @Test
    void aLoginThatIsLostIsNotTriedWithThePreviousOnes() throws Exception {
        try (FileProvider provider = new FileProvider(folder, tokens(), BEFORE)) {
            provider.says(asked -> new Answer(0, "", ""));
            assertThat(provider.step("pay", false, request()).kind()).isEqualTo(Kind.NOT_SENT);
            assertThat(provider.asked()).hasSize(1);
        }
    }

    private Map<String, String> files(String credential, String now, String before) throws Exception {
        Files.writeString(folder.resolve(credential), now);
        Files.writeString(folder.resolve(credential + "-previous"), before);
        return Map.of(credential + "-file", folder.resolve(credential).toString(), credential + "-previous-file",
                folder.resolve(credential + "-previous").toString());
    }

    private static double used(FileProvider provider, boolean taken) {
        return provider.metrics().counter("sluice.credentials.previous", "provider", "demo", "account", "default",
                "taken", String.valueOf(taken)).count();
    }

    private static String tokens() {
        return FILE.replaceFirst("(?s)signature:.*?timeouts", "timeouts").replaceAll("    basic: .*\n", "")
                .replace("  statuses:", "  http: {\"401\": {kind: unauthorised}}\n  statuses:") + """
                  login: {path: /token, body: {client: "{credential:client}", secret: "{credential:secret}"}}
                token:
                  renew-ahead: 60s
                  places: {token: /access_token, expires-in: /expires_in}
                """;
    }

    private static ObjectNode request() {
        ObjectNode request = Json.object().put("requestId", "r-1");
        request.putObject("order").put("amount", "10.00");
        return request;
    }
}
