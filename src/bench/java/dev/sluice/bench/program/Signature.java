package dev.sluice.bench.program;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * hambit 4: the members of the body and the three public headers, sorted by name, as {@code name=value} with {@code &}
 * between, HMAC-SHA1 in Base64. Members without a value are left out.
 */
public final class Signature {

    private static final String ALGORITHM = "HmacSHA1";

    private final ThreadLocal<Mac> macs;

    public Signature(String secretKey) {
        SecretKeySpec key = new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.macs = ThreadLocal.withInitial(() -> {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                return mac;
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    public String of(JsonNode body, String accessKey, String timestamp, String nonce) {
        Map<String, String> fields = new TreeMap<>();
        body.properties().forEach(member -> {
            String value = member.getValue().asText("");
            if (!value.isEmpty()) {
                fields.put(member.getKey(), value);
            }
        });
        fields.put("access_key", accessKey);
        fields.put("timestamp", timestamp);
        fields.put("nonce", nonce);
        StringBuilder message = new StringBuilder(320);
        fields.forEach((name, value) -> message.append(message.isEmpty() ? "" : "&").append(name).append('=')
                .append(value));
        return Base64.getEncoder()
                .encodeToString(macs.get().doFinal(message.toString().getBytes(StandardCharsets.UTF_8)));
    }

    public boolean holds(String sign, JsonNode body, String accessKey, String timestamp, String nonce) {
        return MessageDigest.isEqual(sign.getBytes(StandardCharsets.UTF_8),
                of(body, accessKey, timestamp, nonce).getBytes(StandardCharsets.UTF_8));
    }
}
