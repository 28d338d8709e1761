package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How the providers of the examples check what they are sent, and sign what they deliver: by their documents, with
 * nothing of Sluice's. {@code conformance.yaml} names each.
 */
final class Signatures {

    /** Fails where the provider would refuse the call. */
    private interface Check {
        void of(ScriptedProvider.Sent sent, Recorded recorded) throws GeneralSecurityException;
    }

    /** The signature of a body that is delivered. */
    private interface Sign {
        String of(String body, Recorded recorded) throws GeneralSecurityException;
    }

    private static final Map<String, Check> CHECKS = Map.of(
            "HMAC-SHA256 of the query", (sent, recorded) -> {
                String[] parts = sent.target().split("\\?")[1].split("&signature=");
                assertThat(parts[0]).containsPattern("&timestamp=[0-9]{13}$");
                assertThat(parts[1]).isEqualTo(hmac("HmacSHA256", recorded.credential("secret-key"), parts[0]));
            },
            "HMAC-SHA512 of the body", (sent, recorded) -> assertThat(
                    sent.headers().get("X-Processing-Signature"))
                    .containsExactly(hmac("HmacSHA512", recorded.credential("secret-key"), sent.body())),
            "Tl-Signature", (sent, recorded) -> {
                String[] token = sent.headers().getFirst("Tl-Signature").split("\\.");
                JsonNode header = Recorded.json(new String(Base64.getUrlDecoder().decode(token[0]),
                        StandardCharsets.UTF_8));
                assertThat(header.path("alg").asText()).isEqualTo("ES512");
                assertThat(header.path("kid").asText()).isEqualTo(recorded.credential("key-id"));
                assertThat(header.path("tl_version").asText()).isEqualTo("2");
                assertThat(header.path("tl_headers").asText()).isEqualTo("Idempotency-Key");
                String payload = sent.method() + " " + sent.target() + "\nIdempotency-Key: "
                        + sent.headers().getFirst("Idempotency-Key") + "\n" + sent.body();
                Signature signature = Signature.getInstance("SHA512withECDSAinP1363Format");
                signature.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(
                        Base64.getMimeDecoder().decode(recorded.credential("public-key")
                                .replaceAll("-----[A-Z ]+-----", "")))));
                signature.update((token[0] + "." + Base64.getUrlEncoder().withoutPadding()
                        .encodeToString(payload.getBytes(StandardCharsets.UTF_8))).getBytes(StandardCharsets.UTF_8));
                assertThat(token[1]).as("detached").isEmpty();
                assertThat(signature.verify(Base64.getUrlDecoder().decode(token[2]))).isTrue();
            },
            "MD5 of fields with a secret", (sent, recorded) -> {
                Map<String, String> fields = form(sent.body());
                List<String> signed = fields.containsKey("transaction_id")
                        ? List.of("api_key", "transaction_id", "order_id")
                        : List.of("api_key", "pm_id", "amount", "currency", "order_id");
                assertThat(fields.get("api_sig")).isEqualTo(md5(signed.stream().map(fields::get), recorded));
            });

    private static final Map<String, Sign> SIGNS = Map.of(
            "HMAC-SHA512 of the delivered body",
            (body, recorded) -> hmac("HmacSHA512", recorded.credential("secret-key"), body),
            "MD5 of the notified fields with a secret", (body, recorded) -> {
                Map<String, String> fields = form(body);
                return md5(Stream.of(recorded.credential("api-key"), fields.get("pm_id"), fields.get("amount"),
                        fields.get("currency"), fields.get("order_id"), fields.get("state")), recorded);
            });

    private Signatures() {
    }

    static void check(String name, ScriptedProvider.Sent sent, Recorded recorded) {
        assertThat(CHECKS).containsKey(name);
        try {
            CHECKS.get(name).of(sent, recorded);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String of(String name, String body, Recorded recorded) {
        assertThat(SIGNS).containsKey(name);
        try {
            return SIGNS.get(name).of(body, recorded);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hmac(String algorithm, String key, String message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
        return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    }

    private static String md5(Stream<String> values, Recorded recorded) throws GeneralSecurityException {
        String text = Stream.concat(values, Stream.of(recorded.credential("secret-key")))
                .collect(Collectors.joining("|"));
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }
}
