package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.FileProvider.Answer;
import dev.sluice.call.FileProvider.Asked;
import dev.sluice.json.Json;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list that comes in pages, over HTTP. Documents are written with ' for ". */
class PagesTest {

    private static final String FILE = """
            family: orders
            base-url: @base-url@
            credentials: [client, secret]
            accounts: {default: {}}
            signature:
              message: {template: "{target}"}
              algorithm: HMAC-SHA256
              key: {credential: secret}
              headers: {X-Sign: "{signature}"}
            timeouts: {connect: 2s, response: 20s}
            limits: {concurrency: 2, rate: 50}
            poll: {first-delay: 3s, factor: 1.6, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers:
              codes: {"300": {kind: refused, category: LIMIT}}
              no-such-order: [gone]
              statuses: {progress: [new], completed: [done], failed: [declined]}
            places: {code: /code, message: /text, reference: /id, status: /state}
            operations:
              pay:
                path: /pay
                success: accepted
                lost: ask
                ask: search
                body: {amount: "{order.amount}", merchant_id: "{requestId}"}
                fields: {type: object, properties: {amount: {type: string}}}
            calls:
              search:
                path: /search
                method: GET
                query: {ref: "{requestId}", at: "{page}"}
                list: {at: /items, item: {requestId: /ref}, none: gone, pages: {PAGES, most: 3}}
            """;
    private static final String OTHER = "{'ref':'r-2','state':'declined'}";
    private static final String OURS = "{'ref':'r-1','id':'R','state':'done'}";
    private static final String FAILED = "{'ref':'r-1','id':'R','state':'declined'}";

    @TempDir
    private Path folder;

    /** The pages are one a column of what stands behind @ in the query. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            by: cursor, next: /next            | `,2,3`   | {'items':[O],'next':'2'} | {'items':[O],'next':'3'} | {'items':[R]}             | COMPLETED
            by: cursor, next: /next            | `,2`     | {'items':[O],'next':'2'} | {'items':[R],'next':'3'} | -                         | COMPLETED
            by: cursor, next: /next            | `,2,3`   | {'items':[],'next':'2'}  | {'items':[],'next':'3'}  | {'items':[],'next':''}    | NO_SUCH_ORDER
            by: cursor, next: /next            | `,2,3`   | {'items':[],'next':'2'}  | {'items':[],'next':'3'}  | {'items':[],'next':false} | NO_SUCH_ORDER
            by: cursor, next: /next            | `,2,3`   | {'items':[],'next':'2'}  | {'items':[],'next':'3'}  | {'items':[],'next':'4'}   | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[],'next':'2'}  | {'items':[],'next':'2'}  | -                         | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[],'next':'2'}  | {'items':[],'next':['3']} | -                        | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[O],'next':'2'} | {'items':[]}             | -                         | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[],'next':'2'}  | {'code':'300'}           | -                         | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[],'next':'2'}  | {'items':[],'code':'300'} | -                        | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[],'next':'2'}  | {'items':{}}             | -                         | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[],'next':'2'}  | <html>                   | -                         | UNKNOWN
            `by: cursor, next: /next, first: "*"` | `*,2` | {'items':[O],'next':'2'} | {'items':[R]}            | -                         | COMPLETED
            by: number                         | `1,2,3`  | {'items':[O]}            | {'items':[O]}            | {'items':[R]}             | COMPLETED
            by: number                         | `1,2`    | {'items':[O]}            | {'items':[]}             | -                         | UNKNOWN
            by: number                         | `1`      | {'items':[]}             | -                        | -                         | NO_SUCH_ORDER
            by: number, first: 0               | `0,1`    | {'items':[O]}            | {'items':[R]}            | -                         | COMPLETED
            by: offset                         | `0,2,3`  | {'items':[O,O]}          | {'items':[O]}            | {'items':[R]}             | COMPLETED
            by: offset                         | `0,1,2`  | {'items':[O]}            | {'items':[O]}            | {'items':[O]}             | UNKNOWN
            by: cursor, next: /next            | ``       | {'code':'gone'}          | -                        | -                         | NO_SUCH_ORDER
            by: cursor, next: /next            | `,2`     | {'items':[O],'next':'2'} | {'code':'gone'}          | -                         | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[],'next':'2'}  | {'code':'gone'}          | -                         | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[O],'next':'2'} | {'code':'gone','items':[R]} | -                      | UNKNOWN
            by: cursor, next: /next            | ``       | {'items':[F]}            | -                        | -                         | FAILED
            by: cursor, next: /next            | `,2`     | {'items':[F],'next':'2'} | {'items':[O]}            | -                         | FAILED
            by: cursor, next: /next            | `,2`     | {'items':[F],'next':'2'} | {'items':[R]}            | -                         | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[F],'next':'2'} | {'items':[F]}            | -                         | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[F],'next':'2'} | {'items':[O],'next':'2'} | -                         | UNKNOWN
            by: cursor, next: /next            | `,2,3`   | {'items':[F],'next':'2'} | {'items':[],'next':'3'}  | {'items':[],'next':'4'}   | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[F],'next':'2'} | {'code':'gone'}          | -                         | UNKNOWN
            by: cursor, next: /next            | `,2`     | {'items':[F],'next':'2'} | <html>                   | -                         | UNKNOWN
            by: number                         | `1,2`    | {'items':[F]}            | {'items':[]}             | -                         | FAILED
            by: offset                         | `0,2,3`  | {'items':[F,O]}          | {'items':[O]}            | {'items':[R]}             | UNKNOWN
            """)
    void pagesAreFollowedUntilOneHasTheOrder(String pages, String asked, String first, String second, String third,
            Kind kind) throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE.replace("PAGES", pages))) {
            List<String> answers = Stream.of(first, second, third)
                    .map(answer -> answer == null ? "{}" : answer.replace("O", OTHER).replace("R", OURS)
                            .replace("F", FAILED))
                    .toList();
            provider.says(any -> Answer.json(200, answers.get(Math.min(provider.asked().size(), 3) - 1)));

            Outcome outcome = provider.call("pay", true, request());

            assertThat(outcome.kind()).as(String.valueOf(outcome.error())).isEqualTo(kind);
            assertThat(String.join(",", provider.asked().stream()
                    .map(one -> one.target().contains("&at=") ? one.target().replaceFirst(".*&at=", "") : "")
                    .toList()).replace("%2A", "*")).isEqualTo(asked);
            assertThat(provider.paced()).isEqualTo(provider.asked().size() - 1);
            assertThat(provider.asked().stream().map(one -> one.header("X-Sign")).distinct())
                    .hasSize(provider.asked().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"500", "404", "429", "401"})
    void aPageThatFailsTellsNothing(int http) throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE.replace("PAGES", "by: cursor, next: /next"))) {
            provider.says(any -> Answer.json(provider.asked().size() == 1 ? 200 : http,
                    "{'items':[],'next':'" + provider.asked().size() + "'}"));
            Outcome outcome = provider.call("pay", true, request());
            assertThat(outcome.kind()).isNotIn(Kind.NO_SUCH_ORDER, Kind.COMPLETED, Kind.FAILED);
            assertThat(outcome.evidence().known()).isFalse();
            assertThat(provider.asked()).hasSize(2);
        }
    }

    @Test
    void aPersonIsToldThatThereIsMore() throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE.replace("PAGES", "by: number"))) {
            provider.says(any -> Answer.json(200, "{'items':[" + OTHER + "]}"));
            Outcome outcome = provider.call("pay", true, request());
            assertThat(outcome.error().category()).isEqualTo(Category.OUTCOME_UNKNOWN);
            assertThat(outcome.error().message())
                    .contains("other orders and not this one; not all of its pages were seen");
            assertThat(provider.asked()).hasSize(3);
        }
    }

    /** Of a page that is not there, or no more, and not of the order. */
    @Test
    void aPageThatIsNotFoundIsNoOrderThatIsNot() throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE.replace("PAGES", "by: number"))) {
            provider.says(any -> provider.asked().size() == 1 ? Answer.json(200, "{'items':[" + OTHER + "]}")
                    : Answer.json(404, "{'code':'gone'}"));
            Outcome outcome = provider.call("pay", true, request());
            assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(outcome.error().message()).isEqualTo("the provider answers HTTP 404: code gone behind the first"
                    + " page is said of the page; not all of its pages were seen");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'code':'300','text':'too much'} | {}           | the provider answers HTTP 200, code 300: too much
            {'code':'300'}                   | {}           | the provider answers HTTP 200, code 300
            {'items':[O],'next':'2'}         | {'code':'300'} | the provider answers HTTP 200, code 300: not all of its pages were seen
            {'items':[F],'next':'2'}         | {'items':[R]}  | the provider answers HTTP 200: its list has this order 2 times
            """)
    void aPersonIsToldWhatIsSo(String first, String second, String told) throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE.replace("PAGES", "by: cursor, next: /next"))) {
            provider.says(any -> Answer.json(200, (provider.asked().size() == 1 ? first : second).replace("O", OTHER)
                    .replace("R", OURS).replace("F", FAILED)));
            assertThat(provider.call("pay", true, request()).error().message()).isEqualTo(told);
        }
    }

    /** A login between two pages does not do: it tells of the credentials, as one before the first. */
    @Test
    void aLoginThatIsRefusedBetweenPagesIsARefusalOfTheCredentials() throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE.replace("PAGES", "by: cursor, next: /next")
                .replace("operations:", """
                        token:
                          renew-ahead: 1s
                          places: {token: /token, expires-in: /ends}
                        operations:""") + """
                  login: {path: /login, signed: false, body: {user: "{credential:client}"}}
                """, Map.of("client-previous", "shop-0"))) {
            provider.says(asked -> {
                if (asked.target().equals("/login")) {
                    return provider.asked().size() > 1 && asked.body().contains("shop-1")
                            ? Answer.json(401, "{'error':'who'}") : Answer.json(200, "{'token':'t','ends':60}");
                }
                provider.clock().advance(Duration.ofSeconds(100));
                return Answer.json(200, provider.asked().size() == 2 ? "{'items':[],'next':'2'}"
                        : "{'items':[" + OURS + "]}");
            });
            Outcome outcome = provider.step("pay", true, request());
            assertThat(outcome.kind()).as(String.valueOf(outcome.error())).isEqualTo(Kind.COMPLETED);
            assertThat(provider.asked().stream().map(Asked::target)).containsExactly("/login",
                    "/search?ref=r-1", "/login", "/login", "/search?ref=r-1");
        }
    }

    private static ObjectNode request() {
        ObjectNode request = Json.object().put("requestId", "r-1");
        request.putObject("order").put("amount", "10.00");
        return request;
    }
}
