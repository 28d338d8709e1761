package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The shared vectors, by description alone: what a vector assumes beyond the defaults is set in the description. */
class SignatureVectorsTest {
    private static final Map<String, Map<String, String>> OPTIONS = Map.of(
            "N-shortest", Map.of("number", "shortest"),
            "E-empty-kept", Map.of("empty", "keep"),
            "E-null-literal", Map.of("null", "literal", "empty", "keep"),
            "E-null-as-empty", Map.of("null", "empty", "empty", "keep"),
            "O-json", Map.of("nested", "json"),
            "O-json-sorted", Map.of("nested", "json-sorted"));

    private static final String CONNECT_TOKEN = """
            message: {template: "{credential:agent-id}{field:device_id}{timestamp}{field:user_id}"}
            timestamp: seconds
            algorithm: HMAC-SHA256
            key: {credential: secret}
            headers: {X-Agent-ID: "{credential:agent-id}", X-Signature: "{signature}"}
            body: {timestamp: "{timestamp}"}
            """;
    private static final String TIME_AND_EMAIL = """
            message: {template: "{timestamp}{credential:email}"}
            timestamp: seconds
            algorithm: HMAC-SHA256
            key: {credential: secret}
            headers: {X-App-Access-Ts: "{timestamp}", X-App-Access-Sig: "{signature}"}
            """;
    private static final String RAW_BODY = """
            message: {body: raw}
            algorithm: HMAC-SHA256
            key: {credential: secret}
            headers: {X-Signature: "{signature}"}
            """;

    /** One vector as a request to sign and the delivery that it would be. */
    private record Case(JsonNode description, Outgoing request, Map<String, String> secrets, String nonce,
            String timestamp, boolean milliseconds, Map<String, String> headers, String carrier) {
    }

    @TestFactory
    Stream<DynamicTest> aVectorIsSignedAndVerifiedOrNeither() {
        return Stream.of("000.connect_token", "001.request", "001.webhook", "002.request", "002.callback")
                .flatMap(scheme -> StreamSupport
                        .stream(vectors().at("/schemes/" + scheme + "/vectors").spliterator(), false)
                        .map(vector -> DynamicTest.dynamicTest(vector.get("id").asText(),
                                () -> check(scheme, vector))));
    }

    private static void check(String scheme, JsonNode vector) {
        Case given = given(scheme, vector);
        String expected = vector.get("expected").asText();
        boolean wanted = !vector.get("kind").asText().equals("negative");
        Signature signature = Signature.of(given.description());
        Instant moment = moment(given);

        assertThat(signed(signature, given, moment).equals(expected)).as("signed as expected").isEqualTo(wanted);

        Map<String, String> headers = new HashMap<>(given.headers());
        headers.put(given.carrier(), expected);
        List<Function<String, String>> accounts = List.of(given.secrets()::get);
        Incoming delivery = new Incoming("POST", "/", "", headers, given.request().body());
        assertThat(signature.verify(delivery, accounts, Descriptions.at(moment)).valid()).isEqualTo(wanted);
        if (scheme.equals("002.callback")) {
            Verdict verdict = Signature.of(secret(Descriptions.ofProvider("hambit")))
                    .verify(delivery, accounts, Descriptions.at(moment));
            assertThat(verdict.valid()).as("as the provider's file has it").isEqualTo(wanted);
            if (wanted) {
                assertThat(verdict.reading().equals("message"))
                        .isEqualTo(vector.get("kind").asText().equals("positive"));
            }
        }
    }

    private static String signed(Signature signature, Case given, Instant moment) {
        try {
            return signature.sign(given.request(), given.secrets()::get, Descriptions.at(moment), given::nonce)
                    .headers().get(given.carrier());
        } catch (CannotSign refused) {
            return "refused";
        }
    }

    /** What is no whole number of seconds is no time that our clock could give: the vector must then not come out. */
    private static Instant moment(Case given) {
        String whole = given.timestamp().split("\\.")[0];
        long count = Long.parseLong(whole);
        return given.milliseconds() ? Instant.ofEpochMilli(count)
                : Instant.ofEpochSecond(count > 99_999_999_999L ? count / 1000 : count);
    }

    private static Case given(String scheme, JsonNode vector) {
        JsonNode input = vector.get("input");
        Map<String, String> secrets = new HashMap<>(Map.of("secret", vector.get("secret").asText()));
        switch (scheme) {
            case "000.connect_token" -> {
                String agent = input.get("X-Agent-ID").asText();
                secrets.put("agent-id", agent);
                JsonNode description = Descriptions.yaml(CONNECT_TOKEN);
                return new Case(vector.get("assumptions").toString().contains("A0-null-as-empty")
                        ? Descriptions.with(description, "missing", "empty") : description,
                        Descriptions.post(input.get("body").toString()), secrets, null,
                        input.at("/body/timestamp").asText(), false, Map.of("X-Agent-ID", agent), "X-Signature");
            }
            case "001.request" -> {
                if (!input.get("email").isNull()) {
                    secrets.put("email", input.get("email").asText());
                }
                String time = input.get("X-App-Access-Ts").asText();
                return new Case(Descriptions.yaml(TIME_AND_EMAIL), Descriptions.post("{}"), secrets, null, time, false,
                        Map.of("X-App-Access-Ts", time), "X-App-Access-Sig");
            }
            case "001.webhook" -> {
                JsonNode description = Descriptions.yaml(RAW_BODY);
                return new Case(vector.get("assumptions").toString().contains("W-min")
                        ? Descriptions.with(description, "message.body", "minified") : description,
                        Descriptions.post(input.get("raw_body").asText()), secrets, null, "0", false, Map.of(),
                        "X-Signature");
            }
            default -> {
                Map<String, String> headers = new HashMap<>();
                input.get("headers").properties()
                        .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asText()));
                secrets.put("access-key", headers.get("access_key"));
                JsonNode description = Descriptions.with(secret(Descriptions.ofProvider("hambit")),
                        "message.fields.reserved", "");
                ((ObjectNode) description).remove("verify");
                for (JsonNode assumption : vector.get("assumptions")) {
                    for (Map.Entry<String, String> option : OPTIONS.getOrDefault(assumption.asText(), Map.of())
                            .entrySet()) {
                        description = Descriptions.with(description, "message.fields." + option.getKey(),
                                option.getValue());
                    }
                }
                return new Case(description, Descriptions.post(input.path("body_json_text").asText()), secrets,
                        headers.get("nonce"), headers.get("timestamp"), true, headers, "sign");
            }
        }
    }

    private static JsonNode secret(JsonNode description) {
        return Descriptions.with(description, "key.credential", "secret");
    }

    private static JsonNode vectors() {
        try (InputStream file = SignatureVectorsTest.class.getResourceAsStream("/vectors/signatures.json")) {
            return new ObjectMapper().readTree(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
