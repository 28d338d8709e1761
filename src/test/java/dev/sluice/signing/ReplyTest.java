package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What deliveries and challenges are answered with. */
class ReplyTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Function<String, String> ACME = Descriptions.credentials("secret", "topsecret", "token",
            "t-1");

    @Test
    void aTextIsAnsweredAsItStands() throws IOException {
        Reply.Made made = made("{status: 202, type: xml}", "<xml>{ok}</xml>", "{}");
        assertThat(made.status()).isEqualTo(202);
        assertThat(made.contentType()).startsWith("application/xml");
        assertThat(made.body()).asString().isEqualTo("<xml>{ok}</xml>");
        assertThat(made("{}", "{\"code\":200}", "{}").contentType()).isEqualTo("application/json");
    }

    /** As Zoom wants it. */
    @Test
    void aFieldAndItsSignatureAreAnswered() throws IOException {
        Reply.Made made = made("""
                parts:
                  encrypted: {sign: {algorithm: HMAC-SHA256, key: {credential: secret}, of: "{field:payload.plainToken}"}}
                body: {json: {plainToken: "{field:payload.plainToken}", encryptedToken: "{part:encrypted}"}}
                """, null, "{\"payload\":{\"plainToken\":\"q\\\"g\"}}");
        assertThat(made.body()).asString().isEqualTo("{\"plainToken\":\"q\\\"g\",\"encryptedToken\":\""
                + TextEncoding.HEX.encode(hmac("q\"g")) + "\"}");
    }

    @Test
    void itIsSignedAsARequestIs() throws IOException {
        Reply.Made made = made("""
                body: {json: {code: SUCCESS, order: "{field:order}", time: "{timestamp}"}}
                timestamp: seconds
                signature:
                  message: {template: "{method} {path} {body}"}
                  algorithm: HMAC-SHA256
                  key: {credential: secret}
                  headers: {X-Sign: "{signature}"}
                """, null, "{\"order\":\"a1\"}");
        String body = "{\"code\":\"SUCCESS\",\"order\":\"a1\",\"time\":\"" + NOW.getEpochSecond() + "\"}";
        assertThat(made.body()).asString().isEqualTo(body);
        assertThat(made.headers()).containsEntry("X-Sign", TextEncoding.HEX.encode(hmac("POST /hook " + body)));
        Reply.Made within = made("""
                body: {json: {code: SUCCESS}}
                signature: {message: {fields: {}, suffix: "&key={credential:secret}"}, algorithm: MD5, body: {sign: "{signature}"}}
                """, null, "{}");
        assertThat(within.body()).asString().isEqualTo("{\"code\":\"SUCCESS\",\"sign\":\"" + TextEncoding.HEX.encode(
                Algorithm.MD5.digest("code=SUCCESS&key=topsecret".getBytes(StandardCharsets.UTF_8))) + "\"}");
    }

    @Test
    void whatTheDeliveryHasNotIsNotAnswered() {
        assertThatThrownBy(() -> made("body: {json: {id: \"{field:id}\"}}", null, "{}")).isInstanceOf(CannotSign.class)
                .hasMessage("field:id: is missing");
        assertThatThrownBy(() -> made("body: {json: {id: {value: \"{field:id}\", type: number}}}", null,
                "{\"id\":\"1,\\\"a\\\":2\"}")).isInstanceOf(CannotSign.class)
                .hasMessageContaining("is not a whole number");
    }

    @Test
    void aHeaderThatIsPlacedIsSignedToo() throws IOException {
        Reply.Made made = made("""
                body: {json: {code: SUCCESS}}
                signature:
                  message: {template: "{header:Content-Type} {header:x-time}"}
                  timestamp: seconds
                  algorithm: HMAC-SHA256
                  key: {credential: secret}
                  headers: {X-Time: "{timestamp}", X-Sign: "{signature}"}
                """, null, "{}");
        assertThat(made.headers()).containsEntry("X-Sign",
                TextEncoding.HEX.encode(hmac("application/json " + NOW.getEpochSecond())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            body: "{field:id}"                                             | body: would hold what was sent without escapes: say json
            'type: xml, body: "<id>{query:id}</id>"'                       | body: would hold what was sent without escapes: only json
            body: {template: "{header:X}"}                                 | body: would hold what was sent
            body: {json: {sign: "{signature}"}}                            | body: cannot hold {signature}
            body: {json: {time: "{timestamp}"}}                            | timestamp: is needed
            'body: {json: {a: b}}, nonce: uuid'                            | nonce: nothing uses {nonce}
            'body: {json: {a: b}}, parts: {x: "1"}'                        | parts.x: nothing uses {part:x}
            'body: {json: {a: b}}, status: 302'                            | status: must be a whole number from 200 to 299
            'body: {json: {a: b}}, type: html'                             | type: must be one of json, text, xml
            'body: {json: {a: b}}, headers: {X: y}'                        | headers: unknown key
            'body: {json: {a: b}}, signature: {message: {body: raw}, algorithm: MD5, headers: {X: "{signature}"}}' | signature.message: needs a {credential
            'body: {json: {a: b}}, signature: {message: {body: raw}, algorithm: HMAC-MD5, key: {credential: k}, query: {s: "{signature}"}}' | signature.query: has no place
            'body: {json: {a: b}}, signature: {message: {template: "{query:id}"}, algorithm: HMAC-MD5, key: {credential: k}, headers: {s: "{signature}"}}' | signature: cannot hold {query:id}
            'body: {json: {a: b}}, signature: {message: {template: "{query}"}, algorithm: HMAC-MD5, key: {credential: k}, headers: {s: "{signature}"}}' | signature: cannot hold {query}
            'body: {json: {a: b}}, signature: {message: {template: "{header:X-Id}"}, algorithm: HMAC-MD5, key: {credential: k}, headers: {s: "{signature}"}}' | signature: cannot hold {header:X-Id}
            'body: {json: {a: b}}, signature: {message: {template: "{header:s}"}, algorithm: HMAC-MD5, key: {credential: k}, headers: {s: "{signature}"}}' | signature: cannot hold {header:s}
            body: {json: {id: "{key-id}"}}                                 | body: cannot hold {key-id}
            body: {json: {id: "{name}"}}                                   | body: cannot hold {name}
            status: 200                                                    | body: is needed, or acknowledge
            """)
    void whatCannotBeAnsweredIsRefused(String described, String told) {
        assertThatThrownBy(() -> reply("{" + described + "}", null)).isInstanceOf(SignatureProblem.class)
                .hasMessageContaining(told);
    }

    @Test
    void twoBodiesAreOneTooMany() {
        assertThatThrownBy(() -> reply("{body: {json: {a: b}}}", "ok")).isInstanceOf(SignatureProblem.class)
                .hasMessageContaining("body: and acknowledge are both");
    }

    /** As Meta's. */
    @Test
    void aChallengeIsAnsweredByWhatItSays() throws IOException {
        String hub = """
                place: "{query:hub.challenge}"
                equal: {"{query:hub.mode}": subscribe, "{query:hub.verify_token}": "{credential:token}"}
                """;
        Reply.Made made = challenged(hub, "GET", "hub.mode=subscribe&hub.verify_token=t%2D1&hub.challenge=11584").get();
        assertThat(made.body()).asString().isEqualTo("11584");
        assertThat(made.contentType()).startsWith("text/plain");
        assertThat(challenged(hub, "GET", "hub.mode=subscribe&hub.verify_token=t-2&hub.challenge=11584")).isEmpty();
        assertThat(challenged(hub, "GET", "hub.mode=subscribe&hub.challenge=11584")).isEmpty();
        assertThat(challenged(hub, "POST", "hub.mode=subscribe&hub.verify_token=t-1&hub.challenge=11584")).isEmpty();
    }

    /** As eBay's. */
    @Test
    void aChallengeIsAnsweredByADigestOfIt() throws IOException {
        Reply.Made made = challenged("""
                place: "{query:challenge_code}"
                type: json
                parts:
                  response: {hash: {algorithm: SHA-256, of: "{query:challenge_code}{credential:token}https://a.test/hook"}}
                body: {json: {challengeResponse: "{part:response}"}}
                """, "GET", "challenge_code=abc").get();
        assertThat(made.body()).asString().isEqualTo("{\"challengeResponse\":\"" + TextEncoding.HEX.encode(
                Algorithm.SHA_256.digest("abct-1https://a.test/hook".getBytes(StandardCharsets.UTF_8))) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c=", "c=%3Cscript%3E", "c=a%0Ab", "c=a+b", "c=%7B%22a%22%3A1%7D", "c=1&c=2",
            "c=%C3%A9",
            "x=1", "c=%zz"})
    void whatIsNoChallengeIsNotAnswered(String query) throws IOException {
        assertThat(challenged("place: \"{query:c}\"", "GET", query)).isEmpty();
        assertThat(challenged("place: \"{query:c}\"", "GET", "c=" + "x".repeat(257))).isEmpty();
        assertThat(challenged("place: \"{query:c}\"", "GET", "c=" + "x".repeat(256))).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            place: "{query}"                                      | place: must be one placeholder
            place: "x{query:c}"                                   | place: must be one placeholder
            place: "{credential:token}"                           | place: must be one placeholder
            'place: "{query:c}", body: "{query:d}"'               | body: cannot hold {query:d}
            'place: "{query:c}", body: "{header:Host}"'           | body: cannot hold {header:Host}
            'place: "{query:c}", body: "{digest}"'                | body: cannot hold {digest}
            'place: "{query:c}", equal: {"{credential:token}": "{credential:token}"}' | equal.{credential:token}: must be one placeholder
            'place: "{query:c}", equal: {"t": "{credential:token}"}' | equal.t: must be one placeholder
            'place: "{query:c}", equal: {"{query:t}x": "{credential:token}x"}' | equal.{query:t}x: must be one placeholder
            'place: "{query:c}", equal: {"{query:t}": "{timestamp}"}' | equal.{query:t}: cannot hold {timestamp}
            'place: "{query:c}", equal: {"{query:t}": "{nonce}"}' | equal.{query:t}: cannot hold {nonce}
            'place: "{query:c}", signature: {message: {template: "{path}{body}"}, algorithm: HMAC-MD5, key: {credential: token}, headers: {s: "{signature}"}}' | signature: cannot hold {path}
            'place: "{query:c}", signature: {message: {template: "{target}"}, algorithm: HMAC-MD5, key: {credential: token}, headers: {s: "{signature}"}}' | signature: cannot hold {target}
            'place: "{query:c}", type: json'                      | body: would hold what was sent
            'place: "{query:c}", method: PUT'                     | method: must be one of GET, POST
            method: GET                                           | place: is needed
            """)
    void aChallengeThatWouldEchoAnythingElseIsRefused(String described, String told) {
        assertThatThrownBy(() -> challenge("{" + described + "}")).isInstanceOf(SignatureProblem.class)
                .hasMessageContaining(told);
    }

    private static byte[] hmac(String text) throws IOException {
        try {
            return Algorithm.HMAC_SHA256.mac("topsecret".getBytes(StandardCharsets.UTF_8),
                    text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static Reply reply(String yaml, String acknowledge) throws IOException {
        return Reply.of(new YAMLMapper().readTree(yaml), acknowledge);
    }

    private static Reply.Made made(String yaml, String acknowledge, String body) throws IOException {
        return reply(yaml, acknowledge).to(
                new Incoming("POST", "/hook", "", Map.of(), body.getBytes(StandardCharsets.UTF_8)), ACME,
                Descriptions.at(NOW), () -> "n-1");
    }

    private static Challenge challenge(String yaml) throws IOException {
        return Challenge.of(new YAMLMapper().readTree(yaml));
    }

    private static Optional<Reply.Made> challenged(String yaml, String method, String query) throws IOException {
        return challenge(yaml).answer(new Incoming(method, "/hook", query, Map.of(), new byte[0]), ACME,
                Descriptions.at(NOW), () -> "n-1");
    }
}
