package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed, seen as it is: algorithm none sends the message itself. */
class ComposedMessageTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Function<String, String> SECRETS = Descriptions.credentials("k", "K", "secret", "topsecret");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{encode: {encoding: base64, of: 'a{body}'}}|x?>|YXg/Pg==",
            "{encode: {encoding: base64url, of: 'a{body}'}}|x?>|YXg_Pg",
            "{encode: {encoding: base64url-padded, of: 'a{body}'}}|x?>|YXg_Pg==",
            "{encode: {encoding: HEX, of: '{body}'}}|é|C3A9",
            "{encode: {encoding: percent, of: '{body}'}}|a b*~/é+|a%20b%2A~%2F%C3%A9%2B",
            "{encode: {encoding: form, of: '{body}'}}|a b*~/é+|a+b*%7E%2F%C3%A9%2B",
            "{encode: {encoding: decimal, of: '{body}'}}|AB|16706",
            "{hash: {algorithm: CRC32, encoding: decimal, of: '{body}'}}|123456789|3421780262",
            "{hash: {algorithm: CRC32, of: '{body}'}}|123456789|cbf43926",
            "{replace: {case: upper, texts: {'A': '-', '-B': '+'}, of: '{body}'}}|abc|+C",
            "{concat: ['{body}', {length: '{body}'}, {length: {template: ''}}]}|é€|é€50",
            "{each: {in: l, join: ';', of: '{field:a}={field:b.c}'}}|{`l`:[{`a`:1,`b`:{`c`:`x`}},{`a`:2,`b`:{`c`:`y`}}]}|1=x;2=y",
            "{each: {in: l, join: ';', of: {fields: {}}}}|{`l`:[{`b`:1,`a`:2},{}]}|a=2&b=1;",
            "{each: {in: l, of: '{field:.}'}}|{`l`:[]}|``",
            "{json: {a: '{field:a}', n: {value: '{timestamp+1}', type: number}, t: {value: 'x', type: text}, l: ['{method}', 150, true], o: {z: null}}}"
                    + "|{`a`:`/\\`\\u000B`}|{`a`:`/\\`\\u000B`,`n`:1769860801,`t`:`x`,`l`:[`POST`,150,true],`o`:{`z`:null}}",
            "{fields: {nested: dotted}}|{`b`:{`y`:[1,{`z`:`t`}]},`a`:true}|a=true&b.y.0=1&b.y.1.z=t",
            "{fields: {nested: bracketed}}|{`b`:{`y`:[1,{`z`:`t`}]},`a`:true}|a=true&b[y][0]=1&b[y][1][z]=t",
            "{fields: {nested: bracketed, escape: percent}}|{`b`:{`y`:`a b`}}|b%5By%5D=a%20b",
            "{fields: {nested: dotted, only: [b]}}|{`b`:{`y`:1},`bc`:2}|b.y=1",
            "{fields: {nested: dotted, except: [b.y]}}|{`b`:{`y`:1,`z`:3},`c`:2}|b.z=3&c=2",
            "{fields: {nested: dotted}}|{`b`:{},`c`:[],`d`:1}|d=1",
            "{fields: {below: data.o}}|{`a`:0,`data`:{`o`:{`z`:1,`y`:2}}}|y=2&z=1",
            "{template: '{field:d.o}'}|{`d.o`:1,`d`:{}}|1",
            "{fields: {order: any-case}}|{`b`:1,`C`:2,`a`:3}|a=3&b=1&C=2",
            "{fields: {order: by-value, content: values, join: ''}}|{`b`:`2`,`C`:`3`,`a`:`1`}|123",
            "{fields: {content: values}}|{`a`:`x=y`}|x=y",
            "{fields: {content: values, length: bytes, join: '', empty: keep}}|{`a`:`é`,`b`:``}|2é0",
            "{fields: {content: values, length: characters, join: ''}}|{`a`:`é`}|1é",
            "{fields: {length: bytes}}|{`a`:`x&y=z`}|a=5x&y=z",
            "{fields: {order: by-text, pair: '', join: ';'}}|{`paid`:`true`,`paid_at`:`7`}|paid_at7;paidtrue",
            "{fields: {join: '', of: {concat: [{replace: {case: upper, of: '{name}'}}, '={value}{credential:k}']}}}"
                    + "|{`b`:1,`a`:`x=y`}|A=x=yKB=1K",
            "{fields: {of: {encode: {encoding: base64, of: '{value}'}}}}|{`b`:1,`a`:``,`c`:null}|MQ==",
            "{fields: {nested: bracketed, escape: percent, of: '{name}'}}|{`b`:{`x y`:1}}|b%5Bx%20y%5D",
            "{fields: {nested: joined, pair: '', join: ''}}"
                    + "|{`b`:{`z`:[{`d`:1,`c`:`x`},`y`],`a`:{}},`a`:true}|atruebzcxd1y",
            "{fields: {nested: joined, pair: ':', join: ',', empty: keep, null: empty}}"
                    + "|{`b`:{`z`:null,`a`:[1,2]},`c`:[]}|b:a:1,2,z:,c:",
            "{fields: {order: listed, only: [b, a, c, d], content: values, length: bytes, join: '', when-empty: '-', null: empty}}"
                    + "|{`a`:``,`b`:`xy`,`c`:null}|2xy---",
            "{fields: {order: listed, only: [b, a], null: literal}}|{`a`:1}|b=null&a=1",
            "{fields: {order: listed, only: [b, a]}}|{`a`:1}|a=1",
            "{fields: {order: listed, only: [b, a], nested: dotted, null: empty, empty: keep}}|{`b`:{`c`:1}}|b.c=1&a=",
            "{fields: {named-in: n, join: ';', only: [a]}}|{`a`:1,`b`:2,`c`:3,`n`:`c,n,a`}|c=3;n=c,n,a;a=1",
            "{fields: {named-in: n}}|{`a`:``,`b`:{`c`:[1]},`d`:`x&y`,`n`:`a,n`}|a=&n=a,n",
            "{fields: {named-in: n.n, nested: dotted}}|{`a`:{`b`:1},`n`:{`n`:`a.b,n.n`}}|a.b=1&n.n=a.b,n.n",
            "{hash: {algorithm: SHA3-256, of: ''}}|{}|a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
            "'{timestamp:day} {timestamp:day+86400}'|{}|2026-01-31 2026-02-01",
    })
    void aMessageIsWhatItIsMadeOf(String message, String body, String expected) {
        String yaml = "message:\n  concat: [" + message + ", '{credential:k}']\ntimestamp: seconds\n"
                + "timestamps: {day: {pattern: uuuu-MM-dd}}\nalgorithm: none\n"
                + "headers: {X-Day: '{timestamp:day}', X-Time: '{timestamp}', X-Message: '{signature}'}\n";
        Outgoing out = Descriptions.post(body.replace('`', '"'));
        Signed signed = Descriptions.signature(yaml).sign(out, SECRETS, Descriptions.at(NOW), () -> "");
        assertThat(signed.headers().get("X-Message"))
                .isEqualTo(expected.replace('`', '"').replaceFirst("^\"\"$", "") + "K");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{fields: {content: values}}|{`a`:`x&y`}|a: must not hold '&'",
            "{fields: {nested: dotted}}|{`a`:{`b`:`x&y`}}|a.b: must not hold '&'",
            "{fields: {below: data}}|{`data`:[1]}|data: is not an object",
            "{each: {in: l, of: '{field:a}'}}|{`l`:{}}|l: is not a list",
            "{each: {in: l, of: '{field:a}'}}|{`l`:[{`b`:1}]}|field:a: is missing",
            "{each: {in: l, of: '{field:a}'}}|{`l`:null}|l: is missing",
            "{fields: {below: data}}|{}|data: is missing",
            "{fields: {of: '{value}'}}|{`a`:`x&y`}|a: must not hold '&'",
            "{fields: {named-in: n}}|{`a`:1,`n`:`a`}|n: does not name n",
            "{fields: {named-in: n, only: [b]}}|{`a`:1,`b`:1,`n`:`a,n`}|n: does not name b",
            "{fields: {named-in: n}}|{`a`:1,`n`:`a,n,b`}|n: names a field that is not there, or one twice",
            "{fields: {named-in: n}}|{`a`:1,`n`:`a,n,a`}|n: names a field that is not there, or one twice",
            "{fields: {named-in: n}}|{`a`:1}|field:n: is missing",
            "{fields: {order: listed, only: [a], null: refuse}}|{}|a: must not be null",
            "{fields: {nested: joined}}|{`a`:{`b`:[`x&y`]}}|b: must not hold '&'",
            "{fields: {nested: joined, empty: refuse}}|{`a`:{}}|a: must not be empty",
            "{fields: {below: d.o}}|{`d`:{`o`:{`a`:1}},`d.o`:{`a`:2}}|d.o: is there twice",
            "{template: '{field:d.o}'}|{`d`:{`o`:null},`d.o`:2}|d.o: is there twice",
            "{json: {n: {value: '{field:a}', type: number}}}|{`a`:`1x`}|message.json.n: is not a whole number",
    })
    void whatCannotBeSignedIsRefusedByItsName(String message, String body, String reason) {
        String yaml = "message: " + message + "\nalgorithm: HMAC-SHA256\nkey: {credential: secret}\n"
                + "headers: {s: '{signature}'}\n";
        assertThatThrownBy(() -> Descriptions.signature(yaml).sign(Descriptions.post(body.replace('`', '"')), SECRETS,
                Descriptions.at(NOW), () -> "")).isInstanceOf(CannotSign.class).hasMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{encode: {encoding: base64url, of: {body: raw}}}", "{encode: {encoding: percent, of: {body: minified}}}",
            "{hash: {algorithm: CRC32, encoding: decimal, of: {body: raw}}}",
            "{sign: {algorithm: HMAC-SHA1, key: {credential: k}, encoding: raw, of: {body: raw}}}",
            "{json: {b: '{body}', t: '{timestamp}'}}",
            "{fields: {nested: bracketed, empty: keep, null: literal, reserved: ''}}",
            "{concat: [{length: {body: raw}}, '{timestamp}{nonce}', {body: sorted}]}",
            "{fields: {below: o, reserved: ''}, prefix: '{field:a}{field:n}'}",
            "{fields: {nested: joined, reserved: '', of: {hash: {algorithm: MD5, of: '{name}={value}'}}}}",
            "{fields: {nested: json, reserved: '', when-empty: '-'}}",
            "{each: {in: l, of: '{field:.}'}, prefix: '{field:o.p}|{field:a}{field:n}'}"})
    void everyByteThatIsSignedCounts(String message) {
        String yaml = "parts: {p: " + message + "}\nmessage: {template: '{part:p}'}\ntimestamp: seconds\nnonce: uuid\n"
                + "algorithm: HMAC-SHA256\nkey: {credential: secret}\noutput: {encoding: base64, escape: percent}\n"
                + "headers: {T: '{timestamp}', N: '{nonce}', X-Signature: '{signature}'}\n";
        String body = "{\"a\":\"x\\/y\",\"n\":1.50,\"l\":[1,2],\"o\":{\"p\":\"q\"}}";
        Outgoing out = Descriptions.post(body);
        Signature signature = Descriptions.signature(yaml);
        Incoming delivery = Descriptions.received(out,
                signature.sign(out, SECRETS, Descriptions.at(NOW), () -> "6f1c"));
        assertThat(verdict(signature, delivery).reason()).isNull();
        for (String text : new String[]{"x", "1.50", "[1", "2]", "q"}) {
            if (!message.contains("below") && !message.contains("each") || !text.equals("[1") && !text.equals("2]")) {
                String changed = body.replace(text, text.replace('x', 'z').replace('1', '3').replace('2', '4')
                        .replace('q', 'r'));
                assertThat(verdict(signature, new Incoming("POST", "/pay", "", delivery.headers(),
                        changed.getBytes(StandardCharsets.UTF_8))).valid()).as(changed).isFalse();
            }
        }
        Map<String, String> headers = new HashMap<>(delivery.headers());
        String sent = headers.get("X-Signature");
        headers.put("X-Signature", sent.replace("%3D", "="));
        assertThat(verdict(signature, new Incoming("POST", "/pay", "", headers, out.body())).valid())
                .as("percent-encoded, as described").isEqualTo(sent.equals(headers.get("X-Signature")));
    }

    @Test
    void anHttpMessageSignatureWithASharedSecret() {
        String yaml = """
                parts:
                  params: "(\\"date\\" \\"@authority\\" \\"content-type\\");created={timestamp};keyid=\\"test-shared-secret\\""
                message:
                  template: "\\"date\\": {header:Date}\\n\\"@authority\\": {header:Host}\\n\\"content-type\\": \\
                    {header:Content-Type}\\n\\"@signature-params\\": {part:params}"
                timestamp: seconds
                algorithm: HMAC-SHA256
                key: {credential: key, encoding: base64}
                output: {encoding: base64}
                headers: {Signature-Input: "sig-b25={part:params}", Signature: "sig-b25=:{signature}:"}
                """;
        Function<String, String> key = Descriptions.credentials("key",
                "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==");
        Instant created = Instant.ofEpochSecond(1618884473);
        Outgoing out = new Outgoing("POST", "/foo", "param=Value&Pet=dog", Map.of("Host", "example.com",
                "Date", "Tue, 20 Apr 2021 02:07:55 GMT", "Content-Type", "application/json"), new byte[0]);
        Signed signed = Descriptions.signature(yaml).sign(out, key, Descriptions.at(created), () -> "");
        assertThat(signed.headers()).as("RFC 9421, B.2.5").containsEntry("Signature",
                "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:");
        Incoming delivery = Descriptions.received(out, signed);
        assertThat(Descriptions.signature(yaml).verify(delivery, List.of(key), Descriptions.at(created)).timestamp())
                .isEqualTo(created);
    }

    @Test
    void aPartWithinEachIsThatOfTheItem() {
        String yaml = "parts: {p: '{field:a}'}\nmessage: {each: {in: l, of: '<{part:p}>'}, suffix: '{part:p}'}\n"
                + "algorithm: none\nheaders: {X-Message: '{signature}', X-Key: '{credential:secret}'}\n";
        yaml = yaml.replace("suffix: '", "suffix: '{credential:k}");
        Signed signed = Descriptions.signature(yaml).sign(Descriptions.post("{\"a\":0,\"l\":[{\"a\":1},{\"a\":2}]}"),
                SECRETS, Descriptions.at(NOW), () -> "");
        assertThat(signed.headers().get("X-Message")).isEqualTo("<1><2>K0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{replace: {case: lower, of: '{body}'}}|{`a`:`X`}|{`a`:`x`}",
            "{hash: {algorithm: CRC32, of: '{body}'}}|plumless|buckeroo",
            "{template: '{digest}'}|plumless|buckeroo",
            "{fields: {content: values}}|{`a`:`1`,`b`:`2`}|{`a`:`1`,`c`:`2`}"})
    void whatIsSignedAlikeIsToldApart(String message, String one, String other) {
        Signature signature = Descriptions.signature("message: " + message + "\n"
                + (message.contains("digest") ? "digest: {algorithm: CRC32}\n" : "")
                + "algorithm: HMAC-SHA256\nkey: {credential: secret}\nheaders: {s: '{signature}'}");
        Outgoing out = Descriptions.post(one.replace('`', '"'));
        Incoming first = Descriptions.received(out, signature.sign(out, SECRETS, Descriptions.at(NOW), () -> ""));
        Incoming second = Descriptions.delivery(first.headers(), other.replace('`', '"'));
        assertThat(verdict(signature, second).reason()).isNull();
        assertThat(verdict(signature, second).dedupKey()).isNotEqualTo(verdict(signature, first).dedupKey());
    }

    @Test
    void aFieldThatIsThereTwiceIsNotVerified() {
        Signature signature = Descriptions.signature("message: {template: '{field:data.order}'}\n"
                + "algorithm: HMAC-SHA256\nkey: {credential: secret}\nheaders: {s: '{signature}'}");
        Outgoing out = Descriptions.post("{\"data\":{\"order\":1}}");
        Incoming right = Descriptions.received(out, signature.sign(out, SECRETS, Descriptions.at(NOW), () -> ""));
        assertThat(verdict(signature, right).valid()).isTrue();
        assertThat(verdict(signature, Descriptions.delivery(right.headers(),
                "{\"data.order\":1,\"data\":{\"order\":2}}")).reason()).isEqualTo("data.order: is there twice");
    }

    @Test
    void aSignatureThatIsThereTwiceIsNotReplaced() {
        Signature signature = Descriptions.signature("message: {body: minified}\nalgorithm: HMAC-SHA256\n"
                + "key: {credential: secret}\nbody: {meta.sign: '{signature}'}");
        assertThatThrownBy(() -> signature.sign(Descriptions.post("{\"meta.sign\":1,\"meta\":{\"sign\":2}}"), SECRETS,
                Descriptions.at(NOW), () -> "")).hasMessage("meta.sign: is there twice");
        Outgoing out = Descriptions.post("{\"meta.sign\":1,\"meta\":{}}");
        Signed signed = signature.sign(out, SECRETS, Descriptions.at(NOW), () -> "");
        assertThat(new String(signed.body(), StandardCharsets.UTF_8)).startsWith("{\"meta.sign\":\"").endsWith(
                "\"meta\":{}}");
        assertThat(verdict(signature, Descriptions.received(out, signed)).reason()).isNull();
    }

    @Test
    void aCallWithoutABodyIsSignedAsItSays() {
        String yaml = """
                message: {body: minified}
                algorithm: HMAC-SHA256
                key: {credential: secret}
                body: {sign: "{signature}"}
                without-body:
                  message: {fields: {from: query}}
                  body:
                  query: {sign: "{signature}"}
                """;
        Signature signature = Descriptions.signature(yaml);
        Outgoing get = new Outgoing("GET", "/pay", "b=2&a=1", Map.of(), new byte[0]);
        Signed signed = signature.sign(get, SECRETS, Descriptions.at(NOW), () -> "");
        assertThat(signed.fullQuery()).startsWith("b=2&a=1&sign=");
        assertThat(signed.body()).isEmpty();
        assertThat(verdict(signature, Descriptions.received(get, signed)).reason()).isNull();
        assertThat(verdict(signature, new Incoming("GET", "/pay", signed.fullQuery().replace("a=1", "a=2"), Map.of(),
                new byte[0])).valid()).isFalse();
        Outgoing post = Descriptions.post("{\"a\":1}");
        assertThat(verdict(signature, Descriptions.received(post,
                signature.sign(post, SECRETS, Descriptions.at(NOW), () -> ""))).reason()).isNull();
        assertThatThrownBy(() -> Descriptions.signature(yaml.replace("from: query", "form: query")))
                .hasMessageStartingWith("without-body.message.fields.form: unknown key");
        assertThatThrownBy(() -> Descriptions.signature(yaml.replace("  query: {sign: \"{signature}\"}\n", "")))
                .hasMessageStartingWith("without-body.headers: no header, query parameter or body field carries");
    }

    @Test
    void deliveriesWithoutABodyAreToldApart() {
        Signature signature = Descriptions.signature("message: {fields: {from: query}}\nalgorithm: HMAC-SHA256\n"
                + "key: {credential: secret}\nquery: {sign: '{signature}'}");
        assertThat(Stream.of("id=1", "id=2", "id=1").map(query -> {
            Outgoing get = new Outgoing("GET", "/pay", query, Map.of(), new byte[0]);
            return verdict(signature, Descriptions.received(get,
                    signature.sign(get, SECRETS, Descriptions.at(NOW), () -> ""))).dedupKey();
        }).distinct()).hasSize(2);
    }

    @Test
    void aComposedKeyThatIsEmptyIsNone() {
        Signature signature = Descriptions.signature("message: {body: raw}\nmissing: empty\nalgorithm: HMAC-SHA256\n"
                + "key: {of: '{header:X-Key}'}\nheaders: {s: '{signature}'}");
        assertThat(verdict(signature, Descriptions.delivery(Map.of("s", "00"), "{}")).reason())
                .isEqualTo("key: is empty");
        Incoming keyed = Descriptions.delivery(Map.of("X-Key", "k", "s", "00"), "{}");
        assertThat(verdict(signature, keyed).reason()).isEqualTo("the signature does not match");
        assertThatThrownBy(() -> Descriptions.signature("message: {body: raw}\nalgorithm: HMAC-SHA256\n"
                + "key: {of: x, credential: secret}\nheaders: {s: '{signature}'}"))
                .hasMessage("key.credential: cannot be given together with of, which is the key as it stands");
    }

    private static Verdict verdict(Signature signature, Incoming delivery) {
        return signature.verify(delivery, List.of(SECRETS), Descriptions.at(NOW));
    }
}
