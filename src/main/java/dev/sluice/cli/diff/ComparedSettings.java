package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.PublicSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * The settings in a folder's own files that are compared as such. Those of providers lie over the providers' files, and
 * are compared with them.
 *
 * @param withSecrets whether those are compared too that may hold a secret, of which no more is known than whether two
 *                    are the same
 */
record ComparedSettings(boolean withSecrets) {

    private static final byte[] SALT = new SecureRandom().generateSeed(16);
    private static final int LONGEST = 8;
    private static final String PROVIDERS = "sluice.providers.";

    ObjectNode of(Path home) throws IOException {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, String> setting : PublicSettings.written(home).entrySet()) {
            boolean open = PublicSettings.isPublic(setting.getKey());
            if (open && !setting.getKey().startsWith(PROVIDERS)) {
                settings.put(setting.getKey(), setting.getValue());
            } else if (!open && withSecrets) {
                settings.put(setting.getKey() + " (secret)", mark(setting.getValue()));
            }
        }
        return settings;
    }

    private static String mark(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(SALT);
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8))).substring(0,
                    LONGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
