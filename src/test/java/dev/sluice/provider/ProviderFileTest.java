package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigProblem;
import dev.sluice.signing.Outgoing;
import dev.sluice.signing.Signature;
import dev.sluice.signing.Signed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider file that cannot be used is refused in one line: file, line, key, reason. */
class ProviderFileTest {

    static final String SOUND = """
            family: orders
            enabled: true
            base-url: https://demo.test
            credentials: [access-key, secret-key]
            accounts:
              default: {}
            timeouts: {connect: 5s, response: 30s}
            limits:
              concurrency: 16
              rate: 50
            poll: {first-delay: 3s, factor: 1.6, max-delay: 5m, budget: 24h, jitter: 0.2}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers:
              codes:
                "300": {kind: refused, category: VALIDATION}
              no-such-order: ["404"]
              statuses: {completed: ["8"]}
            operations:
              create:
                path: /create
                success: accepted
                success-by: mapping
                lost: ask
                ask: find
                fields: {type: object}
            calls:
              find: {path: /find}
            """;

    @TempDir
    private Path folder;

    @Test
    void aSoundFileIsRead() throws IOException {
        Provider provider = read(SOUND);
        assertThat(provider.name()).isEqualTo("demo");
        assertThat(provider.calls().get("create").path().text()).isEqualTo("/create");
        assertThat(provider.calls().get("find").path().text()).isEqualTo("/find");
        assertThat(provider.operations().get("create").lost()).isEqualTo(Operation.Lost.ASK);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -                                          | mapping | []
            places: {reference: /id, status: /state}   | shape   | ["/id"]
            places: {reference: /id, success: /ok}     | place   | []
            """)
    void whatMakesASuccessMayBeLeftOutWhereThereIsNoDoubt(String places, String by, String shape) throws IOException {
        Files.writeString(folder.resolve("demo.yaml"),
                SOUND.replace("    success-by: mapping\n", places.equals("-") ? "" : "    " + places + "\n"));
        JsonNode create = new Providers(folder, GivenProviders.config(Map.of()), Map.of()).tree("demo")
                .at("/operations/create");
        assertThat(create.path("success-by").asText()).isEqualTo(by);
        assertThat(create.path("shape").toString()).isEqualTo(shape.equals("[]") ? "" : shape);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            enabled: true                 | enabld: true                      | 2  | enabld
            enabled: true                 | enabled: maybe                    | 2  | enabled
            enabled: true                 | headers: {X A: b}                 | 2  | headers.X A
            enabled: true                 | headers: {Content-Length: "5"}    | 2  | headers.Content-Length
            enabled: true                 | headers: {cAmelHttpPath: /b}      | 2  | headers.cAmelHttpPath
            enabled: true                 | headers: {X-A: "a\\nX-B: c"}      | 2  | headers.X-A
            base-url: https://demo.test   | base-url: demo.test               | 3  | base-url
            base-url: https://demo.test   | base-url: https://demo.test/      | 3  | base-url
            base-url: https://demo.test   | base-url: http://demo.test        | 3  | base-url
              default: {}                 |   default: {secret-key: s3cr3t}   | 6  | accounts.default.secret-key
              default: {}                 |   Default: {}                     | 6  | accounts.Default
              concurrency: 16             |   concurrency: 0                  | 9  | limits.concurrency
              concurrency: 16             |   concurrency: many               | 9  | limits.concurrency
              rate: 50                    |   rate: 1.5                       | 10 | limits.rate
            connect: 5s                   | connect: 5                        | 7  | timeouts.connect
            first-delay: 3s               | first-delay: -3s                  | 11 | poll.first-delay
            factor: 1.6                   | factor: 0.5                       | 11 | poll.factor
            jitter: 0.2                   | jitter: 2                         | 11 | poll.jitter
            first-delay: 3s               | first-delay: P3Q                  | 11 | poll.first-delay
            kind: refused                 | kind: ignored                     | 15 | answers.codes.300.kind
            category: VALIDATION          | category: VALID                   | 15 | answers.codes.300.category
            statuses: {completed: ["8"]}  | statuses: {done: ["8"]}           | 17 | answers.statuses.done
                success: accepted         |     success: perhaps              | 21 | operations.create.success
                success-by: mapping       |     success-by: http              | 22 | operations.create.success-by
                success-by: mapping       |     success-by: place             | 22 | operations.create.success-by
                success-by: mapping       |     success-by: shape             | 22 | operations.create.success-by
                success-by: mapping       |     places: {status: /state}      | 19 | operations.create
            statuses: {completed: ["8"]}  | statuses: {completed: ["8"], failed: ["7", "8"]} | 17 | answers.statuses.failed
            no-such-order: ["404"]        | no-such-order: ["300"]            | 16 | answers.no-such-order
            kind: refused, category: VALIDATION | kind: unauthorised          | 15 | answers.codes.300.kind
            no-such-order: ["404"]        | http: {"200": {kind: refused}}    | 16 | answers.http.200
            no-such-order: ["404"]        | http: {"302": {kind: refused}}    | 16 | answers.http.302
            no-such-order: ["404"]        | http: {"408": {kind: refused}}    | 16 | answers.http.408
            no-such-order: ["404"]        | http: {"503": {kind: not-done}}   | 16 | answers.http.503
            no-such-order: ["404"]        | http: {"409": {kind: refused}}    | 16 | answers.http.409
            no-such-order: ["404"]        | http: {"410": {kind: failed}}     | 16 | answers.http.410.kind
            no-such-order: ["404"]        | http: {"403": {kind: unauthorised}} | 16 | answers.http.403.kind
            statuses: {completed: ["8"]}  | statuses: {completed: ["8 "]}     | 17 | answers.statuses.completed.0
            statuses: {completed: ["8"]}  | statuses: {completed: [""]}       | 17 | answers.statuses.completed.0
            no-such-order: ["404"]        | no-such-order: ["\u00a0404"]      | 16 | answers.no-such-order.0
            "300": {kind: refused         | "300 ": {kind: refused            | 15 | `answers.codes.300 `
                lost: ask                 |     lost: forget                  | 23 | operations.create.lost
                ask: find                 |     ask: nobody                   | 24 | operations.create.ask
              find: {path: /find}         |   find: {path: /find, list: {at: a, item: {requestId: /a}}} | 27 | calls.find.list.at
              find: {path: /find}         |   find: {path: /find, list: {at: "", item: {}}}     | 27 | calls.find.list.item
              find: {path: /find}         |   find: {path: /find, list: {at: /a, item: {id: /a}}} | 27 | calls.find.list.item.id
              find: {path: /find}         |   find: {path: /find, places: {code: /c}, list: {at: /a, item: {requestId: /a}, none: "40"}} | 27 | calls.find.list.none
              find: {path: /find}         |   find: {path: /find, list: {at: /a, item: {requestId: /a}, none: "404"}} | 27 | calls.find.list.none
              find: {path: /find}         |   find: {path: /find, places: {success: /ok}, list: {at: "", item: {requestId: /a}}} | 27 | calls.find.list.at
              find: {path: /find}         |   find: {path: /find, method: GET, query: {p: "{page}"}, list: {at: /a, item: {requestId: /a}, pages: {by: cursor, most: 3}}} | 27 | calls.find.list.pages
              find: {path: /find}         |   find: {path: /find, method: GET, query: {p: "{page}"}, list: {at: /a, item: {requestId: /a}, pages: {by: number, next: /n, most: 3}}} | 27 | calls.find.list.pages.next
              find: {path: /find}         |   find: {path: /find, method: GET, query: {p: "{page}"}, list: {at: /a, item: {requestId: /a}, pages: {by: number, first: x, most: 3}}} | 27 | calls.find.list.pages.first
              find: {path: /find}         |   find: {path: /find, method: GET, list: {at: /a, item: {requestId: /a}, pages: {by: number, most: 3}}} | 27 | calls.find.list.pages
              find: {path: /find}         |   find: {path: /find, query: {p: "{page}"}, list: {at: /a, item: {requestId: /a}, pages: {by: number, most: 3}}} | 27 | calls.find.list.pages
              find: {path: /find}         |   find: {path: /find, method: GET, query: {p: "{page}"}, list: {at: /a, item: {requestId: /a}}} | 27 | calls.find
              find: {path: /find}         |   find: {path: /find, places: {echo: {amout: /a}}} | 27 | calls.find.places.echo.amout
                path: /create             |     path: create                  | 20 | operations.create.path
                path: /create             |     path: /create/:id             | 20 | operations.create.path
                path: /create             |     path: "/create#now"           | 20 | operations.create.path
            https://demo.test             | https://demo.test:99999           | 3  | base-url
            first-delay: 3s               | first-delay: 0s                   | 11 | poll.first-delay
            response: 30s                 | response: 30h                     | 7  | timeouts.response
            enabled: true                 | breaker: {open: 0s}               | 2  | breaker.open
            enabled: true                 | places: {status: /a~2}            | 2  | places.status
            enabled: true                 | places: {status: [/a, ""]}        | 2  | places.status.1
            enabled: true                 | places: {status: []}              | 2  | places.status
            enabled: true                 | places: {success-is: ok}          | 2  | places.success-is
            enabled: true                 | places: {echo: {amout: /amount}}  | 2  | places.echo.amout
              default: {}                 |   default: {secret-kye-file: /x}  | 6  | accounts.default.secret-kye-file
            [access-key, secret-key]      | [access-key, secret-key-file]     | 4  | credentials
            enabled: true                 | headers: {Expect: 100-continue}   | 2  | headers.Expect
              default: {}                 |   default: {base-url: http://a.test} | 6 | accounts.default.base-url
              default: {}                 |   default: {base-url: "https://a.test/"} | 6 | accounts.default.base-url
              find: {path: /find}         |   find: {path: /find, base-url: http://a.test} | 27 | calls.find.base-url
                path: /create             |     base-url: http://a.test       | 20 | operations.create.base-url
            enabled: true                 | request-id: {characters: a-zZ-A}  | 2  | request-id.characters
            enabled: true                 | request-id: {characters: "a]"}    | 2  | request-id.characters
            enabled: true                 | request-id: {max-length: 65}      | 2  | request-id.max-length
            enabled: true                 | request-id: {short-form: true}    | 2  | request-id.short-form
            enabled: true                 | request-id: {short-form: true, max-length: 7} | 2 | request-id.short-form
            enabled: true                 | request-id: {short-form: true, max-length: 12, characters: 0-9._-} | 2 | request-id.short-form
            enabled: true                 | minor-units: {USD: 1.5}           | 2  | minor-units.USD
            enabled: true                 | minor-units: {usd: 2}             | 2  | minor-units.usd
                path: /create             |     path: "/create/{reference} x" | 20 | operations.create.path
                path: /create             |     path: /créate                 | 20 | operations.create.path
                path: /create             |     path: /create%2               | 20 | operations.create.path
                path: /create             |     method: HEAD                  | 20 | operations.create.method
              create:                     |   status:                         | 19 | operations.status
            """)
    void anErrorNamesFileLineAndKey(String sound, String wrong, int line, String key) {
        assertThat(SOUND).contains(sound.strip());
        assertThatThrownBy(() -> read(SOUND.replace(sound.strip(), wrong.strip()))).isInstanceOf(ConfigProblem.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .matches("\\Q" + folder.resolve("demo.yaml") + ":" + line + "\\E:\\d+: \\Q" + key + "\\E: .*")
                        .doesNotContain("\n").doesNotContain("s3cr3t"));
    }

    /** What would arrive otherwise than it was signed, or not at all, is told at the start. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {body} | headers: {Host: "{signature}"}                        | path: /create | signature.headers.Host: is a header that HTTP sets
            {body} | headers: {camelHttpUri: "{signature}"}                | path: /create | signature.headers.camelHttpUri: is a header
            {header:Connection} | headers: {X: "{signature}"}              | path: /create | operations.create: has no header Connection
            {header:User-Agent} | headers: {X: "{signature}"}, missing: empty | path: /create | operations.create: has no header User-Agent
            {header:X-None}     | headers: {X: "{signature}"}              | path: /create | operations.create: has no header X-None, which the signature covers
            {header:X-None}     | headers: {X: "{signature}"}, missing: empty | path: /create | -
            {part:a}            | headers: {X: "{signature}"}, parts: {b: "{header:X-None}", a: "{part:b}"} | path: /create | operations.create: has no header X-None, which the signature covers
            {part:a}            | headers: {X: "{signature}"}, parts: {a: "{field:amount}"} | path: /create, method: GET | operations.create.method: is GET without a body, of which
            {part:a}            | headers: {X: "{signature}"}, missing: empty, parts: {a: {fields: {named-in: n}}} | path: /create, method: GET | operations.create.method: is GET without a body, of which
            {part:a}            | headers: {X: "{signature}"}, parts: {a: {body: sorted}} | `path: /create, body-format: xml, body: "<a/>"` | operations.create.body-format: is xml, and the signature is made of a JSON body
            {part:a}            | headers: {X: "{signature}"}, parts: {a: {fields: {}}} | `path: /create, body-format: form, body: {amount: a}` | operations.create.body-format: is form, and the signature finds its fields in json
            {body}              | headers: {X: "{signature}"}, parts: {a: "{header:X-None}"}, without-body: {message: {template: "{part:a}"}} | path: /create | -
            {header:x-one}      | headers: {X: "{signature}"}              | `path: /create, headers: {X-One: a}` | calls.find: has no header x-one
            {body:minified}     | body: {sign: "{signature}"}              | path: /create, method: GET | operations.create.method: is GET without a body, into which
            {body:minified}     | body: {sign: "{signature}"}              | path: /create, method: DELETE | operations.create.method: is DELETE without a body, into which
            {body:minified}     | body: {sign: "{signature}"}              | path: /create, method: GET, signed: false | -
            {field:amount}      | headers: {X: "{signature}"}              | path: /create, method: GET | operations.create.method: is GET without a body, of which
            {header:Content-Length}{body:minified} | body: {sign: "{signature}"} | path: /create | operations.create: has no header Content-Length that is known
            {header:Content-Type} | headers: {X: "{signature}"}            | path: /create, method: GET | operations.create: has no header Content-Type
            {header:Content-Type} | headers: {X: "{signature}"}            | `path: /create, method: GET, headers: {Content-Type: a/b}` | -
            {field:amount}      | headers: {X: "{signature}"}              | `path: /create, body-format: form, body: {amount: a}` | operations.create.body-format: is form, and the signature finds its fields in json
            {field:a}           | headers: {X: "{signature}"}, body-format: form | `path: /create, body-format: form, body: {a: b, c: [d, e]}` | operations.create.body: has a list
            {body}              | headers: {X: "{signature}"}              | `path: /create, body-format: form, body: "a"` | operations.create.body: is one text, and body-format is form
            {body}              | headers: {X: "{signature}"}              | `path: /create, body-format: xml, body: {a: b}` | operations.create.body: must be one text, for body-format is xml
            {body}              | headers: {X: "{signature}"}              | `path: /create, body-format: form, body: [a]` | operations.create.body: is a list
            {body}              | headers: {X: "{signature}"}              | `path: /create, body-format: text, body: a, numbers: [a]` | operations.create.numbers: counts for body-format: json
            {body}              | headers: {X: "{signature}"}              | `path: /create, body: {a: b}, files: {a: {name: a, type: a/b, max-bytes: 1}}` | operations.create.files: counts for body-format: multipart
            {body}              | headers: {X: "{signature}"}              | `path: /create, body-format: multipart, body: {a: b}, files: {ab: {name: a, type: a/b, max-bytes: 1}}` | operations.create.files.ab: is no text of the body
            {body}              | headers: {X: "{signature}"}              | `path: /create, body-format: multipart, body: {a: b}, files: {a: {name: a, type: a/b, max-bytes: 45001}}` | operations.create.files.a.max-bytes: must be at most 45000
            {body}              | headers: {X: "{signature}"}              | `path: /create, headers: {authorization: a}, basic: {username: a, password: b}` | operations.create.headers.authorization: is what basic sets too
            {body}              | headers: {X: "{signature}"}              | `path: /create, headers: {x: a}` | operations.create.headers.x: is a header that the signature
            {body}              | headers: {X: "{signature}"}              | `path: /create, signed: false, headers: {x: a}` | -
            {body}              | headers: {X: "{signature}"}              | `path: /create, signed: false, headers: {y: a, Y: b}` | operations.create.headers.Y: is a header that the signature, or another line
            {body}              | headers: {Authorization: "{signature}"}  | `path: /create, basic: {username: a, password: b}` | signature.headers: has Authorization
            {body:sorted}       | headers: {X: "{signature}"}              | `path: /create, body-format: xml, body: "<a/>"` | operations.create.body-format: is xml, and the signature is made of a JSON body
            {body:base64}       | headers: {X: "{signature}"}              | `path: /create, body-format: xml, body: "<a/>"` | -
            {field:a.b}         | body: {a.sign: "{signature}"}, body-format: xml | `path: /create, body-format: xml, body: "<a><b>1</b></a>"` | calls.find.body-format: is json, and the signature finds its fields in xml
            {field:a.b}         | body: {a.sign: "{signature}"}, body-format: xml | `path: /create, body-format: xml, body: "<a b='{requestId}'/>"` | calls.find.body-format: is json
            {field:a.b}         | body: {a.sign: "{signature}"}, body-format: xml | `path: /create, body-format: xml, body: "<request><b>1</b></request>"` | operations.create.body: has no element a, into which the signature puts a.sign
            {field:a.b}         | body: {a.c.sign: "{signature}"}, body-format: xml | `path: /create, body-format: xml, body: "<a><b>1</b></a>"` | operations.create.body: has no element a.c, into
            {field:a.b}         | body: {a.sign: "{signature}"}, body-format: xml | `path: /create` | operations.create.body-format: is json, and the signature finds its fields in xml
            {field:a}           | body: {sign: "{signature}"}, without-body: {message: {template: "{path}"}, body: , query: {sign: "{signature}"}} | path: /create, method: GET | -
            {field:a}           | body: {sign: "{signature}"}, without-body: {message: {template: "{path}"}} | path: /create, method: GET | operations.create.method: is GET without a body, into which
            {field:a}           | headers: {X: "{signature}"}, without-body: {message: {template: "{header:X-None}"}} | path: /create, method: GET | operations.create: has no header X-None
            {field:a}           | headers: {X: "{signature}"}, without-body: {headers: {Host: a}} | path: /create | signature.without-body.headers.Host: is a header that HTTP sets
            {body}              | headers: {X: "{signature}"}              | `path: /create, headers: {content-type: a/b}, body-format: multipart, body: {a: b}` | operations.create.body-format: is multipart, of which Content-Type
            {field:a}           | headers: {X: "{signature}"}              | `path: /create, body-format: multipart, body: {a: b}` | operations.create.body-format: is multipart, and the signature finds
            {body}              | headers: {X: "{signature}"}              | `path: "/create/a b"` | operations.create.path: must be a path
            {body}              | headers: {X: "{signature}"}              | `path: "/create/a|b"` | operations.create.path: has a character that no URL has
            {body}              | headers: {X: "{signature}"}              | `path: /créate` | operations.create.path: has a character that no URL has
            {body}              | headers: {X: "{signature}"}              | `path: "/create%2"` | operations.create.path: has a character that no URL has
            {body}              | headers: {X: "{signature}"}              | `path: //create` | operations.create.path: begins with two slashes
            """)
    void whatCannotBeSentAsItIsSignedIsTold(String message, String placed, String call, String told)
            throws IOException {
        String file = SOUND.replace("base-url:", "signature: {message: {template: \"" + message
                + "\"}, algorithm: HMAC-SHA256, key: {credential: secret-key}, " + placed + "}\nbase-url:")
                .replaceFirst("\n    path: /create", "\n    "
                        + call.replaceAll(", (method|signed|headers|basic|body-format|body|numbers|files): ",
                                "\n    $1: "));
        String all = "";
        try {
            read(file);
        } catch (ConfigProblem e) {
            all = e.getMessage();
        }
        if (told.equals("-")) {
            assertThat(all).isEmpty();
        } else {
            assertThat(all).contains(": " + told);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            token: {renew-ahead: 1m, places: {token: /t}}                      | {path: /t, body: {a: "{credential:access-key}"}} | -
            token: {renew-ahead: 1m, places: {token: /t}}                      | {path: /t, body: {a: "{credential:access-kye}"}} | calls.login.body: names {credential:access-kye}
            token: {renew-ahead: 1m, places: {token: /t}}                      | {path: /t, body: {a: "{requestId}"}}         | calls.login.body: names {requestId}
            token: {renew-ahead: 1m, places: {token: /t}}                      | {path: /t, body: {a: "{refreshToken}"}}      | calls.login.body: names {refreshToken}
            token: {renew-ahead: 1m, places: {token: /t, refresh-token: /r}}   | {path: /t, body: {}}                         | token.places.refresh-token: is sent nowhere
            token: {renew-ahead: 1m, places: {token: /t}}                      | `{path: /t, body: {}}\n  refresh: {path: /r, body: {}}` | calls.refresh: is made by nobody
            token: {renew-ahead: 1m, places: {token: /t, refresh-token: /r}}   | `{path: /t, body: {}}\n  refresh: {path: /r, body: {t: "{refreshToken}"}}` | -
            token: {renew-ahead: 1m, places: {expires-in: /t}}                 | {path: /t, body: {}}                         | token.places.token: is missing
            token: {renew-ahead: 1m, header: X-Token}                          | {path: /t}                                   | token.header: counts where token.places
            token: {renew-ahead: 1m, value: "{token}"}                         | {path: /t}                                   | token.value: counts where token.places
            token: {renew-ahead: 1m, places: {token: /t}, value: Bearer}       | {path: /t, body: {}}                         | token.value: must be one line with {token} in it
            token: {renew-ahead: 1m, places: {token: /t}, header: Host}        | {path: /t, body: {}}                         | token.header: is no header that a file may set
            `token: {renew-ahead: 1m, places: {token: /t}}\nheaders: {authorization: a}` | {path: /t, body: {}}                | headers.authorization: is the header that carries
            token: {renew-ahead: 1m, places: {token: /t}, header: X-T}         | `{path: /t, body: {}}\n  ping: {path: /p, headers: {x-t: a}}` | calls.ping.headers.x-t: is the header that carries
            token: {renew-ahead: 1m, places: {token: /t}, header: X-T}         | `{path: /t, body: {}, headers: {X-T: a}}`    | -
            token: {renew-ahead: 1m, max-age: 1m}                              | {path: /t}                                   | token.renew-ahead: is not shorter
            """)
    void whatIsSaidOfTokensMustFitTogether(String token, String login, String told) throws IOException {
        String file = SOUND.replace("calls:", token + "\ncalls:\n  login: " + login.replace("\\n", "\n"));
        if (told.equals("-")) {
            assertThat(read(file).describesToken()).isTrue();
        } else {
            assertThatThrownBy(() -> read(file)).isInstanceOf(ConfigProblem.class).hasMessageContaining(": " + told);
        }
    }

    @ParameterizedTest
    @CsvSource({"family: orders,family", "'credentials: [access-key, secret-key]',credentials", "'    ask: find',ask",
            "'    success: accepted',success"})
    void aMissingKeyIsNamed(String line, String key) {
        assertThat(SOUND).contains(line + "\n");
        assertThatThrownBy(() -> read(SOUND.replace(line + "\n", ""))).isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            places: {order-id: /id}                | events: {ours: [paid]}                  | needs webhook.places.event
            places: {order-id: /id, event: /type}  | events: {ignored: [news]}               | needs ours
            places: {order-id: /id, event: /type}  | events: {ours: [a, b], ignored: [b, c]} | b is ours and ignored
            """)
    void eventsOfWebhooksThatCannotBeToldApartAreRefused(String places, String events, String reason) {
        String webhook = "webhook:\n  signature: {message: {body: raw}, algorithm: HMAC-SHA256, key: {credential:"
                + " secret-key},"
                + " headers: {X-Sign: '{signature}'}}\n  " + places + "\n  " + events + "\n  acknowledge: ok\n";
        assertThatThrownBy(() -> read(SOUND + webhook)).isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(": webhook.events: ").hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            body-format: form                            |              | is json, and the signature finds its fields
            body-format: form                            | format: xml  | is xml, and the signature finds its fields in form
            body-format: xml                             |              | is json, and the signature finds its fields in xml
            body-format: xml                             | format: xml  | -
            'message: {fields: {}}'                      | format: form | is form, and the signature finds its fields in json
            'message: {fields: {}}'                      | format: xml  | is xml, and the signature finds its fields in json
            'message: {fields: {}}'                      |              | -
            'message: {body: sorted}'                    | format: xml  | is xml, and the signature finds its fields in json
            'message: {template: "{part:p}"}, parts: {p: "{field:a}"}' | format: form | is form, and the signature finds
            'message: {each: {in: l, of: "{field:a}"}}'  | format: form | is form, and the signature finds
            'message: {fields: {from: query}}'           | format: form | -
            'message: {body: raw}'                       | format: form | -
            body-format: form                            | format: form | -
            'body-format: form, body: "a={signature}"'   |              | -
            """)
    void aWebhookWhoseFieldsAreOfAFormIsReadAsOne(String signed, String format, String told) {
        String webhook = "webhook:\n  signature: {" + (signed.contains("message:") ? "" : "message: {body: raw}, ")
                + "algorithm: HMAC-SHA256, key: {credential: secret-key}, headers: {X-Sign:"
                + " '{signature}'}, " + signed + "}\n" + (format == null ? "" : "  " + format + "\n")
                + "  places: {order-id: /id}\n  acknowledge: ok\n";
        if (told.equals("-")) {
            assertThatCode(() -> read(SOUND + webhook)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> read(SOUND + webhook)).isInstanceOf(ConfigProblem.class)
                    .hasMessageContaining("webhook.format: " + told);
        }
    }

    /** What a delivery does not name is anybody's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'message: {fields: {named-in: n, only: [id, status]}}'         | order-id: /id, status: /status   | -
            'message: {fields: {named-in: n, only: [id, status]}}'         | order-id: /id, event: /n         | -
            'message: {fields: {named-in: n, only: [id]}}'                 | order-id: /id, status: /status   | status
            'message: {fields: {named-in: n}}'                             | order-id: /id                    | order-id
            'message: {fields: {named-in: n, only: [id]}}'                 | 'order-id: /id, status: {by: [/a, /id]}' | status
            'message: {fields: {named-in: n, only: [id]}}'                 | 'order-id: /id, echo: {amount: /amount}' | echo.amount
            'message: {fields: {named-in: n, only: [data], nested: json}}' | order-id: /data/id               | -
            'message: {fields: {named-in: n, only: [dat], nested: json}}'  | order-id: /data/id               | order-id
            'message: {template: "{part:p}"}, parts: {p: {fields: {named-in: n}}}' | order-id: /id            | order-id
            'message: {body: raw}, verify: {alternatives: {a: {fields: {named-in: n}}}}' | order-id: /id      | order-id
            """)
    void aPlaceOfAWebhookMustBeAmongTheFieldsThatItHasToName(String signed, String places, String wrong)
            throws IOException {
        String webhook = "webhook:\n  signature: {" + signed
                + ", algorithm: HMAC-SHA256, key: {credential: secret-key},"
                + " headers: {X-Sign: '{signature}'}}\n  places: {" + places.replace("status: {by: [/a, /id]}",
                        "status: [/a, /id]")
                + "}\n"
                + (places.contains("event") ? "  events: {ours: [paid]}\n" : "") + "  acknowledge: ok\n";
        String all = "";
        try {
            read(SOUND + webhook);
        } catch (ConfigProblem e) {
            all = e.getMessage();
        }
        if (wrong.equals("-")) {
            assertThat(all).isEmpty();
        } else {
            assertThat(all).contains(": webhook.places." + wrong + ": is not signed in every webhook");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            template: "{query}"            | form | -
            fields: {from: query}          | form | -
            fields: {from: query}          | json | format: is json, and of a webhook by GET the query is read
            fields: {}                     | form | method: is GET, and the signature is made of a body
            body: raw                      | form | method: is GET, and the signature is made of a body
            template: "{query}{field:id}"  | form | method: is GET, and the signature is made of a body
            """)
    void aWebhookByGetIsItsQuery(String message, String format, String told) {
        String webhook = "webhook:\n  method: GET\n  format: " + format + "\n  signature: {message: {" + message
                + "}, algorithm: HMAC-SHA256, key: {credential: secret-key}, query: {sign: '{signature}'}}\n"
                + "  places: {order-id: /id}\n  acknowledge: ok\n";
        if (told.equals("-")) {
            assertThatCode(() -> read(SOUND + webhook)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> read(SOUND + webhook)).isInstanceOf(ConfigProblem.class)
                    .hasMessageContaining("webhook." + told);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'answer: {body: {json: {id: "{field:id}"}}}'                              | -
            'format: form, answer: {type: text, body: "{field:id}"}'                  | -
            'method: GET, format: form, answer: {body: {json: {id: "{query:id}"}}}'   | -
            'method: GET, format: form, answer: {body: {json: {id: "{field:id}"}}}'   | answer: is made of fields of a body
            'format: xml, answer: {body: {json: {id: "{field:id}"}}}'                 | answer: is made of fields of a body
            'answer: {body: {json: {id: "{credential:none}"}}}'                       | answer.body.json.id: uses the credential none
            'acknowledge: ok, answer: {body: ok}'                                     | answer.body: and acknowledge are both
            'format: json'                                                            | answer.body: is needed, or acknowledge
            'acknowledge: ok, inside: [{at: /data}]'                                  | -
            'acknowledge: ok, inside: [{at: data}]'                                   | inside.0.at: must be a JSON Pointer
            'acknowledge: ok, inside: [{at: /a, cipher: {mode: gcm, key: {credential: none}}}]' | inside: uses the credential none
            'acknowledge: ok, challenge: {place: "{query:c}"}'                        | -
            'acknowledge: ok, challenge: {place: "{query:c}", body: "{credential:none}"}' | challenge.body: uses the credential none
            'acknowledge: ok, challenge: {method: POST, place: "{query:c}"}'          | challenge: needs equal
            'acknowledge: ok, challenge: {method: POST, place: "{query:c}", equal: {"{field:type}": try}}' | -
            'acknowledge: ok, challenge: {place: "{query:c}", body: {hash: {algorithm: MD5, of: "{query:c}{credential:secret-key}"}}}' | challenge: would answer anybody
            'acknowledge: ok, challenge: {place: "{query:c}", body: {hash: {algorithm: MD5, of: "{query:c}{credential:secret-key}"}}, equal: {"{query:t}": "{credential:access-key}"}}' | challenge: would answer anybody
            'acknowledge: ok, challenge: {place: "{query:c}", body: {hash: {algorithm: MD5, of: "{query:c}{credential:secret-key}"}}, equal: {"{query:t}": "{credential:secret-key}"}}' | -
            'acknowledge: ok, challenge: {place: "{query:c}", body: {hash: {algorithm: MD5, of: "{query:c}{credential:access-key}"}}}' | -
            'acknowledge: ok, challenge: {place: "{query:c}", signature: {message: {body: raw}, algorithm: HMAC-SHA256, key: {credential: secret-key}, headers: {X: "{signature}"}}}' | challenge: would answer anybody
            'acknowledge: ok, challenge: {place: "{field:c}"}'                        | challenge: is made of fields of a body, which a GET has not
            'acknowledge: ok, challenge: {place: "{query:c}", equal: {"{field:type}": try}}' | challenge: is made of fields of a body, which a GET has not
            'format: xml, acknowledge: ok, challenge: {method: POST, place: "{field:c}", equal: {"{query:type}": try}}' | challenge: is made of fields of a body
            """)
    void whatAWebhookIsAnsweredIsCheckedAtStart(String described, String told) {
        String webhook = "webhook: {" + described + ", places: {order-id: /id}, signature: {message: {template: '"
                + (described.contains("GET") ? "{query}" : "{header:X}")
                + "'}, algorithm: HMAC-SHA256, key: {credential: secret-key}, headers: {sign: '{signature}'}}}\n";
        if (told.equals("-")) {
            assertThatCode(() -> read(SOUND + webhook)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> read(SOUND + webhook)).isInstanceOf(ConfigProblem.class)
                    .hasMessageContaining("webhook." + told);
        }
    }

    /** Whatever else it is for: with it somebody would be let in, or paid. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "signature: {message: {body: raw}, algorithm: HMAC-SHA256, key: {credential: access-key}, headers: {X-Sign: '{signature}'}}\n" | would answer anybody
            "headers: {X-Key: '{credential:access-key}'}\n"          | would answer anybody
            "headers: {X-Key: '{credential:access-key-2}'}\n"        | -
            "basic: {username: a, password: '{credential:access-key}'}\n" | would answer anybody
            "cipher: {mode: gcm, key: {credential: access-key}}\n"   | would answer anybody
            """, quoteCharacter = '"')
    void aCredentialOfAnotherUseIsInNoAnswerToAnybody(String use, String told) {
        for (String body : List.of("'{credential:access-key}'",
                "{hash: {algorithm: MD5, of: '{query:c}{credential:access-key}'}}")) {
            String file = SOUND.replace("access-key,", "access-key, access-key-2,") + use.replace("\\n", "\n")
                    + "webhook: {acknowledge: ok, challenge: {place: '{query:c}', body: " + body + ", equal:"
                    + " {'{query:t}': '{credential:secret-key}'}}, places: {order-id: /id}, signature: {message: {body:"
                    + " raw}, algorithm: HMAC-SHA256, key: {credential: secret-key}, headers: {sign:"
                    + " '{signature}'}}}\n";
            if (told.equals("-")) {
                assertThatCode(() -> read(file)).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> read(file)).isInstanceOf(ConfigProblem.class)
                        .hasMessageContaining("webhook.challenge: " + told);
            }
        }
    }

    @Test
    void aCodeThatTwoLinesNameIsRefused() {
        assertThatThrownBy(() -> read(SOUND.replace("  no-such-order", "    \"300\": {kind: failed}\n  no-such-order")))
                .isInstanceOf(ConfigProblem.class).hasMessageContaining(":16:5: answers.codes.300: stands here twice");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,  403, true
            -,  401, false
            -,  410, false
            77, 403, false
            """)
    void aStatusOfHttpIsAReasonForANewTokenWhereTheAnswerHasNoCode(String code, int http, boolean taken)
            throws IOException {
        Provider provider = read(SOUND.replace("  no-such-order",
                "  http: {\"403\": {kind: unauthorised}, \"410\": {kind: refused}}\n  no-such-order")
                .replace("calls:", "token: {renew-ahead: 1m}\ncalls:\n  login: {path: /login}"));
        assertThat(provider.takesNewToken(code, http)).isEqualTo(taken);
    }

    @Test
    void aNameThatNoAccountOrQueueCouldCarryIsRefused() throws IOException {
        Files.writeString(folder.resolve("De-mo.yaml"), SOUND);
        assertThatThrownBy(() -> new Providers(folder, GivenProviders.config(Map.of()), Map.of()))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("De-mo.yaml: a provider's name is");
    }

    /** Its own queue would be the one for questions. */
    @Test
    void noProviderIsCalledStatus() throws IOException {
        Files.writeString(folder.resolve("status.yaml"), SOUND);
        assertThatThrownBy(() -> new Providers(folder, GivenProviders.config(Map.of()), Map.of()))
                .isInstanceOf(ConfigProblem.class).hasMessageContaining("no provider can be called status");
    }

    @Test
    void aMissingFolderSaysWhereToStart() {
        assertThatThrownBy(() -> new Providers(folder.resolve("none"), GivenProviders.config(Map.of()), Map.of()))
                .isInstanceOf(ConfigProblem.class).hasMessageContaining("start Sluice where routes/ and config/ are");
    }

    @Test
    void aPreviousCredentialThatIsNoKeyIsToldAtTheStart() throws IOException {
        Files.writeString(folder.resolve("demo.yaml"), SOUND + """
                signature:
                  message: {body: raw}
                  algorithm: HMAC-SHA256
                  key: {credential: secret-key, encoding: hex}
                  headers: {X-Signature: "{signature}"}
                """);
        Map<String, String> settings = Map.of("sluice.providers.demo.accounts.default.access-key", "a",
                "sluice.providers.demo.accounts.default.secret-key", "00ff",
                "sluice.providers.demo.accounts.default.secret-key-previous", "gone");
        assertThatThrownBy(() -> new Providers(folder, GivenProviders.config(settings), Map.of()))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("sluice.providers.demo.accounts.default.secret-key-previous")
                .hasMessageNotContaining("gone");
    }

    @Test
    void aProviderWithoutCredentialsIsDisabledWithAReasonAndTheOthersRun() throws IOException {
        Files.writeString(folder.resolve("other.yaml"), SOUND);
        Files.writeString(folder.resolve("demo.yaml"), SOUND);
        Providers providers = new Providers(folder, GivenProviders.config(Map.of(
                "sluice.providers.other.accounts.default.access-key", "a",
                "sluice.providers.other.accounts.default.secret-key", "s")), Map.of());
        assertThat(providers.get("other").unusable("default")).isNull();
        assertThat(providers.get("demo").unusable("default")).isEqualTo("demo has no credentials for account"
                + " default: set"
                + " sluice.providers.demo.accounts.default.access-key or access-key-file");
        assertThat(providers.get("other").unusable("shop7")).isEqualTo("other has no account shop7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://demo.test", "http://10.0.0.7:8080/api", "http://127.0.0.1.demo.test",
            "http://localhost.demo.test",
            "http://0.0.0.0", "http://128.0.0.1", "http://2130706433.test", "http://[2001:db8::1]", "http://[::2]"})
    void plainHttpToAnotherMachineIsRefusedUnlessItIsAllowed(String url) throws IOException {
        assertThatThrownBy(() -> read(at(url))).isInstanceOf(ConfigProblem.class)
                .hasMessageMatching(".*demo\\.yaml:3:1: base-url: would send .* without TLS: use https, or .*"
                        + " plain-http: true");
        assertThat(read(at(url + "\nplain-http: true")).baseUrl()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:9/x", "http://LOCALHOST", "http://127.0.0.1:9", "http://127.255.3.4",
            "http://[::1]:9",
            "http://[0:0:0:0:0:0:0:1]", "https://demo.test", "https://10.0.0.7:8443"})
    void tlsAndThisMachineAreGood(String url) throws IOException {
        assertThat(read(at(url)).baseUrl()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.1", "http://2130706433", "https://user:s3cr3t@demo.test",
            "http://127.0.0.1@demo.test", "https://under_score.test", "https://[demo",
            "https://demo.test:x", "https://de|mo"})
    void anAddressThatIsNoneIsRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> read(at("\"" + url + "\""))).isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("demo.yaml:3:1: base-url: ").hasMessageNotContaining("s3cr3t")
                .hasMessageNotContaining(url);
    }

    @Test
    void aSettingOfPlainHttpIsRefusedByItsName() throws IOException {
        Files.writeString(folder.resolve("demo.yaml"), SOUND);
        assertThatThrownBy(() -> new Providers(folder,
                GivenProviders.config(Map.of("sluice.providers.demo.base-url", "http://demo.test")),
                Map.of())).hasMessageStartingWith("setting sluice.providers.demo.base-url: would send");
    }

    private static String at(String url) {
        return SOUND.replace("https://demo.test", url);
    }

    private Provider read(String text) throws IOException {
        Files.writeString(folder.resolve("demo.yaml"), text);
        return new Providers(folder, GivenProviders.config(Map.of()), Map.of()).get("demo");
    }

    @Test
    void aCredentialThatIsNoKeyForItsAlgorithmIsRefusedAtTheStart() throws IOException {
        Files.writeString(folder.resolve("demo.yaml"), SOUND + """
                signature:
                  message: {body: raw}
                  algorithm: HMAC-SHA256
                  key: {credential: secret-key, encoding: hex}
                  headers: {X-Signature: "{signature}"}
                """);
        Path key = Files.writeString(folder.resolve("secret-key"), "made-up, and no hex");
        String setting = "sluice.providers.demo.accounts.default.secret-key";
        for (Map<String, String> settings : List.of(Map.of(setting, "made-up, and no hex"),
                Map.of(setting + "-file", key.toString()))) {
            assertThatThrownBy(() -> new Providers(folder, GivenProviders.config(settings), Map.of()))
                    .isInstanceOf(ConfigProblem.class).hasMessageContaining("secret-key")
                    .hasMessageContaining("is not hex").hasMessageNotContaining("made-up");
        }
        assertThat(new Providers(folder, GivenProviders.config(Map.of(setting, "00ff")), Map.of()).get("demo"))
                .isNotNull();
        assertThat(new Providers(folder, GivenProviders.config(Map.of()), Map.of()).get("demo")).isNotNull();
    }

    @Test
    void whatASignatureLeavesOutWhereThereIsNoBodyIsLeftEmpty() throws IOException {
        Signature signature = read(SOUND + """
                signature:
                  message: {body: minified}
                  algorithm: HMAC-SHA256
                  key: {credential: secret-key}
                  body: {sign: "{signature}"}
                  without-body:
                    message: {fields: {from: query}}
                    body:
                    query: {sign: "{signature}"}
                """).signature();
        Signed signed = signature.sign(new Outgoing("GET", "/orders", "id=1", Map.of(), new byte[0]),
                credential -> "made-up", Clock.systemUTC(), () -> "");
        assertThat(signed.body()).isEmpty();
        assertThat(signed.query()).containsOnlyKeys("sign");
    }
}
