package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Contract;
import dev.sluice.json.Json;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Masking;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger keeps of a request: its fields as the contract's {@code x-ledger} allows, and keyed hashes of the
 * rest.
 */
@Singleton
public class Kept {

    private final Contract contract;
    private final Ledger ledger;
    private volatile @Nullable SecretKeySpec key;

    Kept(Contract contract, Ledger ledger) {
        this.contract = contract;
        this.ledger = ledger;
    }

    /** What makes two messages the same request: operation, provider, account and the family's object, as JSON. */
    String hash(ObjectNode request, String member) {
        ObjectNode content = Json.object();
        for (String name : new String[]{"operation", "provider", "account", member}) {
            if (request.has(name)) {
                content.set(name, request.get(name));
            }
        }
        return hash(Json.write(Json.sorted(content)));
    }

    ObjectNode document(ObjectNode request, String member) {
        ObjectNode document = request.deepCopy();
        contract.ledgerRules(request.path("provider").asText(), request.path("operation").asText())
                .forEach((field, rule) -> {
                    JsonNode value = document.path(member).path(field);
                    if (value.isMissingNode()) {
                        return;
                    }
                    ObjectNode fields = (ObjectNode) document.get(member);
                    fields.remove(field);
                    if (rule.equals("masked")) {
                        fields.put(field, Masking.number(value.asText())).put(field + "Hash", hash(value.asText()));
                    }
                });
        return document;
    }

    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key());
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Read when it is first needed: the ledger may be away at the start. */
    private SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            byte[] proposed = new byte[32];
            new SecureRandom().nextBytes(proposed);
            known = new SecretKeySpec(HexFormat.of().parseHex(ledger.hashKey(HexFormat.of().formatHex(proposed))),
                    "HmacSHA256");
            key = known;
        }
        return known;
    }
}
