package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a signature covers is what arrives, byte for byte: it is computed here anew, from the recorded wire alone. */
class SentAsSignedTest {

    private static final String KEY = "a key";
    private static final Pattern PART = Pattern.compile("\\{([a-z]+)(?::([^}]+))?}");
    private static final String FILE = """
            family: orders
            enabled: true
            plain-http: true
            credentials: [key, user]
            accounts: {default: {}}
            signature:
              message: {template: "%s"}
              %s
              algorithm: HMAC-SHA256
              key: {credential: key}
              headers: {X-Signature: "{signature}"%s}
            %s
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
                fields:
                  type: object
                  properties: {amount: {type: string}, note: {type: string}}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            method and path of a POST        | {method} {target}{body}         | ``                 | ``                          | ``  | path: /v1/pay, body: {a: "{order.note}"}
            a PUT                            | {method} {target}{body}         | ``                 | ``                          | ``  | path: /v1/pay, method: PUT, body: {a: "{order.note}"}
            a PATCH                          | {method} {target}{body}         | ``                 | ``                          | ``  | path: /v1/pay, method: PATCH, body: {a: "{order.note}"}
            a DELETE                         | {method} {target}{body}         | ``                 | ``                          | ``  | path: /v1/pay, method: DELETE
            a DELETE with a body             | {method} {target}{body}         | ``                 | ``                          | ``  | path: /v1/pay, method: DELETE, body: {a: "{order.note}"}
            a GET                            | {method} {target}{body}         | ``                 | ``                          | ``  | path: /v1/pay, method: GET
            the type of JSON                 | {header:Content-Type}           | ``                 | ``                          | ``  | path: /p, body: {}
            a type of the file's own         | {header:Content-Type}           | ``                 | ``                          | headers: {Content-Type: "application/json"} | path: /p, body: {}
            an odd type                      | {header:Content-Type}           | ``                 | ``                          | headers: {Content-Type: "application/json;charset=UTF-8 ;v=2"} | path: /p, body: {}
            a type of a GET                  | {header:Content-Type}           | ``                 | ``                          | headers: {Content-Type: "application/json;charset=utf-8"} | path: /p, method: GET
            the type of a form               | {header:Content-Type}{body}     | ``                 | ``                          | ``  | path: /p, body: {a: "{order.note}"}, body-format: form
            the type of a text               | {header:Content-Type}{body}     | ``                 | ``                          | ``  | path: /p, body: "a {order.note}", body-format: text
            the type of parts                | {header:Content-Type}{body}     | ``                 | ``                          | ``  | path: /p, body: {a: "{order.note}"}, body-format: multipart
            the type of XML                  | {header:Content-Type}{body}     | ``                 | ``                          | ``  | path: /p, body: "<a>{order.note}</a>", body-format: xml
            the length                       | {header:Content-Length}         | ``                 | ``                          | ``  | path: /p, body: {a: "{order.note}"}
            what is accepted                 | {header:Accept}                 | ``                 | ``                          | ``  | path: /p, method: GET
            a header of the file             | {header:X-Own}                  | ``                 | ``                          | headers: {x-own: "a  b, c; d=\\"e\\""} | path: /p, body: {}
            a header of the call             | {header:Idempotency-Key}        | ``                 | ``                          | ``  | path: /p, body: {}, headers: {Idempotency-Key: "{requestId}"}
            a header that is no ASCII        | {header:X-Note}                 | ``                 | ``                          | ``  | path: /p, body: {}, headers: {X-Note: "{order.note}"}
            a packed body                    | {header:Content-Encoding}{body} | ``                 | ``                          | headers: {Content-Encoding: gzip} | path: /p, body: {}
            the client's own                 | {header:User-Agent}{header:Accept-Encoding} | ``     | ``                          | headers: {User-Agent: shop, Accept-Encoding: "gzip"} | path: /p, body: {}
            user name and password           | {header:Authorization}          | ``                 | ``                          | basic: {username: "{credential:user}", password: "x y"} | path: /p, body: {}
            the host                         | {header:Host}                   | ``                 | ``                          | ``  | path: /p, body: {}
            the date                         | {header:Date}                   | timestamp: http-date | `, Date: "{timestamp}"`   | ``  | path: /p, body: {}
            cache control and pragma         | {header:Cache-Control}{header:Pragma} | ``           | `, Cache-Control: no-cache, Pragma: "a"` | ``  | path: /p, body: {}
            via and warning                  | {header:Via}{header:Warning}    | ``                 | ``                          | headers: {Via: "1.1 a", Warning: "199 - b"} | path: /p, body: {}
            a signature in Authorization     | {header:Host}{body}             | ``                 | `, Authorization: "S {signature}"` | ``  | path: /p, body: {}
            a query of the path              | {query}                         | ``                 | ``                          | ``  | path: "/p?b=2&a=1&a=%C3%BC&c=%2F%20+&d", method: GET
            a query of the file              | {query}                         | ``                 | ``                          | ``  | path: "/p?z=1", method: GET, query: {b: "{order.note}", a b: "2", "c[]": "*~"}
            a query with the signature in it | {method}{path}                  | `query: {sign: "{signature}", n: "x y"}` | `` | ``  | path: "/p?z=1&y", method: GET, query: {b: "{order.note}"}
            a path with fields               | {path}                          | ``                 | ``                          | ``  | path: "/p/{order.note}/{credential:user}/a%20b;c=1", method: GET
            what a URL may have as it is     | {target}                        | ``                 | ``                          | ``  | path: "/~a/-._!$'()*,;=:@/RAW(b)?~c=RAW(d+e)&f='(g)*!;h/?:@", method: GET
            two slashes                      | {path}                          | ``                 | ``                          | ``  | path: "/p//q/", method: GET
            dots                             | {path}                          | ``                 | ``                          | ``  | path: "/p/./q/../r", method: GET
            only a query                     | {target}                        | ``                 | ``                          | ``  | path: "/?a=1", method: GET
            time and nonce                   | {timestamp}{nonce}{body}        | `timestamp: seconds\n  nonce: uuid` | `, X-T: "{timestamp}", X-N: "{nonce}"` | ``  | path: /p, body: {}
            """)
    void itArrivesAsItWasSigned(String what, String message, String more, String headers, String file, String call)
            throws Exception {
        String text = FILE.formatted(message, more.replace("\\n", "\n"), headers, file,
                "path: " + call.substring(6).replaceAll(", (method|body|headers|query|body-format): ", "\n    $1: "));
        try (Wired wired = new Wired(folder, text, Map.of("key", KEY, "user", "me/ü"))) {
            RecordedWire.Request request = wired.call("pay", request());
            assertThat(signature(request)).as(request.target()).isEqualTo(hmac(covered(message, request)));
        }
    }

    /** Whatever a route makes as the body. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":"ü\\u0000\\u2028 ","b":1.50,"c":1e3}
            []
            "text"
            0
            {}
            """)
    void aBodyArrivesAsItWasSigned(String body) throws Exception {
        String text = FILE.formatted("{body}", "", "", "", "path: /p");
        try (Wired wired = new Wired(folder, text, Map.of("key", KEY, "user", "me"))) {
            RecordedWire.Request request = wired.call("pay", request(), Json.read(body, Json.Numbers.KEPT));
            assertThat(signature(request)).isEqualTo(hmac(request.text()));
        }
    }

    @Test
    void aRouteThatLeavesNullSendsNothing() throws Exception {
        String text = FILE.formatted("{body}", "", "", "", "path: /p");
        try (Wired wired = new Wired(folder, text, Map.of("key", KEY, "user", "me"))) {
            assertThatThrownBy(() -> wired.call("pay", request(), NullNode.instance)).isInstanceOf(Slip.class);
            assertThat(wired.wire.isEmpty()).isTrue();
        }
    }

    private static ObjectNode request() {
        ObjectNode request = Json.object().put("requestId", "r-1");
        request.putObject("order").put("amount", "12.50").put("note", "Zoë & <b>/ü?");
        return request;
    }

    private static String signature(RecordedWire.Request request) {
        return request.header("X-Signature");
    }

    private static String covered(String message, RecordedWire.Request request) {
        return PART.matcher(message).replaceAll(part -> Matcher.quoteReplacement(switch (part.group(1)) {
            case "method" -> request.method();
            case "path" -> request.path();
            case "query" -> request.query();
            case "target" -> request.target();
            case "body" -> request.text();
            case "timestamp" -> request.header("X-T");
            case "nonce" -> request.header("X-N");
            default -> request.header(part.group(2));
        }));
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
