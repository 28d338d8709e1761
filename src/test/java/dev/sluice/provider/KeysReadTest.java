package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Mistakes;
import dev.sluice.config.YamlFile;
import dev.sluice.contract.Contract;
import dev.sluice.contract.Published;
import dev.sluice.given.Beside;
import dev.sluice.pages.SchemaKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.recursive.comparison.ComparisonDifference;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonDifferenceCalculator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every key that the schema of a provider's file allows is read: with another value in its place, other things come of
 * the file, or a mistake that the schema does not know is told.
 */
@Beside
class KeysReadTest {

    /** Has every key there is. */
    static final String WHOLE = """
            description: Demo
            family: orders
            enabled: true
            base-url: http://demo.test
            plain-http: true
            trust-file: no-trust.pem
            proxy: http://proxy.test:3128
            proxy-username: sluice
            proxy-password-file: no-password.txt
            no-proxy: [straight.test]
            credentials: [access-key, secret-key]
            accounts:
              default: {}
              shop:
                access-key-file: %1$s
                client-certificate-file: no-certificate.pem
                client-key-file: no-key.pem
                client-key-password-file: no-password.txt
                base-url: https://shop.test
                poll: {first-delay: 2s, factor: 1.7, max-delay: 6m, budget: 25h, jitter: 0.3}
                retry: {first-delay: 2s, factor: 3, max-delay: 2m, budget: 16m, jitter: 0.3}
                limits: {concurrency: 17, rate: 51, amount: {BRL: "51"}, daily-amount: {BRL: "510"}, low-balance: {BRL: "21"}}
                breaker: {failures: 31, open: 11s}
            signature: &signature
              message: {body: raw}
              algorithm: HMAC-SHA256
              key: {credential: secret-key}
              headers: {X-Sign: "{signature}"}
            token:
              renew-ahead: 1m
              max-age: 25m
              places: {token: /token, expires-in: /in, expires-at: /at, refresh-token: /refresh}
              header: X-Token
              value: "{token}"
              login-ends-token: true
              shared: false
            timeouts: {connect: 5s, response: 30s}
            limits: {concurrency: 16, rate: 50, amount: {BRL: "50"}, daily-amount: {BRL: "500"}, low-balance: {BRL: "20"}}
            breaker: {failures: 30, open: 10s}
            poll: {first-delay: 3s, factor: 1.6, max-delay: 5m, budget: 24h, jitter: 0.2}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m, jitter: 0.2}
            headers: {Accept-Language: en}
            basic: {username: "{credential:access-key}", password: "{credential:secret-key}"}
            body-format: json
            minor-units: {EUR: 2}
            request-id: {max-length: 30, characters: a-z0-9, short-form: true}
            statement:
              columns: {request-id: Order, reference: Reference, amount: Amount, currency: Currency, status: Status, time: Time}
              delimiter: ";"
              charset: UTF-16
              time-format: dd.MM.uuuu
              zone: Europe/Berlin
              decimal: ","
              minor-units: true
              skip: {Type: [Fee]}
              operations: [create]
              statuses: {progress: [open], completed: [paid], failed: [void]}
            balance: {operation: look, list: /balances, amount: /amount, currency: /currency, minor-units: true}
            places: &places
              order-id: /order
              event: /type
              whole-data: /data
              success: /ok
              success-is: "yes"
              code: /error/code
              message: /error/text
              reference: /id
              status: /state
              echo: {amount: /amount}
              data: {paidAt: /paidAt}
            cipher:
              mode: gcm
              key: {credential: secret-key, encoding: text}
            wrapper:
              enabled: false
              agreement: X25519
              derivation: {kdf: HKDF-SHA256, info: demo, salt-bytes: 16, length: 32}
              cipher: AES-256-GCM
              members: {version: key_version, salt: salt, data: data}
              max-age: 25m
            answers:
              format: form
              codes-outrank-http: true
              codes:
                "300": {kind: refused, category: VALIDATION}
              http:
                "423": {kind: not-done, category: CONFLICT}
              no-such-order: ["404"]
              statuses: {progress: ["1"], completed: ["8"], failed: ["32"]}
              times: {paidAt: seconds}
              masked: [address]
              minor-units: [fee]
            operations:
              create:
                path: /create
                base-url: https://create.test
                method: POST
                signed: true
                enabled: true
                headers: {Idempotency-Key: "{requestId}"}
                query: {note: "{order.amount}"}
                basic: {username: "{credential:access-key}", password: "-"}
                body: {total: "{order.amount}"}
                body-format: json
                numbers: [total]
                exact: true
                success: accepted
                success-by: shape
                shape: [/id]
                lost: ask
                ask: find
                echo: {amount: .order.amount}
                exempt: {refused: it refuses nothing at all}
                fields:
                  type: object
                  required: [amount, currency]
                  additionalProperties: false
                  properties:
                    amount: {$ref: "common.schema.json#/$defs/amount"}
                    currency: {enum: [BRL]}
              again:
                path: /again
                body-format: multipart
                body: {doc: "{order.requestId}"}
                files: {doc: {name: a.pdf, type: application/pdf, max-bytes: 500}}
                places: *places
                success: completed
                success-by: place
                lost: repeat
                repeats: 3
                unknown-when-repeated: ["300"]
                about: {field: requestId, operations: [create], accepted: true}
                fields:
                  type: object
                  required: [requestId]
                  additionalProperties: false
                  properties:
                    requestId: {$ref: "common.schema.json#/$defs/requestId"}
              look:
                path: /look
                places: *places
                success: completed
                success-by: place
                lost: repeat
                reads: true
                fields: {type: object, additionalProperties: false}
            calls:
              find:
                path: /find
                base-url: https://find.test
                method: POST
                signed: true
                headers: {X-Id: "{requestId}"}
                query: {id: "{requestId}", after: "{page}"}
                basic: {username: "{credential:access-key}", password: "-"}
                body: {id: "{requestId}"}
                body-format: json
                places: *places
                list: {at: /items, item: {requestId: /ref, providerReference: /id}, none: "404",
                       pages: {by: cursor, next: /next, first: "*", most: 5}}
              login: {path: /login, body: {}}
              refresh: {path: /refresh, body: {}}
            webhook:
              method: POST
              signature: *signature
              format: xml
              inside: [{at: /data}]
              places: *places
              events: {ours: [payment], ignored: [refund]}
              acknowledge: ok
              answer: {status: 202, type: text}
              challenge: {place: "{query:challenge}"}
            """;

    /** For people, and for the conformance test, which passes over what it names. */
    private static final Set<String> NOT_FOR_THE_PROGRAM = Set.of("description",
            "operations.<operation>.exempt.<case>");
    /** An account asks the file itself for its credentials, which are compared by what it gets. */
    private static final RecursiveComparisonConfiguration FIELDS = RecursiveComparisonConfiguration.builder()
            .withIgnoredFieldsMatchingRegexes("provider\\.accounts\\.\\w+\\.credentials").build();

    /** What comes of a file. */
    private record Made(Provider provider, List<String> credentials, List<Published> contract, List<String> told) {
    }

    @TempDir
    private static Path folder;
    private static ObjectNode whole;
    private static Made made;

    static Stream<SchemaKey> keys() {
        return SchemaKey.of(SchemaKey.PROVIDER_FILE).stream().flatMap(SchemaKey::all);
    }

    static Stream<SchemaKey> leaves() {
        return keys().filter(key -> key.below().isEmpty());
    }

    /** Without those of an account or an operation that lie over the provider's own. */
    static Stream<SchemaKey> defaults() {
        return keys().filter(key -> key.schema().has("default"))
                .filter(key -> !key.path().matches("accounts\\..+|(operations|calls)\\..+\\.places\\..+"));
    }

    @BeforeAll
    static void theWholeFileIsRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "one");
        Files.writeString(folder.resolve("secretx"), "another");
        whole = new YamlFile(Files.writeString(folder.resolve("whole"), WHOLE.formatted(secret))).tree();
        made = made(whole);
        assertThat(made.provider()).as(made.told().toString()).isNotNull();
        assertThat(differences(made, made(whole))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void everyKeyIsRead(SchemaKey key) throws IOException {
        List<String> places = places(whole, key);
        assertThat(places).as("the file of this test has no " + key.path()).isNotEmpty();
        int tried = 0;
        int read = 0;
        for (String place : places) {
            ObjectNode changed = with(whole, place, another(key.schema(), whole.at(place)));
            if (isAllowed(changed)) {
                tried++;
                read += differences(made, made(changed)).isEmpty() ? 0 : 1;
            }
        }
        assertThat(tried).isPositive();
        assertThat(read > 0).as("whether anything is made of " + key.path())
                .isEqualTo(!NOT_FOR_THE_PROGRAM.contains(key.path()));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void whatIsLeftOutIsAsTheSchemaSays(SchemaKey key) throws IOException {
        assertThat(places(whole, key)).isNotEmpty();
        for (String place : places(whole, key)) {
            assertThat(
                    differences(made(with(whole, place, null)), made(with(whole, place, key.schema().get("default")))))
                    .isEmpty();
        }
    }

    private static boolean isAllowed(ObjectNode file) {
        List<String> refused = new ArrayList<>();
        ProviderShape.sound(file, any -> true, (rule, key, reason, ofKeys, meant) -> refused.add(key));
        return refused.isEmpty();
    }

    private static Made made(ObjectNode file) throws IOException {
        Path home = Files.createTempDirectory(folder, "home");
        Files.writeString(home.resolve("demo.yaml"), file.toString());
        Mistakes mistakes = new Mistakes();
        Providers providers = new Providers(home, GivenProviders.config(Map.of()), Map.of(), mistakes);
        Contract contract = Contract.of("contract", providers.trees(),
                wrong -> providers.wrong(wrong.rule(), wrong.provider(), wrong.key(), wrong.reason()));
        Provider provider = providers.get("demo");
        return new Made(provider, provider == null ? List.of() : provider.accounts().get("shop").presentSecrets(),
                contract.names().stream().map(name -> contract.published(name).orElseThrow()).toList(),
                Stream.concat(mistakes.all().stream(), mistakes.notes().stream())
                        .map(told -> told.key() + " " + told.reason()).toList());
    }

    private static List<ComparisonDifference> differences(Made one, Made other) {
        return new RecursiveComparisonDifferenceCalculator().determineDifferences(one, other, FIELDS);
    }

    /** JSON Pointers to all that the whole file has of a key. */
    static List<String> places(JsonNode whole, SchemaKey key) {
        List<String> places = List.of("");
        for (String step : key.path().split("\\.")) {
            Pattern name = Pattern.compile(step.replaceFirst("<[a-z]+>", ".+"));
            places = places.stream()
                    .flatMap(place -> whole.at(place).propertyStream().map(Map.Entry::getKey)
                            .filter(name.asMatchPredicate()).map(member -> place + "/" + member))
                    .toList();
        }
        return places;
    }

    /** @param value null to leave out what is there */
    static ObjectNode with(ObjectNode whole, String place, JsonNode value) {
        ObjectNode file = whole.deepCopy();
        int end = place.lastIndexOf('/');
        ObjectNode holder = (ObjectNode) file.at(place.substring(0, end));
        if (value == null) {
            holder.remove(place.substring(end + 1));
        } else {
            holder.set(place.substring(end + 1), value);
        }
        return file;
    }

    /** Another value that the schema allows too. */
    static JsonNode another(JsonNode schema, JsonNode value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (schema.has("enum")) {
            return schema.get("enum").valueStream().filter(other -> !other.equals(value)).findFirst().orElseThrow();
        }
        return switch (value.getNodeType()) {
            case BOOLEAN -> nodes.booleanNode(!value.booleanValue());
            case NUMBER -> value.isIntegralNumber() && schema.path("type").asText().equals("integer")
                    ? nodes.numberNode(value.intValue() + 1)
                    : nodes.numberNode(value.decimalValue().add(new BigDecimal("0.1")));
            case ARRAY -> ((ArrayNode) value.deepCopy()).add(value.get(0).asText() + "x");
            case OBJECT -> nodes.objectNode();
            default -> nodes.textNode(schema.path("title").asText().matches("duration|amount") ? "1" + value.asText()
                    : value.asText() + "x");
        };
    }
}
