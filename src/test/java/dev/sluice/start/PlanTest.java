package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Launcher;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.given.Beside;
import dev.sluice.ledger.PlanMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./sluice check} says of a folder; {@code StartIT} compares it with what the start says. */
@Beside
class PlanTest {

    /** Found by other names than flows use. */
    private static final Set<String> OF_CAMEL = Set.of("logFormatter", "brokerWatch", "correlated", "destinations");

    @TempDir
    private Path folder;

    @BeforeEach
    void asShipped() throws IOException {
        for (String part : List.of("config", "routes")) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.createDirectories(folder.resolve(file).getParent());
                    Files.copy(file, folder.resolve(file));
                }
            }
        }
    }

    @Test
    void whatIsShippedHasNoMistakes() {
        assertThat(check()).containsExactly("No mistakes.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            config/providers/aeterna.yaml    | amount: "{order.amount}"       | amount: "${order.amount}"        | operations.payin.body.amount: has braces
            config/providers/aeterna.yaml    | amount: "{order.amount}"       | amount: ".order.amount"          | operations.payin.body.amount: would be sent as it stands
            config/providers/hambit.yaml     | `orderinfo}`                   | `orderinfo, list: {at: /data, item: {requestId: /id}}}` | list: is read where the file says all of the question
            config/providers/aeterna.yaml    | shape: []                      | shape: [id]                      | operations.payin.shape.0: must be a JSON Pointer
            config/providers/hambit.yaml     | max-delay: 5m                  | max-delay: 1s                    | poll.max-delay: is shorter than first-delay
            config/providers/hambit.yaml     | response: 30s                  | response: 0s                     | timeouts.response: is no time
            config/providers/hambit.yaml     | paidAt: milliseconds           | payedAt: milliseconds            | answers.times.payedAt: is none of the data
            config/providers/hambit.yaml     | family: orders                 | family: order                    | family: is none
            config/providers/messagehub.yaml | masked: [mobile]               | masked: [moblie]                 | answers.masked: names moblie
            config/providers/messagehub.yaml | renew-ahead: 60s               | renew-ahead: 60s, max-age: 30s   | is not YAML
            config/providers/authtool.yaml   | credential: aes-key            | credential: aes-kee              | cipher.key.credential: is aes-kee
            config/routing.yaml              | when:                          | wen:                             | orders.0.wen: is not a key
            config/routing.yaml              | operation: [fiat-to-crypto     | order.cardId: [fiat-to-crypto    | orders.0.when.order.cardId: is no member that a request for hambit
            routes/providers/hambit.camel.yaml | .order.amount                | .order.amuont                    | reads .order.amuont
            routes/providers/hambit.camel.yaml | remark: .order.remark}       | remark: "{{providers.hambit.famly}}"} | names providers.hambit.famly
            routes/providers/hambit.camel.yaml | direct:hambit-http           | direct:htp-http                  | another provider's flow
            routes/upkeep.camel.yaml         | {{sluice.sweep.period}}        | {{providers.}}                   | names providers., a setting that there is not
            routes/upkeep.camel.yaml         | {{sluice.sweep.period}}        | {{providers.hambti.limits.rate}} | names providers.hambti.limits.rate, a setting that there is not
            routes/providers/htp.camel.yaml  | doubt(${exchange}, '400')      | doubt(${exchange}, '400', '1')   | with 3 arguments; it takes 2
            routes/providers/hambit.camel.yaml | externalOrderId: .requestId, currency | externalOrderId: .requestID, currency | reads .requestID
            routes/providers/hambit.camel.yaml | externalOrderId: .requestId, currency | externalOrderId: .earlier.requestId, currency | reads .earlier.requestId
            routes/providers/hambit.camel.yaml | currencyAmount: .order.amount  | `currencyAmount: (.order.amount | tonumber)` | makes a number of .order.amount
            routes/providers/hambit.camel.yaml | currencyAmount: .order.amount  | `currencyAmount: .minorAmount` | reads .minorAmount, which no request for hambit has
            routes/providers/hambit.camel.yaml | currencyAmount: .order.amount  | `currencyAmount: (.minorAmount | tonumber)` | makes a number of .minorAmount
            routes/providers/hambit.camel.yaml | success: (.code == "200" and .success == true) | success: true | has a success that is true
            routes/providers/hambit.camel.yaml | (.code == "200"              | (.code == 200                    | with the number 200
            routes/providers/hambit.camel.yaml | (.code == "200"              | (.code = "200"                   | has a success that sets with =
            routes/providers/hambit.camel.yaml | status: $order.orderStatus   | state: $order.orderStatus        | makes the member state
            routes/providers/hambit.camel.yaml | transactionHash: $order      | transactionhash: $order          | makes data.transactionhash
            routes/providers/hambit.camel.yaml | resultType: java.lang.String | resultType: java.lang.Strng      | names the class java.lang.Strng
            routes/providers/messagehub.camel.yaml | username: .username      | username: .usernme               | a login gets password, refreshToken, username
            routes/providers/messagehub.camel.yaml | verified: true           | verifed: true                    | makes data.verifed
            routes/providers/htp.camel.yaml  | name: query                    | name: qery                       | sets the variable qery
            routes/providers/authtool.camel.yaml | 'package-token')           | 'package-tokn')                  | adds the credential package-tokn
            routes/calls.camel.yaml          | throwExceptionOnFailure: "false" | throwExceptionOnFailure: "flase" | must be true or false
            routes/upkeep.camel.yaml         | {{sluice.sweep.period}}        | {{sluice.sweep.perod}}           | names sluice.sweep.perod
            routes/steps.camel.yaml          | destinationName: sluice.polls. | destinationName: sluice.pols.    | no route reads sluice.polls.aeterna
            """)
    void aSlipIsToldWhereItStands(String file, String text, String instead, String told) throws IOException {
        int line = edit(file, text, instead);
        assertThat(check()).anySatisfy(said -> assertThat(said).contains(told)
                .startsWith(told.startsWith("no route reads") ? "routes: " : file + ":" + line + ":"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            config/providers/hambit.yaml     | max-delay: 5m                  | max-delay: 1s                    | impossible-times
            config/providers/hambit.yaml     | max-delay: 5m                  | max-dela: 5m                     | unknown-key
            config/providers/hambit.yaml     | default: {}                    | `default: {secret-key: x}`       | credential-in-file
            config/providers/hambit.yaml     | first-delay: 3s                | first-delay: soon                | wrong-value
            config/providers/messagehub.yaml | renew-ahead: 60s               | renew-ahead: 60s, max-age: 30s   | not-yaml
            config/providers/authtool.yaml   | credential: aes-key            | credential: aes-kee              | unknown-credential
            config/routing.yaml              | when:                          | wen:                             | routing-rule
            routes/providers/hambit.camel.yaml | .order.amount                | .order.amuont                    | unknown-place
            routes/providers/hambit.camel.yaml | direct:hambit-http           | direct:htp-http                  | another-providers
            routes/providers/hambit.camel.yaml | success: (.code == "200" and .success == true) | success: true | unfounded-success
            routes/steps.camel.yaml          | destinationName: sluice.polls. | destinationName: sluice.pols.    | unread-queue
            """)
    void aMistakeNamesItsRule(String file, String text, String instead, String rule) throws IOException {
        edit(file, text, instead);
        assertThat(check()).anySatisfy(said -> assertThat(said).endsWith(" [" + rule + "]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            orders.0 | otherwise: {provider: htp}                               | orders.0.otherwise: is not for the family orders, whose requests no second provider may do
            otp.0 | otherwise: {provider: twilio}                               | otp.0.otherwise: needs when.operation: send
            otp.0 | `{when: {operation: [send, verify]}, otherwise: {provider: twilio}}` | otp.0.otherwise: needs when.operation: send
            otp.0 | `{when: {operation: send}, otherwise: twilio}`              | otp.0.otherwise: must name a provider
            otp.0 | `{when: {operation: send}, otherwise: {provider: twilo}}`   | otp.0.otherwise.provider: there is no provider twilo of the family otp in config/providers; did you mean twilio?
            otp.0 | `{when: {operation: send}, otherwise: {provider: hambit}}`  | otp.0.otherwise.provider: there is no provider hambit of the family otp
            otp.0 | `{when: {operation: send}, otherwise: {provider: twilio, acount: x}}` | otp.0.otherwise.acount: is not a key; there are provider and account
            otp.0 | `{when: {operation: send}, otherwise: {provider: messagehub}}` | otp.0.otherwise: is messagehub with the same account
            otp.0 | `{when: {operation: send}, otherwise: {provider: twilio, account: shop}}` | otp.0.otherwise.account: twilio has no account shop
            """)
    void aSecondProviderThatCouldNotDoItIsTold(String rule, String text, String told) throws IOException {
        Files.copy(Path.of("examples/providers/twilio/twilio.yaml"), folder.resolve("config/providers/twilio.yaml"));
        Files.copy(Path.of("examples/providers/twilio/twilio.camel.yaml"),
                folder.resolve("routes/providers/twilio.camel.yaml"));
        String more = text.startsWith("{") ? text.substring(1, text.length() - 1) : text;
        String first = rule.startsWith("otp") ? "messagehub" : "hambit";
        Files.writeString(folder.resolve("config/routing.yaml"),
                rule.split("\\.")[0] + ":\n  - {provider: " + first + ", " + more + "}\n");
        assertThat(check("config/routing.yaml")).anySatisfy(
                said -> assertThat(said).startsWith("config/routing.yaml:2:").contains(told));
    }

    /** The ledger keeps a request as its first provider wants, and the second one is asked with that. */
    @Test
    void aSecondProviderWhoseFieldsAreKeptOtherwiseIsTold() throws IOException {
        Files.writeString(folder.resolve("config/providers/twilio.yaml"),
                Files.readString(Path.of("examples/providers/twilio/twilio.yaml"))
                        .replace("{$ref: \"common.schema.json#/$defs/mobile\"}", "{type: string}"));
        Files.copy(Path.of("examples/providers/twilio/twilio.camel.yaml"),
                folder.resolve("routes/providers/twilio.camel.yaml"));
        Files.writeString(folder.resolve("config/routing.yaml"), """
                otp:
                  - {when: {operation: send}, provider: messagehub, otherwise: {provider: twilio}}
                """);
        assertThat(check("config/routing.yaml")).anySatisfy(said -> assertThat(said).contains(
                "otp.0.otherwise.provider: keeps other fields of send masked than messagehub (x-ledger)"));
    }

    /** A check needs no secret. */
    @Test
    void aSecondProviderThatCanDoItIsTaken() throws IOException {
        Files.writeString(folder.resolve("config/routing.yaml"), """
                otp:
                  - when: {operation: send}
                    provider: messagehub
                    account: default
                    otherwise: {provider: messagehub, account: second}
                """);
        edit("config/providers/messagehub.yaml", "  default: {}\n", "  default: {}\n  second: {}\n");
        assertThat(check()).containsExactly("No mistakes.");
    }

    /** What stands behind the call of an operation whose mapping says whether it succeeded. */
    @ParameterizedTest
    @ValueSource(strings = {
            "setBody: {constant: {expression: '{\"success\": true, \"reference\": \"r\"}'}}",
            "setBody: {simple: {expression: '{\"success\": true, \"reference\": \"${variable.call}\"}'}}",
            "transform: {jq: {expression: '{success: true, reference: .id}'}}",
            "setBody: {jq: {expression: 'if .id then {success: true} else {success: true, status: \"8\"} end'}}",
            "setBody: {jq: {expression: '. + {success: true} | .'}}",
            "setBody: {jq: {expression: '{success: (.id == .id)}'}}",
            "setBody: {jq: {expression: '{success: ((variable(\"http\") | tonumber) < 300)}'}}",
            "setBody: {jq: {expression: '{success: (length > 0)}'}}",
            "to: {uri: 'direct:hambit-made'}",
            "choice: {when: [{simple: {expression: '${body[id]} == null'}, steps: [{setBody: {jq: {expression: "
                    + "'{success: true}'}}}]}]}",
            "setBody: {variable: {expression: kept}}"})
    void aSuccessThatIsTrueOfAnyAnswerIsToldHoweverItIsMade(String mapping) throws IOException {
        Path routes = folder.resolve("routes/providers/hambit.camel.yaml");
        String text = Files.readString(routes);
        int from = text.indexOf("- to:", text.indexOf("uri: direct:hambit-fiat-to-crypto\n"));
        int next = text.indexOf("\n- route:", from);
        Files.writeString(routes, text.substring(0, from) + """
                - setVariable: {name: kept, constant: {expression: '{"success": true}'}}
                        - to: {uri: "direct:hambit-http"}
                        - %s""".formatted(mapping) + text.substring(next) + """
                - route:
                    id: made
                    from:
                      uri: direct:hambit-made
                      steps:
                        - setBody: {jq: {expression: '{success: true}'}}
                """);
        assertThat(check()).anySatisfy(said -> assertThat(said).contains("has a success that is true ")
                .startsWith("routes/providers/hambit.camel.yaml:"));
    }

    /** Of a provider that a file alone describes: that of the guide. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            path: /v2/payments               | path: /v2/payments                         | -
            amount: "{order.amount}",        | ``                                         | operations.pay.body: leaves out order.amount
            currency: "{order.currency}",    | currency: EUR,                             | -
            path: /v2/payments               | path: "/v2/payments/{reference}"           | operations.pay.path: has the place {reference}
            method: GET}                     | body: {id: "{order.currency}"}}            | -
            method: GET}                     | `method: GET, body: {id: "{order.currency}"}}` | calls.payment.method: is GET
            "/v2/payments/{reference}"       | /v2/payments                               | calls.payment.path: names no order
            "/v2/payments/{reference}"       | "/v2/payments/{requestId}"                 | -
            "/v2/payments/{reference}"       | "/v2/payments/{order.currency}"            | calls.payment.path: names no order
            "/v2/payments/{reference}"       | "/v2/payments/{order.currncy}"             | calls.payment.path: names order.currncy
            "/v2/payments/{reference}"       | "/v2/payments/{credential:key}"            | calls.payment.path: names no order
            "/v2/payments/{reference}"       | "/v2/payments/{credential:kye}"            | calls.payment.path: names {credential:kye}
            "/v2/payments/{reference}"       | "/v2/payments/{refernce}"                  | calls.payment.path: has the place {refernce}
            "/v2/payments/{reference}"       | `/v2/payments, query: {id: "{requestId}"}` | -
            "/v2/payments/{reference}"       | `/v2/payments, query: {id: "{requestid}"}` | calls.payment.query.id: names requestid
            "/v2/payments/{reference}"       | `/v2/payments, headers: {X-Id: "{requestId}"}` | -
            "/v2/payments/{reference}"       | `/v2/payments, headers: {X-Id: "{metadata.a}"}` | calls.payment.headers.X-Id: names metadata.a
            lost: person                     | `lost: person\\n    basic: {username: "{credential:kye}", password: ""}` | operations.pay.basic.username: names {credential:kye}
            body: {amount: "{order.amount}", | `query: {amount: "{order.amount}"}\\n    body: {` | -
            `"/v2/payments/{reference}", method: GET}` | `/v2/payments, method: GET, list: {at: /items, item: {requestId: /merchant_id}}}` | -
            `"/v2/payments/{reference}", method: GET}` | `/v2/payments, method: GET, list: {at: /items, item: {requestId: /merchant_id}, none: new}}` | calls.payment.path: names no order
            `"/v2/payments/{reference}", method: GET}` | `/v2/payments, method: GET, headers: {X-Id: "{requestId}"}, list: {at: /items, item: {requestId: /merchant_id}, none: new}}` | calls.payment.path: names no order
            `"/v2/payments/{reference}", method: GET}` | `/v2/payments, method: GET, query: {at: "{page}"}, list: {at: /items, item: {requestId: /merchant_id}, pages: {by: number, most: 3}}}` | -
            `"/v2/payments/{reference}", method: GET}` | `"/v2/payments/{page}", method: GET, list: {at: /items, item: {requestId: /merchant_id}, pages: {by: offset, most: 3}}}` | -
            `"/v2/payments/{reference}", method: GET}` | `"/v2/payments/{page}", method: GET, list: {at: /items, item: {requestId: /merchant_id}}}` | calls.payment: names {page}
            path: /v2/payments               | `path: "/v2/payments/{order.amount}"\\n    method: PUT` | -
            lost: person                     | `lost: person\\n    method: DELETE`         | -
            "{order.amount}"                 | "{minorAmount}"                            | operations.pay: names minorAmount or fixedAmount, and nothing says
            base-url: https://paywell.example | `base-url: https://paywell.example\\nminor-units: {EUR: 2}` | -
            status: /state                   | `status: /state\\n  data: {amount: /a}\\nminor-units: {EUR: 2}` | answers: says nothing of amounts
            status: /state                   | `status: /state\\n  data: {amont: /a}` | places.data.amont: is none of the data
            "/v2/payments/{reference}"       | `"/v2/payments/{reference}", query: {a: "{minorAmount}"}` | calls.payment: names minorAmount or fixedAmount, and nothing says
            "/v2/payments/{reference}"       | "/v2/payments/{account}/{operation}"       | calls.payment.path: names no order
            "/v2/payments/{reference}"       | "/v2/payments/{webhookUrl}"                | calls.payment.path: names no order
            "/v2/payments/{reference}"       | `/v2/payments, basic: {username: "{requestId}", password: ""}` | calls.payment.path: names no order
            `        currency: {enum: [EUR]}\\n` | `minor-units: {EUR: 2}\\n`              | operations.pay.fields: has an amount and no currency
            lost: person                     | lost: ask                                  | operations.pay.lost: is ask, and the question payment names
            reference: /id                   | code: /id                                  | operations.pay: is asked about by the provider's number
            status: /state                   | `status: [/state, /sub]`                   | -
            status: /state                   | code: /code                                | places: names no place of the status
            completed: [done]                | completed: []                              | answers.statuses: lists no word for completed
            codes: {}                        | `codes: {"E1": {kind: failed}}`            | answers.codes.E1: is read nowhere
            calls:                           | `calls:\\n  paymnt: {path: /x, method: GET}` | calls.paymnt: is made by nobody
            calls:                           | `calls:\\n  refund: {path: /x, method: GET}` | -
            path: /v2/payments               | `path: /v2/payments\\n    method: GET`      | operations.pay.method: is GET
            `    path: /v2/payments\\n`       | ``                                         | operations.pay: has no path
            lost: person                     | `lost: person\\n    reads: true`           | operations.pay.reads: is not so of a call that must not be made at any time
            lost: person                     | `lost: person\\n    repeats: 2`             | operations.pay.repeats: counts for lost: repeat alone
            lost: person                     | `lost: repeat\\n    unknown-when-repeated: ["7"]` | operations.pay.unknown-when-repeated: has 7
            currency: {enum: [EUR]}          | `currency: {enum: [EUR]}\\n    numbers: [currency]` | operations.pay.numbers: names currency
            budget: 24h                      | budget: 100d                               | poll.budget: is longer than sluice.ledger.keep
            `, merchant_id: "{requestId}"`   | ``                                         | -
            """)
    void aSlipInWhatAFileAloneSaysIsToldThere(String text, String instead, String told) throws IOException {
        Path guide = guide();
        edit(guide.toString(), text.replace("\\n", "\n"), instead == null ? "" : instead.replace("\\n", "\n"));
        if (told.equals("-")) {
            assertThat(check()).containsExactly("No mistakes.");
        } else {
            assertThat(check()).anySatisfy(said -> assertThat(said).startsWith(guide + ":").contains(told));
        }
    }

    @Test
    void theTokensOfTheGuideAreUnderstood() throws IOException {
        Path guide = guide();
        Matcher block = Pattern.compile("```yaml\n(token:.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("routes/providers/README.md")));
        assertThat(block.find()).isTrue();
        edit(guide.toString(), "credentials: [key]", "credentials: [key, secret]");
        edit(guide.toString(), "calls:\n", block.group(1));
        assertThat(check()).containsExactly("No mistakes.");
        edit(guide.toString(), "renew-ahead: 60s", "renew-ahead: 60s\n  login-ends-token: true");
        assertThat(all()).anySatisfy(
                said -> assertThat(said).startsWith("note: " + guide + ":").contains("run one copy"));
        edit(guide.toString(), "    body: {grant_type: client_credentials, scope: payments}\n", "");
        assertThat(check()).anySatisfy(
                said -> assertThat(said).startsWith(guide + ":").contains("calls.login: nobody serves it"));
    }

    private Path guide() throws IOException {
        Path guide = Path.of("config/providers/paywell.yaml");
        Matcher block = Pattern.compile("```yaml\n(description.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("routes/providers/README.md")));
        assertThat(block.find()).isTrue();
        Files.writeString(folder.resolve(guide),
                block.group(1).replace("base-url: \"\"", "base-url: https://paywell.example"));
        return guide;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sluice.ledger.keep=1h                           | sluice.ledger.keep: is shorter than poll.budget
            sluice.ledger.keep.orders=1h                    | sluice.ledger.keep.orders: is shorter than poll.budget
            sluice.ledger.keep=30d\\nsluice.ledger.keep.orders=1h | 2:1: sluice.ledger.keep.orders: is shorter than poll.budget
            sluice.ledger.keep.orders=400d                  | -
            sluice.ledger.keep.orders=for ever              | 1:1: sluice.ledger.keep.orders: must be a duration
            sluice.ledger.keep.order=400d                   | 1:1: sluice.ledger.keep.order: there is no such setting
            sluice.data=a\\nsluice.data=b                     | 2:1: sluice.data: is set in line 1 too
            sluice:\\n  broker:\\n    port: 61617              | 1:1: sluice: is YAML
            sluice.data="data"                              | 1:1: sluice.data: has quotes
            quarkus.http.prot=8081                          | 1:1: quarkus.http.prot: there is no such setting; did you mean quarkus.http.port?
            quarkus.http.port=80800                         | 1:1: quarkus.http.port: must be a port
            sluice.reply-to.unused=9s                       | 1:1: sluice.reply-to.unused: must be 10s or longer
            sluice.reply-to.unused=PT1S                     | 1:1: sluice.reply-to.unused: must be 10s or longer
            sluice.reply-to.unused=10s                      | -
            quarkus.datasource.sqlite.jdbc.min-size=2       | -
            quarkus.http.host=0.0.0.0                       | -
            # none\\n! none\\n\\nsluice.ledger.keep = 30d       | -
            """)
    void aSlipInTheFileOfSettingsIsToldThere(String lines, String told) throws IOException {
        Path file = Path.of("config/application.properties");
        Files.writeString(folder.resolve(file), lines.replace("\\n", "\n") + "\n");
        if (told.equals("-")) {
            assertThat(check()).containsExactly("No mistakes.");
        } else {
            assertThat(check()).anySatisfy(said -> assertThat(said).startsWith(file + ":").contains(told));
        }
    }

    /**
     * Windows' line ends, a byte order mark, sections with nothing in them, and a block that need not be written any
     * more.
     */
    @Test
    void whatIsRightInAnotherFormIsTaken() throws IOException {
        Path hambit = folder.resolve("config/providers/hambit.yaml");
        Files.writeString(hambit,
                "\uFEFF" + Files.readString(hambit).replace("\n", "\r\n").replace("  default: {}", "  default:"));
        Path routes = folder.resolve("routes/providers/hambit.camel.yaml");
        Files.writeString(routes, "\uFEFF" + Files.readString(routes) + """
                - templatedRoute:
                    routeTemplateRef: http
                    routeId: orders-hambit-http
                    parameters:
                      - name: provider
                        value: hambit
                """);
        Files.writeString(folder.resolve("config/routing.yaml"), "# none\n");
        Files.writeString(folder.resolve("routes/own.camel.yaml"), "# none\n");
        assertThat(check()).containsExactly("No mistakes.");
    }

    /** Camel keeps the later of two routes with one id, and an operator's mapping would be gone without a word. */
    @Test
    void aNameThatIsNothingButSignsIsToldAndEndsNoCheck() throws IOException {
        edit("routes/providers/hambit.camel.yaml", "direct:hambit-http", "\"direct:?\"");
        edit("routes/providers/htp.camel.yaml", "doubt(${exchange}, '400')", "(");

        assertThat(check()).anyMatch(told -> told.contains("goes to direct:, where no route begins"))
                .anyMatch(told -> told.contains("of the bean ciphers, which it does not have"));
    }

    @Test
    void anIdThatStandsInTwoFilesIsTold() throws IOException {
        String route = "- route:\n    id: %s\n    from:\n      uri: timer:x\n      steps:\n        - stop: {}\n";
        Files.writeString(folder.resolve("routes/providers/other.camel.yaml"),
                route.formatted("orders-hambit-order-status"));
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), route.formatted("orders-hambit-submit"));
        assertThat(check())
                .anySatisfy(said -> assertThat(said).startsWith("routes/providers/other.camel.yaml:").contains(
                        "the id of another one",
                        "routes/providers/hambit.camel.yaml"))
                .anySatisfy(said -> assertThat(said).startsWith("routes/mine.camel.yaml:")
                        .contains("the id of a flow that follows"));
    }

    /** Camel takes them from one file for the flows of all. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            - errorHandler: {deadLetterChannel: {deadLetterUri: "log:mine"}}            | 1:3: errorHandler: governs every flow
            - error-handler: {defaultErrorHandler: {}}                                 | 1:3: error-handler: governs every flow
            - errorHandler: {noErrorHandler: {}}                                       | 1:3: errorHandler: governs every flow
            - routeConfiguration: {errorHandler: {noErrorHandler: {}}}                 | 1:3: routeConfiguration: governs every flow
            - onException: {exception: [java.lang.Exception], handled: {constant: {expression: "true"}}} | 1:3: onException: would end a step unrecorded
            - onCompletion: {steps: [{log: {message: x}}]}                             | 1:3: onCompletion: goes on when its step
            - interceptSendToEndpoint: {uri: "direct:step", steps: []}                 | 1:3: interceptSendToEndpoint: governs
            - intercept: {steps: []}                                                   | 1:3: intercept: is nothing that may stand here
            - interceptFrom: {steps: []}                                               | 1:3: interceptFrom: is nothing that may stand here
            - route: {id: x, errorHandler: {noErrorHandler: {}}, from: {uri: "timer:x", steps: []}} | 1:18: errorHandler: governs every flow
            - route: {id: x, trace: "true", from: {uri: "timer:x", steps: []}}         | 1:18: trace: would write
            - route: {id: x, delayer: "1", from: {uri: "timer:x", steps: []}}          | 1:18: delayer: is nothing that may stand
            - routeTemplate: {id: x, route: {errorHandlerRef: mine, from: {uri: "direct:x", steps: []}}} | 1:34: errorHandlerRef: would try
            - beans: [{name: mine, type: java.lang.Object}]                          | 1:3: beans: would be shared by flows of all files
            {kind: Integration, spec: {flows: [{errorHandler: {noErrorHandler: {}}}]}} | 1:1: is no list of routes
            """)
    void whatOneFileSaysForTheFlowsOfOthersIsTold(String line, String told) throws IOException {
        Files.writeString(folder.resolve("routes/providers/mine.camel.yaml"), line + "\n");
        assertThat(check())
                .anySatisfy(said -> assertThat(said).startsWith("routes/providers/mine.camel.yaml:" + told));
    }

    /** A part of a step does its work now, once, and ends by its end or by a failure. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `aggregate: {correlationExpression: {constant: {expression: "1"}}, completionSize: "1", aggregationStrategy: "#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy", steps: [{to: {uri: "direct:hambit-http"}}]}` | `has aggregate, which is no part of`
            `resequence: {expression: {simple: {expression: "${body}"}}, steps: [{to: {uri: "direct:hambit-http"}}]}` | `has resequence, which is no part of`
            `split: {expression: {constant: {expression: "1"}}, parallelProcessing: "true", timeout: "300", steps: []}` | `splits with parallelProcessing`
            `split: {expression: {constant: {expression: "1"}}, timeout: "300", steps: []}` | `splits with timeout`
            `split: {expression: {constant: {expression: "1"}}, executorService: "mine", steps: []}` | `splits with executorService`
            `split: {expression: {constant: {expression: "1"}}, parallelProcessing: "false", steps: []}` | `-`
            `delay: {expression: {constant: {expression: "20"}}}` | `has delay, which is no part of`
            `throttle: {expression: {constant: {expression: "1"}}, asyncDelayed: "true"}` | `has throttle, which is no part of`
            `sample: {samplePeriod: "60000"}` | `has sample, which is no part of`
            `threads: {poolSize: "2"}` | `has threads, which is no part of`
            `wireTap: {uri: "direct:hambit-http"}` | `has wireTap, which is no part of`
            `multicast: {steps: [{to: {uri: "direct:hambit-http"}}]}` | `has multicast, which is no part of`
            `loop: {expression: {constant: {expression: "2"}}, steps: [{to: {uri: "direct:hambit-http"}}]}` | `has loop, which is no part of`
            `recipientList: {expression: {constant: {expression: "direct:hambit-http"}}}` | `has recipientList, which is no part of`
            `routingSlip: {expression: {constant: {expression: "direct:hambit-http"}}}` | `has routingSlip, which is no part of`
            `dynamicRouter: {expression: {constant: {expression: "direct:hambit-http"}}}` | `has dynamicRouter, which is no part of`
            `enrich: {expression: {constant: {expression: "direct:hambit-http"}}}` | `has enrich, which is no part of`
            `pollEnrich: {expression: {constant: {expression: "jms:queue:orders.results"}}}` | `has pollEnrich, which is no part of`
            `idempotentConsumer: {expression: {constant: {expression: "1"}}, idempotentRepository: "mine", steps: []}` | `has idempotentConsumer, which is no part of`
            `loadBalance: {roundRobinLoadBalancer: {}, steps: [{to: {uri: "direct:hambit-http"}}]}` | `has loadBalance, which is no part of`
            `saga: {steps: []}` | `has saga, which Sluice does not bring`
            `transacted: {}` | `has transacted, which Sluice does not bring`
            `circuitBreaker: {steps: [{to: {uri: "direct:hambit-http"}}], onFallback: {steps: []}}` | `has circuitBreaker, which Sluice does not bring`
            `claimCheck: {operation: Pop}` | `has claimCheck, which is no part of`
            `script: {expression: {simple: {expression: "${bean:call?method=begin}"}}}` | `has script, which is no part of`
            `process: {ref: call}` | `has process, which is no part of`
            `stop: {}` | `ends the whole step with stop`
            `rollback: {markRollbackOnly: "true"}` | `ends the whole step with rollback`
            `filter: {expression: {constant: {expression: "true"}}, steps: [{stop: {}}]}` | `ends the whole step with stop`
            `to: {uri: "direct:hambit-http", variableReceive: mine}` | `has variableReceive, after which`
            `toD: {uri: "direct:${variable.provider}-http", variableReceive: mine}` | `has variableReceive, after which`
            `toD: {uri: "direct:${variable.provider}-http"}` | `-`
            `toD: {uri: "direct:${variable.provider}-${variable.call}"}` | `which only a message or a setting says`
            `to: {uri: "direct:step"}` | `goes to direct:step, a flow of Sluice's own`
            `to: {uri: "direct://publish"}` | `goes to direct:publish, a flow of Sluice's own`
            `to: {uri: "direct:htp-http"}` | `another provider's flow`
            `to: {uri: "jms:queue:sluice.submit.hambit"}` | `goes to jms:, where its step does not wait`
            `to: {uri: "http://127.0.0.1:1/x"}` | `goes to the network by itself`
            `to: {uri: "log:mine"}` | `-`
            `removeProperties: {pattern: "*"}` | `has removeProperties, which is no part of`
            `removeProperty: {name: "*"}` | `does not say which one it changes with *`
            `removeVariable: {name: "*"}` | `does not say which one it changes with *`
            `setVariable: {name: "${body}", expression: {constant: {expression: x}}}` | `does not say which one it changes`
            `setProperty: {name: dev.sluice.passage.Passage, expression: {constant: {expression: x}}}` | `changes the property dev.sluice.passage.Passage`
            `setProperty: {name: CamelRouteStop, expression: {constant: {expression: "true"}}}` | `changes the property CamelRouteStop`
            `setProperty: {name: mine, expression: {constant: {expression: x}}}` | `-`
            `setBody: {expression: {simple: {expression: "${bean:call?method=begin}"}}}` | `has ${bean`
            `setBody: {expression: {simple: {expression: "${setVariable(call,'x')}"}}}` | `has ${setVariable`
            `setBody: {expression: {simple: {expression: "${exchange.setRouteStop(true)}"}}}` | `has ${exchange`
            `setBody: {expression: {method: {ref: call, method: begin}}}` | `has an expression in bean`
            `doTry: {steps: [{to: {uri: "direct:hambit-http"}}], doCatch: [{exception: [java.lang.Exception], steps: [{log: {message: lost}}]}]}` | `-`
            `bean: {ref: call, method: begin}` | `calls call.begin, which is not for a provider's route`
            `bean: {ref: steps, method: record}` | `calls steps.record, which is not for`
            `bean: {ref: tokens, method: forget}` | `calls tokens.forget, which is not for`
            `bean: {ref: call}` | `calls call.null, which is not for`
            `bean: {beanType: java.lang.Runtime, method: getRuntime}` | `calls the class java.lang.Runtime, and a provider's route may call`
            `throwException: {exceptionType: java.lang.IllegalStateException, message: "${bean:call}"}` | `has ${bean…}`
            `setHeader: {name: "${exchange.getIn}", constant: {expression: x}}` | `has ${exchange…}`
            `setVariable: {name: "$simple{body}", constant: {expression: x}}` | `does not say which one`
            `bean: {ref: nosuch, method: made}` | `calls the bean nosuch, which there is not`
            `setBody: {jq: {expression: "{a: .b"}}` | `has an expression that is not jq`
            `bean: {ref: "#class:java.util.ArrayList", method: size}` | `which is not for a provider's route`
            `bean: {ref: ciphers, method: "doubt(${exchange}, '400')"}` | `-`
            `toD: {uri: "log:${body}"}` | `goes to a log: that a message names`
            `to: {uri: "log:x?showAll=true&exchangeFormatter=#class:org.apache.camel.support.processor.DefaultExchangeFormatter"}` | `gives log: an exchangeFormatter`
            `log: {message: x, logName: "x.${body}"}` | `has a logName that a message gives`
            `log: {message: x, marker: "${body}"}` | `has a marker that a message gives`
            `to: {uri: "direct:mine"}` | `-`
            `to: {uri: "direct:ours"}` | `changes the variable call, which is Sluice's own`
            `to: {uri: "direct:theirs"}` | `has aggregate, which is no part of`
            """)
    void whatDoesNotStayInsideItsStepIsTold(String step, String told) throws IOException {
        Files.writeString(folder.resolve("routes/providers/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: direct:hambit-mine
                      steps:
                        - %s
                """.formatted(step));
        Files.writeString(folder.resolve("routes/others.camel.yaml"), """
                - route: {id: other, from: {uri: direct:mine, steps: [{setBody: {jq: {expression: "{a: .a}"}}}]}}
                - route: {id: third, from: {uri: direct:theirs, steps: [{aggregate: {
                    correlationExpression: {constant: {expression: "1"}}, completionSize: "1", steps: []}}]}}
                - route: {id: fourth, from: {uri: direct:ours, steps: [{removeVariable: {name: call}}]}}
                """);
        if (told.equals("-")) {
            assertThat(check()).containsExactly("No mistakes.");
        } else {
            assertThat(check()).anySatisfy(said -> assertThat(said).contains(told)
                    .matches(step.matches(".*(theirs|ours).*") ? "routes/others.camel.yaml:.*"
                            : "routes/providers/mine.camel.yaml:[56]:.*"));
        }
    }

    /** Camel can read it, and says when it starts that it cannot make it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `circuitBreaker: {steps: []}`                        | has circuitBreaker, which Sluice does not bring
            `transacted: {}`                                     | has transacted, which Sluice does not bring
            `saga: {steps: []}`                                  | has saga, which Sluice does not bring
            `unmarshal: {csv: {}}`                               | has the data format csv, which Sluice does not bring
            `process: {ref: mine}`                               | calls the processor mine, which there is not
            `toD: {uri: "log:${body}"}`                          | goes to a log: that a message names
            `to: {uri: log, parameters: {loggerName: x, exchangeFormatter: "#class:x"}}` | gives log: an exchangeFormatter
            """)
    void whatNoRouteMayHaveIsToldThere(String step, String told) throws IOException {
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: timer:x
                      steps:
                        - %s
                """.formatted(step));
        assertThat(check())
                .anySatisfy(said -> assertThat(said).matches("routes/mine.camel.yaml:[56]:.*").contains(told));
    }

    @Test
    void aCallOutsideEveryStepIsTold() throws IOException {
        Files.writeString(folder.resolve("routes/mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: timer:x
                      steps:
                        - to: {uri: direct:hambit-http}
                """);
        assertThat(check()).anySatisfy(
                said -> assertThat(said).startsWith("routes/mine.camel.yaml:6").contains("outside every step"));
    }

    /** It works until an answer is odd, and did before it was looked for. */
    @Test
    void whatLosesTheCodeOfAnOddAnswerIsNoted() throws IOException {
        int line = edit("routes/providers/hambit.camel.yaml", "status: $order.orderStatus",
                "status: .data.orderStatus?");
        assertThat(all()).endsWith("No mistakes.").anySatisfy(said -> assertThat(said)
                .startsWith("note: routes/providers/hambit.camel.yaml:" + line + ":")
                .contains("makes no document at all"));
    }

    /** What its answers mean is said there too, so nothing is told of that. */
    @Test
    void ofAProviderWhoseRoutesAreMissingOnlyThatIsTold() throws IOException {
        Files.delete(folder.resolve("routes/providers/hambit.camel.yaml"));
        assertThat(check()).filteredOn(said -> !said.endsWith("mistakes.")).hasSize(5)
                .allSatisfy(said -> assertThat(said).contains("nobody serves it"));
    }

    @Test
    void aPlanIsMarkedByItsFilesAlone() throws IOException {
        assertThat(PlanFiles.mark(folder)).isEqualTo(PlanFiles.mark(Path.of("")));
        PlanMark before = PlanFiles.mark(folder);
        edit("routes/providers/hambit.camel.yaml", ".order.remark", ".order.note");
        assertThat(PlanFiles.mark(folder)).isNotEqualTo(before);
        assertThat(PlanFiles.mark(folder).text()).matches("[0-9a-f]{12}");
    }

    /** A mounted ConfigMap keeps its files in a hidden folder with the time in its name, and has links to them. */
    @Test
    void whatIsNotReadIsNoPartOfThePlan() throws IOException {
        PlanMark before = PlanFiles.mark(folder);
        Path hidden = Files.createDirectories(folder.resolve("routes/..2026_11_28"));
        Files.copy(folder.resolve("routes/people.camel.yaml"), hidden.resolve("people.camel.yaml"));
        Files.delete(folder.resolve("routes/people.camel.yaml"));
        Files.createSymbolicLink(folder.resolve("routes/people.camel.yaml"),
                Path.of("..2026_11_28/people.camel.yaml"));
        Files.writeString(folder.resolve("routes/kustomization.yaml"), "kind: Kustomization\n");
        assertThat(PlanFiles.mark(folder)).isEqualTo(before);
    }

    @Test
    void onlyWhatIsAskedForIsTold() throws IOException {
        edit("config/providers/hambit.yaml", "first-delay: 3s", "first-delay: soon");
        edit("config/routing.yaml", "provider: hambit", "provider: hambti");
        assertThat(check("config/routing.yaml")).hasSize(2).first().asString().startsWith("config/routing.yaml:");
        assertThat(check()).hasSize(3).last().isEqualTo("2 mistakes.");
    }

    /** A flow that calls a bean which the plan does not know is refused, so it must know them all. */
    @Test
    void thePlanKnowsAllThatFlowsCall() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher name = Pattern.compile("(?m)^@Named\\(\"(\\w+)\"\\)").matcher(Files.readString(file));
                while (name.find()) {
                    named.add(name.group(1));
                }
            }
        }
        named.removeAll(OF_CAMEL);
        assertThat(Plan.BEANS.names()).containsExactlyElementsOf(named);
    }

    /** The line on which the edited text begins. */
    @Test
    void theFileOfUsersIsLookedForInTheFolderThatIsChecked() throws IOException {
        Path settings = folder.resolve("config/application.properties");
        Files.writeString(settings, (Files.exists(settings) ? Files.readString(settings) : "")
                + "\nsluice.broker.users=./config/users.yaml\nsluice.broker.username=ana\n"
                + "sluice.broker.password=said-to-nobody-else\n");
        Path users = folder.resolve("config/users.yaml");
        String ana = "ana: {role: operator, password: 'ENC(1024:" + "AB".repeat(32) + ":" + "CD".repeat(64) + ")'}\n";
        Files.writeString(users, ana);
        assertThat(check()).noneMatch(said -> said.contains("users.yaml") || said.contains("sluice.broker"));
        Files.writeString(users, ana.replace("operator", "boss"));
        assertThat(check()).anyMatch(said -> said.contains("config/users.yaml:1") && said.contains("ana.role"));
    }

    @Test
    void tenantsNeedReplyQueuesOfTheirOwnAndProvidersThatTakeEnoughOrderNumbers() throws IOException {
        Path settings = folder.resolve("config/application.properties");
        Files.writeString(settings, (Files.exists(settings) ? Files.readString(settings) : "")
                + "\nsluice.broker.users=./config/users.yaml\nsluice.broker.username=own\n"
                + "sluice.broker.password=said-to-nobody-else\nsluice.providers.hambit.request-id.max-length=6\n");
        String shop = "shop: {role: upstream, password: 'ENC(1024:" + "AB".repeat(32) + ":" + "CD".repeat(64) + ")'}\n";
        Files.writeString(folder.resolve("config/users.yaml"), shop);
        assertThat(check()).noneMatch(said -> said.contains("tenants"));
        Files.writeString(folder.resolve("config/users.yaml"), shop.replace("upstream", "upstream, tenant: acme"));
        assertThat(check()).anyMatch(said -> said.contains("request-id") && said.contains("orders of tenants apart"))
                .noneMatch(said -> said.contains("sluice.reply-to.allowed"));
        Files.writeString(settings, Files.readString(settings) + "sluice.reply-to.allowed=replies.*,parked\n");
        assertThat(check()).anyMatch(said -> said.contains("sluice.reply-to.allowed") && said.contains("'parked'"));
    }

    private int edit(String file, String text, String instead) throws IOException {
        String content = Files.readString(folder.resolve(file));
        int at = content.indexOf(text);
        assertThat(at).as(file + " holds " + text).isNotNegative();
        Files.writeString(folder.resolve(file),
                content.substring(0, at) + instead + content.substring(at + text.length()));
        return (int) content.substring(0, at).chars().filter(character -> character == '\n').count() + 1;
    }

    private List<String> check(String... paths) {
        return all(paths).stream().filter(line -> !line.startsWith("note: ")).toList();
    }

    private List<String> all(String... paths) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
        String[] arguments = Stream.concat(Stream.of("check"), Stream.of(paths)).toArray(String[]::new);
        int code = Launcher.run(new Surroundings(folder, folder, Map.of(), InputStream.nullInputStream(), lines, lines,
                Terminal.of(null, false)), arguments);
        List<String> said = out.toString(StandardCharsets.UTF_8).replace(folder + "/", "").lines()
                .toList();
        assertThat(code).isEqualTo(said.get(said.size() - 1).equals("No mistakes.") ? 0 : 1);
        return said;
    }
}
