package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureRefusalTest {
    private static final String GOOD = """
            message: {fields: {null: refuse}}
            algorithm: HMAC-SHA256
            key: {credential: secret-key}
            headers: {X-Signature: "{signature}"}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "message.fields.null|never|message.fields.null",
            "message.fields.nul|omit|message.fields.nul",
            "message.fields.order|listed|message.fields.order",
            "message.body|raw|message",
            "message.prefix|{nonsense}|message.prefix",
            "message.prefix|{credential}|message.prefix",
            "message.prefix|{body:backwards}|message.prefix",
            "message.prefix|{field:a..b}|message.prefix",
            "message.prefix|open { brace|message.prefix",
            "message.prefix|{timestamp}|timestamp",
            "message.prefix|{nonce}|nonce",
            "message.prefix|{signature}|message",
            "timestamp|seconds|timestamp",
            "timestamp|minutes|timestamp",
            "nonce|uuid|nonce",
            "algorithm|HMAC-SHA3|algorithm",
            "algorithm|MD5|key",
            "algorithm|RSA-SHA256|",
            "algorithm|none|key",
            "key.encoding|pem|key.encoding",
            "key.encoding|utf8|key.encoding",
            "output.encoding|text|output.encoding",
            "output.encoding|raw|output.encoding",
            "digest.algorithm|SHA-256|digest",
            "headers.X-Signature|none|headers",
            "body-format|yaml|body-format",
            "verify.window|5m|verify.window",
            "verify.alternatives.other|raw|verify.alternatives.other",
            "verify.often|5m|verify.often",
            "header|x|header",
    })
    void aWrongDescriptionIsRefusedWithKeyAndReason(String path, String value, String key) {
        JsonNode wrong = Descriptions.with(Descriptions.yaml(GOOD), path, value);
        if (key == null) {
            assertThat(Signature.of(wrong)).as("pem is the default of a pair").isNotNull();
            return;
        }
        assertThatThrownBy(() -> Signature.of(wrong)).isInstanceOfSatisfying(SignatureProblem.class, problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.reason()).isNotBlank();
            assertThat(problem).hasMessage(key + ": " + problem.reason());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "message: {body: raw}\nalgorithm: HMAC-SHA256\nkey: {credential: k}\nbody: {sign: '{signature}'}",
            "message: {body: raw}\nalgorithm: SHA-256\nheaders: {s: '{signature}'}",
            "message: {body: raw}\nalgorithm: HMAC-SHA256\nheaders: {s: '{signature}'}",
            "message: {template: '{timestamp}'}\ntimestamp: seconds\nalgorithm: HMAC-SHA256\nkey: {credential: k}\n"
                    + "headers: {s: '{signature}'}",
            "message: {body: raw}\nalgorithm: RSA-SHA256\nkey: {credential: k, encoding: text}\nheaders: {s:"
                    + " '{signature}'}",
            "message: raw\nalgorithm: HMAC-SHA256\nkey: {credential: k}\nheaders: {s: '{signature}'}",
            "message: {concat: []}\nalgorithm: HMAC-SHA256\nkey: {credential: k}\nheaders: {s: '{signature}'}",
            "message: {fields: {only: [a], except: [b]}}\nalgorithm: HMAC-SHA1\nkey: {credential: k}\nheaders: {s:"
                    + " '{signature}'}",
            "algorithm: HMAC-SHA256\nkey: {credential: k}\nheaders: {s: '{signature}'}",
    })
    void whatCannotWorkIsRefusedAtTheStart(String yaml) {
        assertThatThrownBy(() -> Descriptions.signature(yaml)).isInstanceOf(SignatureProblem.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {body: raw}                                                                        | message
            {body: raw, suffix: "{credential:k}"}, verify: {alternatives: {a: {suffix: null}}} | verify.alternatives.a
            """)
    void aPlainDigestNeedsASecretInEachReading(String message, String key) {
        String yaml = "{message: " + message + ", algorithm: MD5, headers: {s: '{signature}'}}";
        assertThatThrownBy(() -> Descriptions.signature(yaml)).isInstanceOf(SignatureProblem.class)
                .hasMessageStartingWith(key + ": needs a {credential:…}");
    }

    /** Of no field and no item nothing is made, and so nothing of the secret that stands with each. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {fields: {of: "{value}{credential:secret-key}"}}                           | {}        | false
            {fields: {of: "{value}{credential:secret-key}"}}                           | {"a":""}  | false
            {fields: {of: "{value}{credential:secret-key}"}}                           | {"a":1}   | true
            {fields: {of: "{credential:secret-key}", when-empty: "-"}}                 | {"a":""}  | false
            {each: {in: l, of: "{field:a}{credential:secret-key}"}}                    | {"l":[]}  | false
            {each: {in: l, of: "{field:a}{credential:secret-key}"}}                    | {"l":[{"a":1}]} | true
            {each: {in: l, of: "{credential:secret-key}"}, suffix: "{credential:secret-key}"}   | {"l":[]}  | true
            {template: "{part:p}"}                                            | {}        | false
            {template: "{part:p}"}                                            | {"a":1}   | true
            {template: "{part:q}"}                                            | {}        | true
            """)
    void aPlainDigestIsOfNoMessageWithoutItsSecret(String message, String body, boolean good) {
        String yaml = "{parts: {p: {fields: {nested: json, of: '{value}{credential:secret-key}'}}, q: '{credential:secret-key}'}, message: "
                + message
                + ", algorithm: MD5, headers: {s: '{signature}', K: '{credential:secret-key}', P: '{part:p}', Q: '{part:q}'}}";
        if (good) {
            assertThat(sign(yaml, body, "k").headers()).containsKey("s");
            return;
        }
        assertThatThrownBy(() -> sign(yaml, body, "k")).isInstanceOf(CannotSign.class)
                .hasMessage("message: has no field that its {credential:…} stands with");
    }

    @Test
    void whoHasNoSecretSignsNoDeliveryWithoutFields() {
        Signature signature = Descriptions.signature("{message: {fields: {of: '{value}{credential:k}'}},"
                + " algorithm: MD5, headers: {s: '{signature}'}}");
        Incoming forged = Descriptions.delivery(Map.of("s", "d41d8cd98f00b204e9800998ecf8427e"), "{\"a\":\"\"}");
        assertThat(signature.verify(forged, List.of(name -> "k"), Descriptions.at(Instant.EPOCH)).reason())
                .isEqualTo("message: has no field that its {credential:…} stands with");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"remark\":\"secretvalue&x\"}|remark",
            "{\"remark\":\"secretvalue=\"}|remark",
            "{\"re=mark\":\"secretvalue\"}|re=mark",
            "{\"remark\":{\"a\":\"secretvalue\"}}|remark",
            "{\"remark\":[\"secretvalue\"]}|remark",
            "{\"remark\":null}|remark",
            "{\"remark\":\"secretvalue\\ud800\"}|remark",
            "{\"remark\":\"secretvalue\",\"remark\":\"b\"}|body",
            "[\"secretvalue\"]|body",
            "{\"remark\":\"secretvalue\"|body",
            "{\"remark\":\"secretvalue\"} {}|body",
    })
    void aBodyThatMustNotBeSignedIsRefusedWithoutItsValue(String body, String field) {
        assertThatThrownBy(() -> sign(GOOD, body, "key")).isInstanceOfSatisfying(CannotSign.class, refused -> {
            assertThat(refused.field()).isEqualTo(field);
            assertThat(refused.getMessage()).doesNotContain("secretvalue");
            assertThat(refused.getCause()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "algorithm", "key.encoding", "output.encoding", "output.escape", "digest.encoding", "digest.algorithm",
            "timestamp", "nonce", "body-format", "missing", "message.fields.order", "message.fields.nested",
            "message.fields.length", "message.fields.content", "message.hash.encoding", "message.encode.encoding",
            "message.sign.encoding"})
    void whatARefusalOffersIsNotRefusedInItsTurn(String path) {
        JsonNode good = Descriptions.yaml("""
                message: {template: "{timestamp}{nonce}{digest}{body}"}
                timestamp: seconds
                nonce: uuid
                digest: {algorithm: SHA-1}
                algorithm: HMAC-SHA256
                key: {credential: secret-key}
                headers: {X-Time: "{timestamp}", X-Nonce: "{nonce}", X-Digest: "{digest}", X-Signature: "{signature}"}
                """);
        if (path.startsWith("message.")) {
            String source = path.split("\\.")[1];
            ((ObjectNode) good).set("message", Descriptions.yaml(switch (source) {
                case "fields" -> "{fields: {only: [a], add: {s: '{credential:s}'}}}";
                case "hash" -> "{hash: {algorithm: MD5, of: '{body}'}}";
                case "sign" -> "{sign: {algorithm: HMAC-SHA1, key: {credential: k}, of: '{body}'}}";
                default -> "{encode: {encoding: hex, of: '{body}'}}";
            }));
        }
        String reason = offer(good, path);
        for (String offered : reason.replaceAll(".*must be one of |, or a section.*", "").split(", ")) {
            try {
                Signature.of(Descriptions.with(good, path, offered));
            } catch (SignatureProblem other) {
                assertThat(other.key()).as("%s: %s asks for another key, and says which", path, offered)
                        .isNotEqualTo(path);
                assertThat(path).isEqualTo("algorithm");
            }
        }
    }

    private static String offer(JsonNode good, String path) {
        try {
            Signature.of(Descriptions.with(good, path, "nonsense"));
        } catch (SignatureProblem problem) {
            return problem.reason();
        }
        throw new AssertionError("not refused");
    }

    @Test
    void aPlaceholderIsToldTheFormsThatItHas() {
        for (String[] wrong : new String[][]{{"{body:backwards}", "must be {body} or {body:raw} or {body:minified} or"
                + " {body:sorted} or {body:base64}"}, {"{header}", "must be {header:NAME}"},
                {"{timestamp:minutes}", "must be one of seconds, milliseconds, iso, iso-seconds, iso-basic, http-date,"
                        + " date"},
                {"{part:a}", "is not known here; there is nothing below parts above it"}}) {
            assertThatThrownBy(
                    () -> Signature.of(Descriptions.with(Descriptions.yaml(GOOD), "message.prefix", wrong[0])))
                    .hasMessage("message.prefix: " + wrong[0] + " " + wrong[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{message: {fields: {below: xml, only: [a]}}", "{message: {fields: {nested: dotted}}",
            "{message: {fields: {nested: dotted, only: [xml.a]}}", "{message: {fields: {from: query, only: [a]}}",
            "{message: {fields: {nested: bracketed, except: ['xml[a]']}}"})
    void fieldsOfXmlAreBelowItsRoot(String message) {
        assertThat(Descriptions.signature(message + ", body-format: xml, algorithm: HMAC-SHA256, key: {credential: k},"
                + " headers: {s: '{signature}'}}")).isNotNull();
    }

    @Test
    void aPrefixAloneIsEnoughForASharedSecret() {
        String yaml = "message: {template: '{credential:secret-key}'}\nalgorithm: none\noutput: {prefix: 'Bearer '}\n"
                + "headers: {Authorization: '{signature}'}";
        assertThat(sign(yaml, "{}", "key").headers()).isEqualTo(Map.of("Authorization", "Bearer key"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "message: {body: minified}|body-format: must be json, because {body:minified} is used",
            "message: {fields: {nested: dotted, below: a, from: query}}|message.fields.below: is for fields of the body",
            "message: {each: {of: '{body}'}}|message.each.in: is needed",
            "message: {sign: {algorithm: HMAC-SHA1, of: '{body}'}}|message.sign.key: is needed for HMAC-SHA1",
            "message: {concat: [{json: {a: 1.5}}]}|message.concat.0.json.a: must be a whole number, or text",
            "message: {concat: ['{part:x}']}|message.concat.0: {part:x} is not known here; there is nothing below parts"
                    + " above it",
            "message: {hash: {algorithm: MD5, of: '{signature}'}}|message: cannot hold {signature}",
            "message: {each: {in: l, of: '{body}'}}|message.each.of: cannot hold {body}: an item has fields, and no bytes"
                    + " of its own",
            "message: {each: {in: l, of: 'a{digest}'}}|message.each.of: cannot hold {digest}: an item has fields, and no"
                    + " bytes of its own",
            "message: {length: [1]}|message.length: must be a section of keys and values",
            "message: {fields: {named-in: n, order: written}}|message.fields.named-in: is a field of the body that says"
                    + " which fields there are, and in which order: cannot be given together with order",
            "message: {fields: {named-in: n, below: a}}|message.fields.named-in: is a field of the body that says which"
                    + " fields there are, and in which order: cannot be given together with below",
            "message: {fields: {named-in: a.n}} ~ body-format: json|message.fields.named-in: is within another field, and so a field of its"
                    + " own with nested: dotted alone",
            "message: {fields: {of: '{name}', add: {a: b}}}|message.fields.add: has no use where of has no {value}",
            "message: {fields: {}} ~ body-format: xml|message.fields.below: is needed, because XML has one field, its"
                    + " root, which holds the others",
            "message: {fields: {only: [a], nested: json}} ~ body-format: xml|message.fields.below: is needed, because"
                    + " XML has one field, its root, and a is within it; or, with nested: dotted or bracketed, begin"
                    + " the names with the root",
            "message: {fields: {except: [a], nested: dotted}} ~ body-format: xml|message.fields.below: is needed,"
                    + " because XML has one field, its root, and a is within it; or, with nested: dotted or bracketed,"
                    + " begin the names with the root",
            "message: {fields: {below: xml}} ~ body-format: xml ~ body: {xml.@sign: '{signature}'}|body.xml.@sign: must"
                    + " be an element below the root of the XML, xml.sign; no attribute and no text can be put there",
            "message: {fields: {below: xml}} ~ body-format: xml ~ body: {sign: '{signature}'}|body.sign: must be an"
                    + " element below the root of the XML, xml.sign; no attribute and no text can be put there",
            "message: {fields: {named-in: n, except: [a]}}|message.fields.named-in: is a field of the body that says"
                    + " which fields there are, and in which order: cannot be given together with except",
            "message: {fields: {named-in: n, add: {k: '{credential:k}'}}}|message.fields.named-in: is a field of the"
                    + " body that says which fields there are, and in which order: cannot be given together with add",
            "message: {fields: {named-in: n, from: body-and-query}}|message.fields.named-in: is a field of the body"
                    + " that says which fields there are, and in which order: cannot be given together with from",
            "message: {fields: {when-empty: '-', empty: keep}}|message.fields.when-empty: cannot be given together with"
                    + " empty",
            "message: {template: '{value}'}|message: {value} stands in fields.of alone",
            "message: {fields: {}, suffix: '{name}'}|message: {name} stands in fields.of alone",
            "message: {fields: {of: '{part:p}'}} ~ parts: {p: '{name}'}|parts.p: cannot hold {name}, which stands in"
                    + " fields.of alone",
            "message: {fields: {of: '{value}', length: bytes}}|message.fields.length: cannot be given together with of,"
                    + " which is what each field becomes",
            "message: {fields: {}} ~ timestamps: {Day: date}|timestamps.Day: must be called by small letters, and"
                    + " otherwise than the forms that there are",
            "message: {fields: {}} ~ timestamps: {date: iso}|timestamps.date: must be called by small letters, and"
                    + " otherwise than the forms that there are",
            "message: {fields: {}} ~ timestamps: {day: dates}|timestamps.day: must be one of seconds, milliseconds, iso,"
                    + " iso-seconds, iso-basic, http-date, date, or a section with pattern and zone",
            "message: {fields: {}} ~ timestamps: {day: date}|timestamps.day: nothing uses {timestamp:day}",
            "message: {template: '{timestamp:dya}'} ~ timestamps: {day: date}|message.template: {timestamp:dya} must be one"
                    + " of seconds, milliseconds, iso, iso-seconds, iso-basic, http-date, date, day",
    })
    void aMessageThatCannotWorkIsRefusedWithItsPlace(String message, String reason) {
        assertThatThrownBy(() -> Descriptions
                .signature(message.replace(" ~ ", "\n") + (message.contains("body-format") ? "" : "\nbody-format: form")
                        + "\nalgorithm: HMAC-SHA256\n"
                        + "key: {credential: k}\nheaders: {s: '{signature}'}"))
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource({"headers,X-Digest,{digest}", "query,q,{body:base64}", "headers,X-Body,{body}", "headers,X-P,{part:p}"})
    void aBodyThatIsSignedLaterIsInNoHeader(String section, String name, String template) {
        String yaml = (template.contains("part") ? "parts: {p: 'a{digest}'}\n" : "") + "message: {fields: {}}\n"
                + "algorithm: HMAC-SHA256\nkey: {credential: k}\nbody: {sign: '{signature}'}\n"
                + section + ": {" + name + ": '" + template + "'}";
        assertThatThrownBy(() -> Descriptions.signature(yaml)).hasMessage(section + "." + name + ": cannot hold "
                + template.replace("part:p", "digest") + ", because the signature is put into the body after it");
    }

    @Test
    void aMissingOrEmptySecretIsRefusedByName() {
        assertThatThrownBy(() -> sign(GOOD, "{}", null)).hasMessage("credential:secret-key: is not set");
        assertThatThrownBy(() -> sign(GOOD, "{}", "")).hasMessage("credential:secret-key: is empty");
    }

    @ParameterizedTest
    @CsvSource({"HMAC-SHA256,hex", "HMAC-SHA256,base64", "RSA-SHA256,pem", "RSA-SHA256,base64", "Ed25519,hex"})
    void aSecretThatIsNoKeyIsRefusedWithoutItsText(String algorithm, String encoding) {
        JsonNode description = Descriptions.with(Descriptions.with(Descriptions.yaml(GOOD), "algorithm", algorithm),
                "key.encoding", encoding);
        assertThatThrownBy(() -> Signature.of(description).sign(Descriptions.post("{}"),
                Descriptions.credentials("secret-key", "not a key!"), Descriptions.at(Instant.EPOCH), () -> ""))
                .isInstanceOfSatisfying(CannotSign.class, refused -> assertThat(refused.isOfKey()).isTrue())
                .hasMessageNotContaining("not a key!");
    }

    @Test
    void aFieldThatWouldOverwriteAnAddedOneIsRefused() {
        String yaml = GOOD.replace("null: refuse", "add: {merchant: 'm-1'}");
        assertThatThrownBy(() -> sign(yaml, "{\"merchant\":\"m-2\"}", "key")).hasMessage("merchant: has two values");
        assertThat(sign(yaml, "{\"merchant\":\"m-1\"}", "key").headers()).isEqualTo(sign(yaml, "{}", "key").headers());
    }

    @Test
    void aSecretWithALineBreakDoesNotReachAHeader() {
        String yaml = GOOD + "  X-Key: '{credential:secret-key}'\n";
        assertThatThrownBy(() -> sign(yaml.replace("headers: {X-Signature: \"{signature}\"}\n",
                "headers:\n  X-Signature: \"{signature}\"\n"), "{}", "key\nX-Admin: 1"))
                .hasMessage("X-Key: holds a control character");
    }

    @Test
    void aNumberIsSignedByItsDigitsAndNeverThroughADouble() {
        for (String digits : new String[]{"1.0", "1e3", "100000000000000000000.000000000000000001", "-0", "1.10"}) {
            assertThat(sign(GOOD, "{\"n\":" + digits + "}", "key").headers())
                    .isEqualTo(sign(GOOD, "{\"n\":\"" + digits + "\"}", "key").headers());
        }
        assertThat(FieldRules.shortest("n", "5171.20")).isEqualTo("5171.2");
        assertThat(FieldRules.shortest("n", "1.0")).isEqualTo("1");
        assertThat(FieldRules.shortest("n", "100")).isEqualTo("100");
        assertThat(FieldRules.shortest("n", "1.5e3")).isEqualTo("1500");
        assertThat(FieldRules.shortest("n", "-0.0")).isEqualTo("0");
        assertThatThrownBy(() -> FieldRules.shortest("n", "1e999999999")).isInstanceOf(CannotSign.class);
        assertThatThrownBy(() -> FieldRules.shortest("n", "1e99999999999")).isInstanceOf(CannotSign.class);
    }

    @Test
    void puttingTheSignatureIntoTheBodyKeepsTheDigitsOfItsNumbers() {
        String yaml = GOOD.replace("headers: {X-Signature:", "body: {meta.sign:")
                + "query: {}\n";
        Signed signed = sign(yaml.replace("null: refuse", "nested: json-sorted"),
                "{\"amount\":100.00,\"big\":1e2,\"list\":[1.0]}", "key");
        assertThat(new String(signed.body()))
                .startsWith("{\"amount\":100.00,\"big\":1e2,\"list\":[1.0],\"meta\":{\"sign\":\"");
    }

    private static Signed sign(String yaml, String body, String secret) {
        return Descriptions.signature(yaml).sign(Descriptions.post(body),
                Descriptions.credentials("secret-key", secret), Descriptions.at(Instant.EPOCH), () -> "n");
    }

    @Test
    void aSecretIsReadAgainForEveryRequest() {
        Signature signature = Descriptions.signature(GOOD);
        String[] secret = {"one"};
        Map<String, String> before = signature.sign(Descriptions.post("{}"), name -> secret[0],
                Descriptions.at(Instant.EPOCH), () -> "n").headers();
        secret[0] = "two";
        assertThat(signature.sign(Descriptions.post("{}"), name -> secret[0], Descriptions.at(Instant.EPOCH), () -> "n")
                .headers()).isNotEqualTo(before);
    }
}
