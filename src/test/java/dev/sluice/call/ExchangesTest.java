package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.FileProvider.Answer;
import dev.sluice.json.Json;
import dev.sluice.ledger.ExchangeKeep;
import dev.sluice.ledger.Exchanged;
import dev.sluice.passage.Calling;
import dev.sluice.passage.Passage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a call over HTTP. Documents are written with ' for ". */
class ExchangesTest {

    private static final String MOBILE = "+5511912345678";
    private static final String PIN = "059647";
    private static final String FILE = """
            family: orders
            base-url: @base-url@
            credentials: [client, secret]
            accounts: {default: {}}
            timeouts: {connect: 2s, response: 20s}
            limits: {concurrency: 2, rate: 50}
            poll: {first-delay: 3s, factor: 1.6, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers:
              codes: {"300": {kind: refused, category: LIMIT}}
              statuses: {progress: [new], completed: [done], failed: [declined]}
            places: {code: /code, message: /text, reference: /order/id, status: /order/state}
            operations:
              pay:
                path: /pay
                success: accepted
                lost: person
                ask: payment
                headers: {X-Secret: "{credential:secret}"}
                body: {amount: "{order.amount}", merchant_id: "{requestId}", mobile: "{order.mobile}", pin: "{order.pin}",
                  password: "{credential:secret}", fixed: "words of the file"}
                fields:
                  type: object
                  properties:
                    amount: {$ref: "common.schema.json#/$defs/amount"}
                    mobile: {type: string, x-ledger: masked}
                    pin: {type: string, x-ledger: omitted}
            calls:
              payment: {path: "/pay/{requestId}", method: GET}
            """;

    @TempDir
    private Path folder;

    @Test
    void ofWhatIsSaidOnlyWhatTheFileNamesAndTheLedgerKeepsIsKeptAsItIs() throws Exception {
        ObjectNode said = said(Answer.json(200, "{'order':{'id':'R-77','state':'new','owner':'Maria da Silva'},"
                + "'elsewhere':'R-77','card':4111111111111111,'phone':'" + MOBILE + "','pin':'" + PIN + "',"
                + "'ok':true,'none':null,'list':[1,2,3,4,5],'" + MOBILE + "':{'55119':'x'}}"));

        assertThat(said.path("asks").asBoolean()).isFalse();
        assertThat(said.path("attempt").asInt()).isEqualTo(1);
        JsonNode exchange = said.at("/exchanges/0");
        assertThat(exchange.path("sent")).isEqualTo(json("{'amount':'12.50','merchant_id':'order-1',"
                + "'mobile':'text(14)','pin':'number(6)','password':'text(8)','fixed':'text(17)'}"));
        assertThat(exchange.path("answer")).isEqualTo(json("{'order':{'id':'R-77','state':'new','owner':'text(14)'},"
                + "'elsewhere':'text(4)','card':'number(16)','phone':'text(14)','pin':'number(6)',"
                + "'ok':'truth','none':null,'list':['number(1)','number(1)','number(1)','(2 more)'],"
                + "'(name 9)':{'(name 1)':'text(1)'}}"));
        assertThat(exchange.path("call").asText()).isEqualTo("pay");
        assertThat(exchange.path("method").asText()).isEqualTo("POST");
        assertThat(exchange.path("path").asText()).isEqualTo("/pay");
        assertThat(exchange.path("http").asInt()).isEqualTo(200);
        assertThat(exchange.path("type").asText()).isEqualTo("application/json");
        assertThat(exchange.path("kind").asText()).isEqualTo("accepted");
        assertThat(exchange.path("at").asLong()).isPositive();
        assertThat(exchange.path("millis").isIntegralNumber()).isTrue();
        assertThat(exchange.properties()).extracting(Map.Entry::getKey).containsExactlyInAnyOrder("call", "at",
                "millis",
                "method", "path", "http", "type", "length", "unread", "kind", "sent", "answer");
    }

    @Test
    void whatIsKeptHasAnEndThatIsSaid() throws Exception {
        StringBuilder members = new StringBuilder("{'order':{'id':'R','state':'new'}");
        for (int i = 0; i < 2_000; i++) {
            members.append(",'").append(Integer.toString(i, 2).replace('0', 'a').replace('1', 'b'))
                    .append("':'\\u00e9'");
        }

        ObjectNode said = said(Answer.json(200, members + "}"));

        assertThat(said.toString().getBytes(StandardCharsets.UTF_8).length).isBetween(1_000, 4096);
        assertThat(said.at("/exchanges/0/answer/(cut)").asText()).matches("1\\d\\d\\d more");
        assertThat(said.at("/exchanges/0/answer/order/id").asText()).isEqualTo("R");
    }

    @Test
    void ofALongAnswerTheLengthIsKept() throws Exception {
        JsonNode exchange = said(Answer.json(200, "{'order':{'id':'R','state':'new'},'more':'" + "x".repeat(65_536)
                + "'}")).at("/exchanges/0");

        assertThat(exchange.path("hidden").asText()).isEqualTo("the answer is too long to be shown");
        assertThat(exchange.path("length").asInt()).isGreaterThan(65_536);
        assertThat(exchange.at("/sent/amount").asText()).isEqualTo("12.50");
        assertThat(exchange.path("kind").asText()).isEqualTo("accepted");
        assertThat(exchange.has("answer")).isFalse();
    }

    /** A step may wait for the ledger after that, and many others beside it. */
    @Test
    void onceItIsRedactedNothingIsKeptAsItWas() throws Exception {
        try (FileProvider provider = provider(Map.of())) {
            provider.says(asked -> Answer.json(200, "{'order':{'id':'R-77','state':'new'}}"));

            Exchange done = provider.called("pay", false, request());

            assertThat(Passage.of(done).outcome().reference()).isEqualTo("R-77");
            assertThat(Calling.of(done).takeSpoken()).isEmpty();
        }
    }

    @Test
    void ofAStepTheLastTenAreKept() throws Exception {
        try (FileProvider provider = provider(Map.of())) {
            provider.says(asked -> Answer.json(200, "{'order':{'id':'R-77','state':'new'}}"));
            Passage passage = provider.passage("pay", false, request());
            for (int i = 1; i <= 12; i++) {
                passage.exchanged(Json.object().put("call", "c" + i), i);
            }

            assertThat(Json.own(passage.exchanged().text()).path("exchanges").findValuesAsText("call"))
                    .containsExactly("c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12");
        }
    }

    @Test
    void anAnswerThatRepeatsASecretOfTheAccountIsNotKept() throws Exception {
        ObjectNode said = said(Answer.json(400, "{'order':{'id':'R'},'abcdef_secretly':1}"),
                Map.of("secret", "abcdef-secretly"));

        assertThat(said.at("/exchanges/0/hidden").asText()).contains("secret");
        assertThat(said.toString()).doesNotContain("abcdef");
    }

    @Test
    void ofWhatCannotBeReadItsLengthAndTheReasonAreKept() throws Exception {
        JsonNode exchange = said(new Answer(502, "text/html; of=" + PIN, "<html>" + MOBILE + "</html>"))
                .at("/exchanges/0");

        assertThat(exchange.path("http").asInt()).isEqualTo(502);
        assertThat(exchange.path("type").asText()).isEqualTo("text/html");
        assertThat(exchange.path("length").asInt()).isEqualTo(27);
        assertThat(exchange.path("unread").asText()).isNotEmpty();
        assertThat(exchange.path("kind").asText()).isEqualTo("unknown");
        assertThat(exchange.path("why").asText()).contains("502");
        assertThat(exchange.has("answer")).isFalse();
    }

    @Test
    void aCallThatIsNotAnsweredIsKeptWithWhatWasSent() throws Exception {
        JsonNode exchange = said(new Answer(0, "", "")).at("/exchanges/0");

        assertThat(exchange.at("/sent/amount").asText()).isEqualTo("12.50");
        assertThat(exchange.has("http")).isFalse();
        assertThat(exchange.path("kind").asText()).isEqualTo("unknown");
    }

    @Test
    void aQuestionIsKeptWithItsPathAsTheFileHasIt() throws Exception {
        try (FileProvider provider = provider(Map.of())) {
            provider.says(asked -> Answer.json(200, "{'order':{'id':'R-77','state':'done'}}"));

            ObjectNode said = Json.own(provider.passage("pay", true, request().put("providerReference", "R-77"))
                    .exchanged().text());

            assertThat(said.path("asks").asBoolean()).isTrue();
            assertThat(said.at("/exchanges/0/path").asText()).isEqualTo("/pay/{requestId}");
            assertThat(said.at("/exchanges/0/answer/order/state").asText()).isEqualTo("done");
            assertThat(said.at("/exchanges/0").has("sent")).isFalse();
        }
    }

    @Test
    void whereNoneIsKeptThereIsNothing() throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE)) {
            provider.says(asked -> Answer.json(200, "{'order':{'id':'R-77','state':'new'}}"));

            assertThat(provider.passage("pay", false, request()).exchanged()).isNull();
        }
    }

    private ObjectNode said(Answer answer) throws Exception {
        return said(answer, Map.of());
    }

    private ObjectNode said(Answer answer, Map<String, String> credentials) throws Exception {
        try (FileProvider provider = provider(credentials)) {
            provider.says(asked -> answer);
            Exchanged exchanged = provider.passage("pay", false, request()).exchanged();
            assertThat(exchanged.text()).doesNotContain(MOBILE, PIN, "5511912345678", "4111", "Maria", "s3cr3t");
            return Json.own(exchanged.text());
        }
    }

    private FileProvider provider(Map<String, String> credentials) throws Exception {
        return new FileProvider(folder, FILE, credentials, new Exchanges(new ExchangeKeep(Duration.ofDays(14), 1)));
    }

    private static ObjectNode request() {
        ObjectNode request = Json.object().put("requestId", "order-1").put("operation", "pay")
                .putNull("providerReference");
        request.putObject("order").put("amount", "12.50").put("mobile", MOBILE).put("pin", PIN);
        return request;
    }

    private static JsonNode json(String quoted) {
        return Json.own(quoted.replace('\'', '"'));
    }
}
