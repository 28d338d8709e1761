package dev.sluice.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Eight hex digits that errors of one cause share: texts that differ in nothing but numbers and ids have the same. */
public final class Fingerprint {

    private Fingerprint() {
    }

    public static String of(String... texts) {
        String what = String.join("\n", texts).replaceAll("[0-9a-fA-F-]*[0-9][0-9a-fA-F-]*", "#");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
