package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every example of the page is run as it is written there. */
class SignatureExamplesTest {

    @TestFactory
    Stream<DynamicTest> anExampleOfThePageComesOutAsWritten() {
        return examples().entrySet().stream().map(
                example -> DynamicTest.dynamicTest(example.getKey(), () -> run(Descriptions.yaml(example.getValue()))));
    }

    @Test
    void thePageHasAnExampleOfEveryKindOfAlgorithmAndPlace() {
        String all = String.join("\n", examples().values());
        assertThat(examples()).hasSizeGreaterThan(15);
        assertThat(all).contains("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "MD5", "SHA-512", "RSA-SHA256",
                "RSA-PSS-SHA256", "Ed25519", "ECDSA", "\n  headers:", "\n  query:", "\n  body:");
    }

    @Test
    void everyKeyThatTheCodeKnowsIsOnThePage() {
        JsonNode good = Descriptions.ofProvider("hambit");
        for (String section : List.of("", "message.", "message.fields.", "key.", "output.", "verify.", "digest.")) {
            assertThatThrownBy(() -> Signature.of(Descriptions.with(
                    section.equals("digest.") ? Descriptions.with(good, "digest.algorithm", "MD5") : good,
                    section + "nosuchkey", "x")))
                    .isInstanceOfSatisfying(SignatureProblem.class, problem -> {
                        String known = problem.reason().substring(problem.reason().indexOf("known here: ") + 12);
                        assertThat(known.split(", ")).hasSizeGreaterThan(1)
                                .allSatisfy(key -> assertThat(Descriptions.page()).containsAnyOf(
                                        "`" + key, "`" + section + key + "`", "." + key + "`"));
                    });
        }
    }

    @Test
    void everyKeyOfAFetchedKeyIsOnThePage() {
        JsonNode token = Descriptions.yaml(examples().get("A token whose key is asked for by its id")).get("signature");
        assertThatThrownBy(() -> Signature.of(Descriptions.with(token, "verify-key.fetch.nosuchkey", "x")))
                .isInstanceOfSatisfying(SignatureProblem.class, problem -> assertThat(
                        problem.reason().substring(problem.reason().indexOf("known here: ") + 12).split(", "))
                        .hasSize(10).allSatisfy(key -> assertThat(Descriptions.page()).containsAnyOf("| `" + key + "`",
                                "| `" + key + ".")));
    }

    @Test
    void theShortDescriptionAtTheTopOfThePageIsOne() {
        String page = Descriptions.page();
        int start = page.indexOf("```yaml\nmessage:") + "```yaml\n".length();
        assertThat(Signature.of(Descriptions.yaml(page.substring(start, page.indexOf("```", start)))).credentials())
                .containsExactly("secret-key");
    }

    private static Map<String, String> examples() {
        Map<String, String> examples = new HashMap<>();
        for (String section : Descriptions.page().split("\n### ")) {
            int start = section.indexOf("```yaml\nsignature:");
            if (start >= 0) {
                int from = start + "```yaml\n".length();
                examples.put(section.substring(0, section.indexOf('\n')),
                        section.substring(from, section.indexOf("\n```", from)));
            }
        }
        return examples;
    }

    private static void run(JsonNode page) {
        Signature signature = Signature.of(page.get("signature"));
        JsonNode example = page.get("example");
        run(signature, example, example.get("credentials"), example.path("keys"));
        if (example.has("also")) {
            run(signature, example.get("also"), example.get("credentials"), example.path("keys"));
        }
    }

    private static void run(Signature signature, JsonNode example, JsonNode credentials, JsonNode kept) {
        ProviderKeys keys = (request, id, document) -> document.read(
                kept.path(request.uri().toString()).asText().getBytes(StandardCharsets.UTF_8),
                Instant.parse(example.path("time").asText())).key();
        Map<String, String> secrets = texts(credentials);
        Clock clock = Descriptions.at(Instant.parse(example.path("time").asText("2026-01-31T12:00:00Z")));
        assertThat(secrets.keySet()).containsExactlyInAnyOrderElementsOf(signature.credentials());
        Incoming incoming;
        if (example.has("request")) {
            JsonNode request = example.get("request");
            Outgoing out = new Outgoing(request.get("method").asText(), request.get("path").asText(),
                    request.path("query").asText(), texts(request.path("headers")), bytes(request));
            Signed signed = signature.sign(out, secrets::get, clock, () -> example.path("nonce").asText());
            JsonNode expected = example.get("signed");
            assertThat(signed.headers()).isEqualTo(texts(expected.path("headers")));
            assertThat(signed.query()).isEqualTo(texts(expected.path("query")));
            assertThat(signed.body()).isEqualTo(expected.has("body") ? bytes(expected) : out.body());
            incoming = Descriptions.received(out, signed);
        } else {
            JsonNode webhook = example.get("webhook");
            incoming = new Incoming("POST", "/webhooks/acme/default", "", texts(webhook.path("headers")),
                    bytes(webhook));
        }
        List<Function<String, String>> accounts = List.of(secrets::get);
        Verdict verdict = signature.verify(incoming, accounts, clock, keys);
        assertThat(verdict.reason()).isNull();
        assertThat(verdict.valid()).isTrue();
        if (example.path("body-is-signed").asBoolean(true)) {
            assertThat(signature.verify(changed(incoming), accounts, clock, keys).valid()).isFalse();
        }
    }

    private static Incoming changed(Incoming incoming) {
        byte[] body = incoming.body().length == 0 ? new byte[]{'x'} : incoming.body().clone();
        String text = new String(body, StandardCharsets.UTF_8);
        int at = text.contains("\"") ? text.indexOf('"', text.indexOf("\":") + 2) + 1 : body.length - 1;
        body[at] ^= 1;
        return new Incoming(incoming.method(), incoming.path(), incoming.query(), incoming.headers(), body);
    }

    private static byte[] bytes(JsonNode node) {
        return node.path("body").asText("").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new HashMap<>();
        node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
