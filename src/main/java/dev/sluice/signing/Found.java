package dev.sluice.signing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a delivery says of itself: its time, its nonce, and one or more signatures. */
final class Found {
    /** A time in another form than the scheme's, or so much later. */
    record Told(Variable variable, String value) {
    }

    @Nullable
    String timestamp;
    @Nullable
    String nonce;
    @Nullable
    String keyId;
    byte @Nullable [] body;
    final List<String> signatures = new ArrayList<>();
    final List<Told> times = new ArrayList<>();
    /** Parts as they came, whatever else is in them than described. */
    final Map<String, byte[]> parts = new HashMap<>();

    /** The same, to go on reading without deciding for it. */
    Found attempt() {
        Found same = new Found();
        same.take(this);
        return same;
    }

    void take(Found attempt) {
        timestamp = attempt.timestamp;
        nonce = attempt.nonce;
        keyId = attempt.keyId;
        body = attempt.body;
        signatures.addAll(attempt.signatures.subList(signatures.size(), attempt.signatures.size()));
        times.addAll(attempt.times.subList(times.size(), attempt.times.size()));
        parts.putAll(attempt.parts);
    }

    boolean takeBody(byte[] bytes) {
        boolean same = body == null || Arrays.equals(body, bytes);
        body = bytes;
        return same;
    }

    boolean take(String part, byte[] bytes) {
        byte[] before = parts.putIfAbsent(part, bytes);
        return before == null || Arrays.equals(before, bytes);
    }

    /** False where it contradicts what was found before. */
    boolean take(Variable variable, String value) {
        switch (variable.kind) {
            case SIGNATURE -> signatures.add(value);
            case TIMESTAMP -> {
                if (!variable.isTheTimestamp()) {
                    times.add(new Told(variable, value));
                    return true;
                }
                if (timestamp != null && !timestamp.equals(value)) {
                    return false;
                }
                timestamp = value;
            }
            case KEY_ID -> {
                if (keyId != null && !keyId.equals(value)) {
                    return false;
                }
                keyId = value;
            }
            default -> {
                if (nonce != null && !nonce.equals(value)) {
                    return false;
                }
                nonce = value;
            }
        }
        return true;
    }
}
