package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.given.Beside;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Signature schemes as providers publish them, each with the page that describes it. What is expected was computed by
 * that page with another implementation, or stands there. What a scheme leaves unsigned is below {@code open}.
 */
@Beside
class PublishedSchemesTest {

    @TestFactory
    Stream<DynamicTest> aPublishedSchemeIsSignedAndVerifiedAndNoByteOfItCanBeChanged() {
        return StreamSupport.stream(schemes().spliterator(), false)
                .map(scheme -> DynamicTest.dynamicTest(scheme.get("name").asText(), () -> check(scheme)));
    }

    @Test
    void thePageSaysHowManyThereAre() {
        assertThat(Descriptions.page()).contains(schemes().size() + " published schemes");
        assertThat(StreamSupport.stream(schemes().spliterator(), false).map(scheme -> scheme.get("name")))
                .doesNotHaveDuplicates();
    }

    private static void check(JsonNode scheme) {
        Signature signature = Signature.of(scheme.get("signature"));
        Map<String, String> secrets = texts(scheme.get("credentials"));
        assertThat(secrets.keySet()).containsExactlyInAnyOrderElementsOf(signature.credentials());
        signature.check(secrets::get);
        Clock clock = Descriptions.at(Instant.parse(scheme.get("time").asText()));
        for (JsonNode one : scheme.has("also") ? List.of(scheme, scheme.get("also")) : List.of(scheme)) {
            String nonce = scheme.get("nonce").asText();
            Incoming delivery = one.has("request") ? signed(signature, one, secrets, clock, nonce) : webhook(one);
            check(signature, delivery, one.path("open"), secrets, clock);
        }
    }

    private static Incoming signed(Signature signature, JsonNode one, Map<String, String> secrets, Clock clock,
            String nonce) {
        JsonNode request = one.get("request");
        Outgoing out = new Outgoing(request.get("method").asText(), request.get("path").asText(),
                request.path("query").asText(), texts(request.path("headers")), bytes(request.path("body")));
        Signed signed = signature.sign(out, secrets::get, clock, () -> nonce);
        if (one.has("signed")) {
            JsonNode expected = one.get("signed");
            assertThat(signed.headers()).isEqualTo(texts(expected.path("headers")));
            assertThat(signed.query()).isEqualTo(texts(expected.path("query")));
            assertThat(new String(signed.body(), StandardCharsets.UTF_8))
                    .isEqualTo(expected.has("body") ? expected.get("body").asText()
                            : request.path("body").asText());
        }
        return Descriptions.received(out, signed);
    }

    private static Incoming webhook(JsonNode one) {
        JsonNode webhook = one.get("webhook");
        return new Incoming(webhook.path("method").asText("POST"),
                webhook.path("path").asText("/webhooks/acme/default"),
                webhook.path("query").asText(), texts(webhook.path("headers")), bytes(webhook.path("body")));
    }

    private static void check(Signature signature, Incoming right, JsonNode open, Map<String, String> secrets,
            Clock clock) {
        Function<Incoming, Verdict> verify = delivery -> signature.verify(delivery, List.of(secrets::get), clock);
        assertThat(verify.apply(right).reason()).isNull();
        assertThat(verify.apply(right).valid()).isTrue();

        List<String> taken = new ArrayList<>();
        String body = new String(right.body(), StandardCharsets.ISO_8859_1);
        flips(body, open).forEach((place, flipped) -> note(taken, "body " + place, verify.apply(new Incoming(
                right.method(), right.path(), right.query(), right.headers(),
                flipped.getBytes(StandardCharsets.ISO_8859_1)))));
        flips(right.query(), open).forEach((place, flipped) -> note(taken, "query " + place, verify.apply(new Incoming(
                right.method(), right.path(), flipped, right.headers(), right.body()))));
        right.headers().forEach((name, value) -> flips(value, open).forEach((place, flipped) -> {
            Map<String, String> headers = new HashMap<>(right.headers());
            headers.put(name, flipped);
            note(taken, name + " " + place, verify.apply(new Incoming(right.method(), right.path(), right.query(),
                    headers, right.body())));
        }));
        assertThat(taken).as("changed and still taken").isEmpty();
    }

    private static void note(List<String> taken, String place, Verdict verdict) {
        if (verdict.valid()) {
            taken.add(place);
        }
    }

    /** Each text that differs in one bit of one byte, but for those bytes that are open, by what stands there. */
    private static Map<String, String> flips(String text, JsonNode open) {
        BitSet free = new BitSet();
        for (JsonNode one : open) {
            String part = new String(one.asText().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            int at = text.indexOf(part);
            if (at >= 0) {
                free.set(at, at + part.length());
            }
        }
        Map<String, String> flips = new HashMap<>();
        for (int i = 0; i < text.length(); i++) {
            if (!free.get(i)) {
                StringBuilder flipped = new StringBuilder(text);
                flipped.setCharAt(i, (char) (text.charAt(i) ^ 1));
                flips.put(i + " of …" + text.substring(Math.max(0, i - 10), i + 1), flipped.toString());
            }
        }
        return flips;
    }

    private static byte[] bytes(JsonNode text) {
        return text.asText("").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new HashMap<>();
        node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static JsonNode schemes() {
        try (InputStream file = PublishedSchemesTest.class.getResourceAsStream("/signing/published.yaml")) {
            return Descriptions.yaml(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
