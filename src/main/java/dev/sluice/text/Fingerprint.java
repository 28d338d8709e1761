package dev.sluice.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Eight hex digits that errors of one cause share: texts that differ in nothing but numbers and ids have the same. */
public final class Fingerprint {

    private Fingerprint() {
    }

    public static String of(String... texts) {
        return digest(alike(String.join("\n", texts)));
    }

    /** The same, but that codes are told apart as they are. */
    public static String of(List<String> codes, String text) {
        return digest(alike(text) + "\n" + String.join("\n", codes));
    }

    private static String alike(String text) {
        return text.replaceAll("[0-9a-fA-F-]*[0-9][0-9a-fA-F-]*", "#");
    }

    private static String digest(String what) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
