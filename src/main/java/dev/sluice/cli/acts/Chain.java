package dev.sluice.cli.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.cli.TerminalJson;
import dev.sluice.json.Json;
import dev.sluice.ledger.PersonAct;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Lines of which each has the SHA-256 of the hash before it and of what it says itself. */
final class Chain {

    /** Before the first line of all. */
    static final String BEGINNING = "0".repeat(64);
    static final String HASH = "hash";

    private String head;
    private long acts;

    /** @param head the hash that the first line follows on */
    Chain(String head) {
        this.head = head;
    }

    String head() {
        return head;
    }

    /** How many there are. */
    long acts() {
        return acts;
    }

    /** The line with its hash, which is the head from now on. */
    ObjectNode add(ObjectNode content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(head.getBytes(StandardCharsets.US_ASCII));
            head = HexFormat.of().formatHex(
                    digest.digest(TerminalJson.line(content).getBytes(StandardCharsets.US_ASCII)));
            acts++;
            return content.deepCopy().put(HASH, head);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode content(PersonAct person) {
        ObjectNode content = Json.object().put("at", Moments.at(person.act().at())).put("step", person.act().stepId())
                .put("act", person.act().act()).put("who", person.act().who()).put("why", person.act().why())
                .put("family", person.family()).put("requestId", person.requestId());
        content.set("detail", person.act().detail());
        return content;
    }
}
