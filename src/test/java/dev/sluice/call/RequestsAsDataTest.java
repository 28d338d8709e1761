package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.CannotSend;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Failures;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider's file says of a request arrives, over real HTTP. */
class RequestsAsDataTest {

    private static final String FILE = """
            family: orders
            enabled: true
            plain-http: true
            credentials: [key, merchant]
            accounts: {default: {}}
            headers: {X-Merchant: "{credential:merchant}", Accept-Language: en, X-Kept: of all}
            timeouts: {connect: 5s, response: 30s}
            limits: {concurrency: 8, rate: 20}
            poll: {first-delay: 2s, factor: 2, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers: {codes: {}}
            operations:
              pay:
                %s
                success: completed
                success-by: shape
                shape: [/id]
                lost: person
                fields: {type: object, properties: {amount: {type: string}}}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void aBodyIsSentWithEveryMethodThatHasOne(String method) throws Exception {
        RecordedWire.Request request = sent("path: /p\n    method: " + method + "\n    body: {id: \"{requestId}\"}");
        assertThat(request.method()).isEqualTo(method);
        assertThat(request.text()).isEqualTo("{\"id\":\"r/1 ü\"}");
        assertThat(request.header("Content-Type")).isEqualTo("application/json;charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void noneIsSentWithoutOne(String method) throws Exception {
        RecordedWire.Request request = sent("path: /p\n    method: " + method);
        assertThat(request.method()).isEqualTo(method);
        assertThat(request.body()).isEmpty();
        assertThat(request.headers()).doesNotContainKeys("content-type", "transfer-encoding");
    }

    @Test
    void headersOfTheCallLieOverThoseOfTheProvider() throws Exception {
        RecordedWire.Request request = sent("path: /p\n    body: {}\n    headers: {Idempotency-Key: \"{requestId}\","
                + " ACCEPT-LANGUAGE: \"{order.language}-{credential:merchant}\", X-None: \"{order.none}\"}");
        assertThat(request.header("Idempotency-Key")).isEqualTo("r/1 ü");
        assertThat(request.header("Accept-Language")).isEqualTo("pt-m7");
        assertThat(request.header("X-Merchant")).isEqualTo("m7");
        assertThat(request.header("X-Kept")).isEqualTo("of all");
        assertThat(request.headers()).doesNotContainKey("x-none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "/p/{requestId}/x/{order.amount}"    | {}                                         | /p/r%2F1%20%C3%BC/x/12.50
            "/p/{credential:merchant}?a=b"       | `{n: "{order.note}", none: "{order.none}"}`  | /p/m7?a=b&n=a%26b%3D%2Ac
            /p                                   | `{"a[b]": "{requestId}", m: "{credential:merchant}"}` | /p?a%5Bb%5D=r%2F1%20%C3%BC&m=m7
            """)
    void pathAndQueryAreFilledAndEncoded(String path, String query, String target) throws Exception {
        assertThat(sent("path: " + path + "\n    method: GET\n    query: " + query).target()).isEqualTo(target);
    }

    /** Another call would be made. */
    @ParameterizedTest
    @ValueSource(strings = {"order.none", "order.empty", "order.dots", "order.dot"})
    void aPlaceOfThePathThatIsNoNameIsRefused(String place) {
        assertThatThrownBy(() -> sent("path: \"/p/{" + place + "}/x\"\n    method: GET")).isInstanceOf(CannotSend.class)
                .hasMessageStartingWith(place + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.lines", "order.zero"})
    void aHeaderThatWouldBeTwoIsRefused(String place) {
        assertThatThrownBy(() -> sent("path: /p\n    method: GET\n    headers: {X-A: \"{" + place + "}\"}"))
                .isInstanceOf(CannotSend.class).hasMessageContaining("X-A: is a header, and its value holds a control");
    }

    @Test
    void aPartIsSentForEachField() throws Exception {
        RecordedWire.Request request = sent("path: /p\n    body-format: multipart\n    body: {a: \"{order.note}\","
                + " \"b\\\"\": {c: [\"{order.lines}\", ü]}, d: \"{order.none}\"}");
        String type = request.header("Content-Type");
        assertThat(type).startsWith("multipart/form-data; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        assertThat(request.text().replace(boundary, "B")).isEqualTo("""
                --B
                Content-Disposition: form-data; name="a"

                a&b=*c
                --B
                Content-Disposition: form-data; name="b%22[c][]"

                a
                X-B: c
                --B
                Content-Disposition: form-data; name="b%22[c][]"

                ü
                --B--
                """.replace("\n", "\r\n"));
    }

    @Test
    void numbersAreSentDigitForDigitWhereverTheyStand() throws Exception {
        assertThat(sent(
                "path: /p\n    body: {amount: \"{order.amount}\", sum: {value: \"{order.amount}\", \"a/b\": \"1\"},"
                        + " rows: [{n: \"7\"}, \"{order.amount}\"], word: \"{order.language}\"}\n"
                        + "    numbers: [amount, /sum/value, /sum/a~1b, /rows/0/n, /rows/1, word]")
                .text())
                .isEqualTo(
                        "{\"amount\":12.50,\"sum\":{\"value\":12.50,\"a/b\":1},\"rows\":[{\"n\":7},12.50],\"word\":\"pt\"}");
    }

    private static final String FILES = "path: /p\n    body-format: multipart\n    body: {a: \"{requestId}\","
            + " photo: \"{order.photo}\"}\n    files: {photo: {name: 'a \"b.png', type: image/png, max-bytes: 4}}";

    @Test
    void aFileIsSentForAFieldInBase64() throws Exception {
        try (Wired wired = new Wired(folder, FILE.formatted(FILES), Map.of("key", "k", "merchant", "m7"))) {
            RecordedWire.Request request = wired.call("pay", photo("iVBORw=="));
            String type = request.header("Content-Type");
            String boundary = type.substring(type.indexOf('=') + 1);
            assertThat(new String(request.body(), StandardCharsets.ISO_8859_1).replace(boundary, "B")).isEqualTo("""
                    --B
                    Content-Disposition: form-data; name="a"

                    r/1 \u00c3\u00bc
                    --B
                    Content-Disposition: form-data; name="photo"; filename="a %22b.png"
                    Content-Type: image/png

                    \u0089PNG
                    --B--
                    """.replace("\n", "\r\n"));
            ObjectNode none = request();
            assertThat(wired.call("pay", none).text()).doesNotContain("photo");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iVBO Rw==", "iVBORw==\n", "Q", "=", "iVBORw0=", "-_8=", "\u0000"})
    void whatIsNoBase64OrTooMuchIsNotSent(String text) throws Exception {
        try (Wired wired = new Wired(folder, FILE.formatted(FILES), Map.of("key", "k", "merchant", "m7"))) {
            assertThatThrownBy(() -> wired.call("pay", photo(text))).isInstanceOf(CannotSend.class)
                    .hasMessageStartingWith("photo: is sent as a file, ").hasMessageNotContaining(text);
        }
    }

    private static ObjectNode photo(String base64) {
        ObjectNode request = request();
        request.withObject("/order").put("photo", base64);
        return request;
    }

    @Test
    void whatXmlCannotHaveIsNotSent() {
        assertThatThrownBy(() -> sent("path: /p\n    body: \"<a>{order.zero}</a>\"\n    body-format: xml"))
                .isInstanceOf(CannotSend.class).hasMessage("the body: holds a character that XML cannot have");
    }

    @Test
    void userNameAndPasswordAreThoseOfTheCall() throws Exception {
        assertThat(sent("path: /p\n    body: {}\n    basic: {username: \"{credential:key}\", password: \"\"}")
                .header("Authorization")).isEqualTo("Basic c2stw7w6");
        assertThatThrownBy(() -> sent("path: /p\n    body: {}\n    basic: {username: \"a:b\", password: \"\"}"))
                .isInstanceOf(CannotSend.class).hasMessage("basic.username: must not hold a colon");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            form          | `{a: "{order.note}", b: {c: "1", d: {e: "ü +~"}}, f: [x, "{order.none}", y], g: "{order.none}", h: true, "i[j]": 1}` | a=a%26b%3D*c&b%5Bc%5D=1&b%5Bd%5D%5Be%5D=%C3%BC+%2B%7E&f%5B%5D=x&f%5B%5D=y&h=true&i%5Bj%5D=1
            form-repeated | `{f: [x, y], b: {c: [1, 2]}}`                   | f=x&f=y&b%5Bc%5D=1&b%5Bc%5D=2
            form          | {}                                              | ``
            text          | "{requestId};{order.note} <&"                   | r/1 ü;a&b=*c <&
            xml           | `"<p a=\\"{order.note}\\">{order.markup}</p>"`    | `<p a="a&amp;b=*c">&lt;/p&gt;&quot;&apos;</p>`
            json          | [a, "{requestId}"]                              | ["a","r/1 ü"]
            """)
    void aBodyIsWrittenInItsFormat(String format, String body, String sent) throws Exception {
        RecordedWire.Request request = sent("path: /p\n    body: " + body + "\n    body-format: " + format);
        assertThat(request.text()).isEqualTo(sent);
        assertThat(request.header("Content-Type")).isEqualTo(switch (format) {
            case "text" -> "text/plain;charset=utf-8";
            case "xml" -> "application/xml;charset=utf-8";
            case "json" -> "application/json;charset=utf-8";
            default -> "application/x-www-form-urlencoded";
        });
    }

    /** One that was taken before the file said so, or whose currency the file has no more. */
    @Test
    void anAmountThatMinorUnitsCannotGiveIsNotSent() throws Exception {
        String file = FILE.formatted("path: /p\n    body: {amount: \"{minorAmount}\"}\n    numbers: [amount]")
                .replace("{amount: {type: string}}", "{amount: {type: string}, currency: {type: string}}")
                + "minor-units: {USD: 2}\n";
        try (Wired wired = new Wired(folder, file, Map.of("key", "k", "merchant", "m7"))) {
            ObjectNode request = request();
            assertThatThrownBy(() -> wired.call("pay", request)).isInstanceOf(CannotSend.class)
                    .hasMessageStartingWith("order.currency: must be one of those");
            request.put("minorAmount", "1250");
            assertThat(wired.call("pay", request).text()).isEqualTo("{\"amount\":1250}");
            request.put("minorAmount", "9".repeat(36));
            assertThat(wired.call("pay", request).text()).isEqualTo("{\"amount\":" + "9".repeat(36) + "}");
            request.put("minorAmount", "a-card");
            assertThat(wired.call("pay", request).text()).as("an id may be a word")
                    .isEqualTo("{\"amount\":\"a-card\"}");
        }
    }

    /** A decimal number is written by its digits wherever it is text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            form      | `{a: 0.0000001, b: "{order.small}"}` | /p/0.0000001?b=0.0000001 | a=0.0000001&b=0.0000001
            multipart | `{a: 0.0000001, b: "{order.small}"}` | /p/0.0000001?b=0.0000001 | 0.0000001
            """)
    void noNumberIsSentWithAnExponent(String format, String members, String target, String body) throws Exception {
        RecordedWire.Request request = sent("path: \"/p/{order.small}\"\n    body-format: " + format + "\n    body: "
                + members + "\n    query: {b: \"{order.small}\"}\n    headers: {X-A: \"{order.small}\"}");
        assertThat(request.target()).isEqualTo(target);
        assertThat(request.text()).contains(body).doesNotContain("E-7");
        assertThat(request.header("X-A")).isEqualTo("0.0000001");
    }

    /** The requester is not to blame, and a credential that is put right is taken. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `basic: {username: "{credential:key}", password: ""}`                 | basic.username: must not hold a colon
            `headers: {X-A: "{order.note}{credential:key}"}`                      | X-A: is a header, and its value holds a control character
            """)
    void aCredentialThatCannotBeSentIsNoFaultOfTheRequest(String call, String told) throws Exception {
        try (Wired wired = new Wired(folder, FILE.formatted("path: /p\n    body: {}\n    " + call),
                Map.of("key", "a:\nb", "merchant", "m7"))) {
            assertThatThrownBy(() -> wired.call("pay", request())).satisfies(thrown -> {
                Outcome outcome = Failures.outcome(thrown, Failures.Reached.NOTHING, "");
                assertThat(outcome.kind()).isEqualTo(Kind.NOT_SENT);
                assertThat(outcome.why().category()).isEqualTo(Category.CONFIGURATION);
                assertThat(outcome.why().message()).isEqualTo("not sent: " + told);
            });
        }
    }

    @Test
    void aTokenThatWouldBeTwoHeadersIsRefused() {
        assertThatThrownBy(() -> new SentHeaders("shop.test", null, "Bearer a\r\nX-B: c"))
                .isInstanceOf(CannotSend.class)
                .hasMessageContaining("Authorization: is a header, and its value holds a control");
        DefaultMessage message = new DefaultMessage(new DefaultCamelContext());
        message.setHeader("X-Token", "a\nX-B: c");
        assertThatThrownBy(() -> new SentHeaders("shop.test", null, null).carry("X-Token", message))
                .isInstanceOf(CannotSend.class);
    }

    @Test
    void aCallGoesToTheBaseUrlOfItsOwnElseToThatOfItsAccount() throws Exception {
        try (RecordedWire shop = new RecordedWire(); RecordedWire own = new RecordedWire()) {
            String file = FILE.replace("accounts: {default: {}}",
                    "accounts: {default: {}, shop: {base-url: \"" + shop.baseUrl() + "/s\"}}");
            Map<String, String> credentials = Map.of("key", "k", "merchant", "m7");
            try (Wired wired = new Wired(folder, file.formatted("path: /p\n    body: {}"), credentials)) {
                assertThat(wired.call("pay", request()).target()).isEqualTo("/p");
                wired.send("pay", request(), "shop");
                assertThat(shop.next().target()).isEqualTo("/s/p");
                assertThat(wired.wire.isEmpty()).isTrue();
            }
            try (Wired wired = new Wired(folder,
                    file.formatted("path: /p\n    body: {}\n    base-url: " + own.baseUrl() + "/o"), credentials)) {
                wired.send("pay", request(), "shop");
                assertThat(own.next().target()).isEqualTo("/o/p");
                assertThat(shop.isEmpty() && wired.wire.isEmpty()).isTrue();
            }
        }
    }

    @Test
    void anEmptyBaseUrlOfACallIsNone() throws Exception {
        assertThat(sent("path: /p\n    body: {}\n    base-url: \"\"").target()).isEqualTo("/p");
    }

    /** By whatever a question tells its provider which order it is about. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `query: {id: "{requestId}"}`                                  | true
            `query: {id: "{order.amount}"}`                               | false
            `headers: {X-Id: "a-{requestId}"}`                            | true
            `headers: {X-Id: "{order.amount}"}`                           | false
            `headers: {X-Id: "r/1 ü"}`                                    | false
            `headers: {X-Id: "{credential:key}{order.amount}"}`           | false
            `method: POST\\n    body-format: form\\n    body: {a: {b: "{requestId}"}}` | true
            `method: POST\\n    body-format: text\\n    body: "{requestId}"` | true
            `method: POST\\n    body: {}`                                    | false
            """)
    void aQuestionNamesItsOrder(String call, boolean named) throws Exception {
        String file = FILE.formatted("path: /p\n    body: {}\n    ask: find") + "calls:\n  find:\n    path: /f\n    "
                + (call.contains("method") ? "" : "method: GET\n    ") + call.replace("\\n", "\n") + "\n";
        try (Wired wired = new Wired(folder, file, Map.of("key", "sk-ü", "merchant", "m7"))) {
            assertThat(wired.names("find", request())).isEqualTo(named);
        }
    }

    private RecordedWire.Request sent(String call) throws Exception {
        try (Wired wired = new Wired(folder, FILE.formatted(call), Map.of("key", "sk-ü", "merchant", "m7"))) {
            return wired.call("pay", request());
        }
    }

    private static ObjectNode request() {
        ObjectNode request = Json.object().put("requestId", "r/1 ü");
        request.putObject("order").put("amount", "12.50").put("note", "a&b=*c").put("language", "pt").put("empty", "")
                .put("dots", "..").put("dot", ".").put("markup", "</p>\"'").put("lines", "a\r\nX-B: c")
                .put("zero", "a\u0000").put("small", new BigDecimal("1E-7"));
        return request;
    }
}
