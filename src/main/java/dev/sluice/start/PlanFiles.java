package dev.sluice.start;

import dev.sluice.ledger.PlanMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The files that a plan is made of: the providers' files, the rules and the routes; no settings, which hold secrets. */
public final class PlanFiles {

    private static final int LONGEST = 12;

    private PlanFiles() {
    }

    /** The same of the same files, wherever they lie. */
    public static PlanMark mark(Path home) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of("config/providers", "config/routing.yaml", "routes")) {
                for (Path file : files(home.resolve(part))) {
                    digest.update(home.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                    digest.update(Files.readAllBytes(file));
                    digest.update((byte) 0);
                }
            }
            return new PlanMark(HexFormat.of().formatHex(digest.digest()).substring(0, LONGEST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path part) throws IOException {
        if (!Files.exists(part)) {
            return List.of();
        }
        // What is beside them is not read: kustomizations, and the hidden folders of a mounted ConfigMap.
        String ending = part.endsWith("routes") ? ".camel.yaml" : ".yaml";
        try (Stream<Path> files = Files.walk(part)) {
            return files.filter(file -> file.toString().endsWith(ending)
                    && !part.relativize(file).toString().matches("(.*/)?\\..*")).filter(Files::isRegularFile).sorted()
                    .toList();
        }
    }
}
