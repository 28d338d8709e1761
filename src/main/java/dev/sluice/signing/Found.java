package dev.sluice.signing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a delivery says of itself: its time, its nonce, and one or more signatures. */
final class Found {
    @Nullable
    String timestamp;
    @Nullable
    String nonce;
    final List<String> signatures = new ArrayList<>();

    /** False where it contradicts what was found before. */
    boolean take(Variable variable, String value) {
        switch (variable.kind) {
            case SIGNATURE -> signatures.add(value);
            case TIMESTAMP -> {
                if (timestamp != null && !timestamp.equals(value)) {
                    return false;
                }
                timestamp = value;
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
