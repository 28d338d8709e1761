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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answers of a provider that a file alone describes mean, over HTTP. Documents are written with ' for ". */
class FileProviderTest {

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
              http: {"400": {kind: refused, category: VALIDATION}, "423": {kind: not-done, category: UNAVAILABLE}}
              statuses: {progress: [new], completed: [done], failed: [declined]}
            places: {code: /code, message: /text, reference: /id, status: /state}
            operations:
              pay:
                path: /pay
                success: accepted
                lost: person
                ask: payment
                body: {amount: "{order.amount}", merchant_id: "{requestId}"}
                fields: {type: object}
            calls:
              payment: {path: "/pay/{reference}", method: GET}
            """;

    private static final String SEARCH = "path: /search\n    body: {ref: \"{requestId}\"}";
    private static final String OURS = "item: {requestId: /ref}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | application/json | {'id':'R','state':'new'}       | ACCEPTED |
            400 | application/json | {'text':'no such currency'}    | REFUSED  | VALIDATION
            423 | application/json | {'text':'later'}               | NOT_DONE | UNAVAILABLE
            400 | application/json | {'code':'300'}                 | REFUSED  | LIMIT
            400 | application/json | {'code':'301'}                 | UNKNOWN  | OUTCOME_UNKNOWN
            400 | application/json | {'id':'R'}                     | UNKNOWN  | OUTCOME_UNKNOWN
            400 | text/html        | <html>400 Bad Request</html>   | UNKNOWN  | OUTCOME_UNKNOWN
            400 | application/json | ``                             | UNKNOWN  | OUTCOME_UNKNOWN
            404 | application/json | {'text':'what?'}               | UNKNOWN  | OUTCOME_UNKNOWN
            503 | application/json | {'text':'what?'}               | UNKNOWN  | OUTCOME_UNKNOWN
            """)
    void aStatusOfHttpCountsWhereTheProviderItselfAnswersWithoutACode(int http, String type, String body, Kind kind,
            Category category) throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE)) {
            provider.says(asked -> new Answer(http, type, body.replace('\'', '"')));
            means(provider.call("pay", false, request()), kind, category);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {'id':'R','state':'paid','sub':'settled'}                 | COMPLETED |
            200 | {'id':'R','state':'paid','sub':'held'}                    | FAILED    | PROVIDER
            200 | {'id':'R','state':'paid'}                                 | ACCEPTED  |
            200 | {'id':'R','state':'paid','sub':'lost'}                    | ACCEPTED  |
            422 | {'errors':[{'code':'E1','why':'limit'},{'code':'E9'}]}    | REFUSED   | LIMIT
            422 | {'errors':[{'code':'E1','why':'busy'}]}                   | NOT_DONE  | UNAVAILABLE
            422 | {'errors':[{'code':'E1','why':'other'}]}                  | UNKNOWN   | OUTCOME_UNKNOWN
            422 | {'errors':[{'code':'E1'}]}                                | UNKNOWN   | OUTCOME_UNKNOWN
            """)
    void wordsOfSeveralMembersAreLookedUpTogether(int http, String body, Kind kind, Category category)
            throws Exception {
        String file = FILE.replaceFirst("codes: .*", "codes: {\"E1/limit\": {kind: refused, category: LIMIT},"
                + " \"E1/busy\": {kind: not-done, category: UNAVAILABLE}}")
                .replaceFirst("statuses: .*", "statuses: {completed: [paid/settled], failed: [paid/held]}")
                .replaceFirst("places: .*",
                        "places: {code: [/errors/0/code, /errors/0/why], reference: /id, status: [/state, /sub]}");
        try (FileProvider provider = new FileProvider(folder, file)) {
            provider.says(asked -> Answer.json(http, body));
            means(provider.call("pay", false, request()), kind, category);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {'items':[{'ref':'r-1','id':'R','state':'done'}]}                            | COMPLETED     |
            200 | {'items':[{'ref':'r-2','state':'declined'},{'ref':'r-1','state':'done'}]}    | COMPLETED     |
            200 | {'items':[{'ref':'r-1','state':'done'},{'ref':'r-1','state':'declined'}]}    | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':[{'ref':'r-1','state':'done'},{'ref':'r-1','state':'done'}]}        | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':[{'ref':'r-2','state':'done'}]}                                     | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':[{'ref':'R-1','state':'done'}]}                                     | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':[]}                                                                 | NO_SUCH_ORDER | NOT_FOUND
            200 | {'items':['r-1',null,['r-1']]}                                               | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':[{'ref':'r-1'}],'code':'gone'}                                      | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':[],'code':'300'}                                                    | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':[],'code':'77'}                                                     | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':{}}                                                                 | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':{'0':{'ref':'r-1','state':'done'}}}                                 | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {}                                                                           | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'ref':'r-1','id':'R','state':'done'}                                        | UNKNOWN       | OUTCOME_UNKNOWN
            404 | {'items':[]}                                                                 | UNKNOWN       | OUTCOME_UNKNOWN
            503 | {'items':[]}                                                                 | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':[{'ref':'r-1','state':'odd'}]}                                      | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'items':[{'ref':'r-1','state':'done','sum':'11.00'}]}                       | ECHO_MISMATCH | ECHO_MISMATCH
            200 | {'items':[{'ref':'r-1','state':'done','sum':'10.0'}]}                        | COMPLETED     |
            """)
    void ourOrderIsTheOneItemOfAListThatIsIt(int http, String body, Kind kind, Category category) throws Exception {
        try (FileProvider provider = new FileProvider(folder, listed(SEARCH, OURS + ", none: gone"))) {
            provider.says(asked -> Answer.json(http, body));
            means(provider.call("pay", true, request()), kind, category);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | [{'ref':'r-2','state':'declined'},{'ref':'r-1','state':'done'}] | COMPLETED     |
            200 | []                                                              | NO_SUCH_ORDER | NOT_FOUND
            200 | {'ref':'r-1','state':'done'}                                    | UNKNOWN       | OUTCOME_UNKNOWN
            200 | {'0':{'ref':'r-1','state':'done'}}                              | UNKNOWN       | OUTCOME_UNKNOWN
            404 | []                                                              | UNKNOWN       | OUTCOME_UNKNOWN
            400 | {'code':'300'}                                                  | UNKNOWN       | OUTCOME_UNKNOWN
            """)
    void soIsItWhereTheAnswerItselfIsTheList(int http, String body, Kind kind, Category category) throws Exception {
        String file = listed(SEARCH, OURS + ", none: gone").replace("at: /items", "at: \"\"");
        try (FileProvider provider = new FileProvider(folder, file)) {
            provider.says(asked -> Answer.json(http, body));
            means(provider.call("pay", true, request()), kind, category);
            provider.says(asked -> Answer.json(200, "[{'id':'R','state':'done'}]"));
            assertThat(provider.call("pay", false, request()).error().message()).contains("it cannot be read");
        }
    }

    /** A list may have pages, or lag behind. */
    @Test
    void anOrderThatAListHasNotIsUnknownWhereTheFileDoesNotSayOtherwise() throws Exception {
        try (FileProvider provider = new FileProvider(folder, listed(SEARCH, OURS))) {
            provider.says(asked -> Answer.json(200, "{'items':[{'ref':'r-2','state':'done'}]}"));
            Outcome outcome = provider.call("pay", true, request());
            means(outcome, Kind.UNKNOWN, Category.OUTCOME_UNKNOWN);
            assertThat(outcome.error().message()).contains("its list has other orders and not this one");
            assertThat(outcome.wordless()).isFalse();
            provider.says(asked -> Answer.json(200, "{'items':[]}"));
            means(provider.call("pay", true, request()), Kind.UNKNOWN, Category.OUTCOME_UNKNOWN);
            provider.says(asked -> Answer.json(200, "{'items':[{'ref':'r-1'},{'ref':'r-1'}],'text':'see below'}"));
            assertThat(provider.call("pay", true, request()).error().message())
                    .contains("see below; its list has this order 2 times");
        }
    }

    /** What is known once is not sent again, whatever a later list has not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {'items':[{'ref':'r-1'}]}                     | true
            200 | {'items':[{'ref':'r-1','state':['done']}]}    | true
            200 | {'items':[{'ref':'r-1'},{'ref':'r-1'}]}       | true
            500 | {'items':[{'ref':'r-1'}]}                     | true
            200 | {'items':[{'ref':'r-2','id':'R'}]}            | false
            200 | {'items':[]}                                  | false
            """)
    void anItemThatIsOursShowsThatTheProviderKnowsTheOrder(int http, String body, boolean known) throws Exception {
        try (FileProvider provider = new FileProvider(folder, listed(SEARCH, OURS + ", none: gone"))) {
            provider.says(asked -> Answer.json(http, body));
            assertThat(provider.call("pay", true, request()).evidence().known()).isEqualTo(known);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <list><pay><ref>r-1</ref><state>done</state></pay></list>                           | COMPLETED |
            <list><pay><ref>r-2</ref></pay><pay><ref>r-1</ref><state>done</state></pay></list>  | COMPLETED |
            <list><pay><ref>r-2</ref><state>done</state></pay></list>                           | UNKNOWN   | OUTCOME_UNKNOWN
            <list/>                                                                             | UNKNOWN   | OUTCOME_UNKNOWN
            <list><pay/></list>                                                                 | UNKNOWN   | OUTCOME_UNKNOWN
            """)
    void oneOrderAloneIsAListInXml(String body, Kind kind, Category category) throws Exception {
        String file = listed(SEARCH, OURS + ", none: gone").replace("at: /items", "at: /list/pay")
                .replace("  codes:", "  format: xml\n  codes:");
        try (FileProvider provider = new FileProvider(folder, file)) {
            provider.says(asked -> new Answer(200, "text/xml", body));
            means(provider.call("pay", true, request()), kind, category);
        }
    }

    @Test
    void aHeaderAloneDoesNotNameTheOrderThatAnEmptyListDenies() throws Exception {
        String byHeader = "path: /search\n    method: GET\n    headers: {X-Ref: \"{requestId}\"}";
        try (FileProvider provider = new FileProvider(folder, listed(byHeader, OURS + ", none: gone"))) {
            provider.says(asked -> Answer.json(200, "{'items':[]}"));
            assertThat(provider.call("pay", true, request()).error().message()).contains("names neither");
        }
    }

    /** Without the provider's number nobody can tell which item it is; no order is denied by that. */
    @Test
    void anOrderOfWhichTheProvidersNumberIsNotKnownIsNotMissedInAList() throws Exception {
        String byReference = listed(SEARCH, "item: {providerReference: /id}, none: gone");
        try (FileProvider provider = new FileProvider(folder, byReference)) {
            provider.says(asked -> Answer.json(200, "{'items':[{'id':'','state':'done'},{'id':null,'state':'done'}]}"));
            means(provider.call("pay", true, request()), Kind.UNKNOWN, Category.OUTCOME_UNKNOWN);
            means(provider.call("pay", true, request().putNull("providerReference")), Kind.UNKNOWN,
                    Category.OUTCOME_UNKNOWN);
            provider.says(asked -> Answer.json(200, "{'items':[{'id':'R','state':'done'}]}"));
            means(provider.call("pay", true, request().put("providerReference", "R")), Kind.COMPLETED, null);
        }
    }

    /** A question that names no order is believed of the item alone that is ours. */
    @Test
    void aQuestionForAllOrdersIsTakenWhereTheListFindsOurs() throws Exception {
        String all = "path: /all\n    method: GET";
        try (FileProvider provider = new FileProvider(folder, listed(all, OURS))) {
            provider.says(asked -> Answer.json(200, "{'items':[{'ref':'r-1','state':'done'}]}"));
            means(provider.call("pay", true, request()), Kind.COMPLETED, null);
        }
        try (FileProvider provider = new FileProvider(folder, listed(all, OURS + ", none: gone"))) {
            provider.says(asked -> Answer.json(200, "{'items':[]}"));
            assertThat(provider.call("pay", true, request()).error().message()).contains("names neither");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | <pay><id>R</id><state>new</state></pay>              | ACCEPTED  |
            200 | <pay><id>R</id><state>done</state></pay>             | COMPLETED |
            200 | <pay><id>R</id><id>S</id><state>done</state></pay>   | UNKNOWN   | OUTCOME_UNKNOWN
            200 | <error><id>R</id><state>done</state></error>         | UNKNOWN   | OUTCOME_UNKNOWN
            400 | <pay><code>300</code></pay>                          | REFUSED   | LIMIT
            400 | <pay><text>no</text></pay>                           | REFUSED   | VALIDATION
            400 | <html><body>400 Bad Request</body></html>            | UNKNOWN   | OUTCOME_UNKNOWN
            200 | {'pay':{'id':'R','state':'done'}}                    | UNKNOWN   | OUTCOME_UNKNOWN
            """)
    void anAnswerInXmlIsReadByTheSamePlaces(int http, String body, Kind kind, Category category) throws Exception {
        String file = FILE.replace("  codes:", "  format: xml\n  codes:").replaceFirst("places: .*",
                "places: {code: /pay/code, message: /pay/text, reference: /pay/id, status: /pay/state}");
        try (FileProvider provider = new FileProvider(folder, file)) {
            provider.says(asked -> new Answer(http, "text/xml", body.replace('\'', '"')));
            means(provider.call("pay", false, request()), kind, category);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | id=R&state=new        | ACCEPTED  |
            200 | id=R&state=done       | COMPLETED |
            200 | id=R&id=S&state=done  | UNKNOWN   | OUTCOME_UNKNOWN
            400 | code=300              | REFUSED   | LIMIT
            400 | text=no               | REFUSED   | VALIDATION
            400 | Bad Request           | UNKNOWN   | OUTCOME_UNKNOWN
            200 | {'id':'R'}            | UNKNOWN   | OUTCOME_UNKNOWN
            """)
    void soIsAForm(int http, String body, Kind kind, Category category) throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE.replace("  codes:", "  format: form\n  codes:"))) {
            provider.says(asked -> new Answer(http, "application/x-www-form-urlencoded", body.replace('\'', '"')));
            means(provider.call("pay", false, request()), kind, category);
        }
    }

    /** OAuth 2 as its RFC has it: a form, the client by HTTP Basic, one token for all calls, and another host. */
    @Test
    void aTokenThatTheFileDescribesIsHadOnceAndCarriedByEachCall() throws Exception {
        try (FileProvider provider = new FileProvider(folder, tokens("", ""))) {
            provider.says(asked -> asked.target().equals("/auth/token")
                    ? Answer.json(200, "{'access_token':'t-1','token_type':'Bearer','expires_in':3600}")
                    : Answer.json(200, "{'id':'R','state':'new'}"));
            for (int i = 0; i < 3; i++) {
                means(provider.call("pay", false, request()), Kind.ACCEPTED, null);
            }
            means(provider.call("pay", true, request().put("providerReference", "R")), Kind.PROGRESS, null);
            assertThat(provider.asked()).extracting(Asked::target).containsExactly("/auth/token", "/pay", "/pay",
                    "/pay", "/pay/R");
            Asked login = provider.asked().get(0);
            assertThat(login.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(login.body()).isEqualTo("grant_type=client_credentials&scope=pay+ask");
            assertThat(login.header("Authorization")).isEqualTo("Basic "
                    + Base64.getEncoder().encodeToString("shop-1:s3cr3t/+".getBytes(StandardCharsets.UTF_8)));
            assertThat(provider.asked().stream().skip(1)).allSatisfy(
                    call -> assertThat(call.header("Authorization")).isEqualTo("Bearer t-1"));
        }
    }

    @Test
    void aTokenIsRenewedAheadOfItsEndByARefreshAndElseByALogin() throws Exception {
        String file = tokens(", refresh-token: /refresh_token", """
                  refresh:
                    base-url: @base-url@/auth
                    path: /refresh
                    body: {token: "{refreshToken}", key: "{credential:secret}"}
                """);
        AtomicInteger tokens = new AtomicInteger();
        try (FileProvider provider = new FileProvider(folder, file)) {
            provider.says(asked -> asked.target().startsWith("/auth/") ? Answer.json(200, "{'access_token':'t-"
                    + tokens.incrementAndGet() + "','refresh_token':'r-" + tokens + "','expires_in':'600'}")
                    : Answer.json(200, "{'id':'R','state':'new'}"));
            provider.call("pay", false, request());
            provider.clock().advance(Duration.ofSeconds(500));
            provider.call("pay", false, request());
            provider.clock().advance(Duration.ofSeconds(50));
            provider.call("pay", false, request());
            assertThat(provider.asked()).extracting(Asked::target).containsExactly("/auth/token", "/pay", "/pay",
                    "/auth/refresh", "/pay");
            assertThat(provider.asked().get(3).body()).isEqualTo("{\"token\":\"r-1\",\"key\":\"s3cr3t/+\"}");
            assertThat(provider.asked().get(4).header("Authorization")).isEqualTo("Bearer t-2");
            provider.clock().advance(Duration.ofSeconds(550));
            provider.says(
                    asked -> asked.target().equals("/auth/refresh") ? Answer.json(400, "{'error':'invalid_grant'}")
                            : asked.target().equals("/auth/token") ? Answer.json(200, "{'access_token':'t-9'}")
                                    : Answer.json(200, "{'id':'R','state':'new'}"));
            means(provider.call("pay", false, request()), Kind.ACCEPTED, null);
            assertThat(provider.asked()).extracting(Asked::target).endsWith("/auth/refresh", "/auth/token", "/pay");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            401 | application/json | {'error':'invalid_client'}       | REFUSED  | AUTHENTICATION
            400 | application/json | {'error':'invalid_client'}       | REFUSED  | AUTHENTICATION
            400 | application/json | {'error':'invalid_grant'}        | REFUSED  | AUTHENTICATION
            400 | application/json | {'error':'unauthorized_client'}  | REFUSED  | AUTHENTICATION
            400 | application/json | {'error':'temporarily_unavailable'} | NOT_SENT | UNAVAILABLE
            400 | application/json | {'error':{'code':'invalid_client'}} | NOT_SENT | UNAVAILABLE
            403 | application/json | {'message':'Forbidden'}          | NOT_SENT | UNAVAILABLE
            422 | application/json | {'error':'invalid_client'}       | NOT_SENT | UNAVAILABLE
            401 | application/json | {'access_token':'t-1'}           | REFUSED  | AUTHENTICATION
            401 | text/html        | <html>401</html>                 | NOT_SENT | UNAVAILABLE
            429 | application/json | {'error':'slow_down'}            | NOT_SENT | UNAVAILABLE
            503 | application/json | {'access_token':'t-1'}           | NOT_SENT | UNAVAILABLE
            200 | application/json | {}                               | NOT_SENT | UNAVAILABLE
            200 | application/json | {'access_token':{'a':'b'}}       | NOT_SENT | UNAVAILABLE
            200 | application/json | {'access_token':'a\\u000ab'}      | NOT_SENT | UNAVAILABLE
            200 | application/json | {'access_token':' '}             | NOT_SENT | UNAVAILABLE
            200 | text/html        | <html>log in</html>              | NOT_SENT | UNAVAILABLE
            """)
    void withoutATokenNothingIsSent(int http, String type, String body, Kind kind, Category category)
            throws Exception {
        try (FileProvider provider = new FileProvider(folder, tokens("", ""))) {
            provider.says(asked -> new Answer(http, type, body.replace('\'', '"')));
            means(provider.call("pay", false, request()), kind, category);
            assertThat(provider.asked()).extracting(Asked::target).containsOnly("/auth/token");
        }
    }

    /** Of a provider whose answers are XML too, a token comes as JSON. */
    @Test
    void aTokenMayHaveAHeaderOfItsOwn() throws Exception {
        String file = tokens("", "").replace("  places: {token", "  header: X-Session\n  value: \"s={token}\"\n"
                + "  places: {token").replace("  codes:", "  format: xml\n  codes:")
                .replaceFirst("(?m)^places: .*", "places: {reference: /pay/id, status: /pay/state}");
        try (FileProvider provider = new FileProvider(folder, file)) {
            provider.says(asked -> asked.target().equals("/auth/token") ? Answer.json(200, "{'access_token':'t-1'}")
                    : new Answer(200, "text/xml", "<pay><id>R</id><state>new</state></pay>"));
            means(provider.call("pay", false, request()), Kind.ACCEPTED, null);
            assertThat(provider.asked().get(1).header("X-Session")).isEqualTo("s=t-1");
            assertThat(provider.asked().get(1).header("Authorization")).isNull();
        }
    }

    /** The file with a token; what the table says of HTTP 401 is the reason for another one. */
    private static String tokens(String places, String calls) {
        return FILE.replace("http: {", "http: {\"401\": {kind: unauthorised}, ") + """
                  login:
                    base-url: @base-url@/auth
                    path: /token
                    body-format: form
                    basic: {username: "{credential:client}", password: "{credential:secret}"}
                    body: {grant_type: client_credentials, scope: pay ask}
                %stoken:
                  renew-ahead: 60s
                  places: {token: /access_token, expires-in: /expires_in%s}
                """.formatted(calls, places);
    }

    /** The file with a question that is answered with a list. */
    private static String listed(String question, String item) {
        return FILE.replace("  statuses:", "  no-such-order: [gone]\n  statuses:")
                .replace("    fields: {type", "    echo: {amount: .order.amount}\n    fields: {type")
                .replaceFirst("  payment: .*", Matcher.quoteReplacement("  payment:\n    " + question
                        + "\n    places: {echo: {amount: /sum}}\n    list: {at: /items, " + item + "}"));
    }

    private static void means(Outcome outcome, Kind kind, Category category) {
        assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(kind);
        assertThat(outcome.error() == null ? null : outcome.error().category()).isEqualTo(category);
    }

    private static ObjectNode request() {
        ObjectNode request = Json.object().put("requestId", "r-1");
        request.putObject("order").put("amount", "10.00");
        return request;
    }
}
