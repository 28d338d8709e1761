package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Contract;
import dev.sluice.json.Json;
import dev.sluice.ledger.KeyedHash;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Masking;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger keeps of a request: its fields as the contract's {@code x-ledger} allows, and keyed hashes of the
 * rest.
 */
@Singleton
public class Kept {

    private final Contract contract;
    private final Ledger ledger;
    private volatile @Nullable KeyedHash hashes;

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
        return hashes().of(text);
    }

    /** Read when it is first needed: the ledger may be away at the start. */
    private KeyedHash hashes() {
        KeyedHash known = hashes;
        if (known == null) {
            byte[] proposed = new byte[32];
            new SecureRandom().nextBytes(proposed);
            known = new KeyedHash(ledger.hashKey(HexFormat.of().formatHex(proposed)));
            hashes = known;
        }
        return known;
    }
}
