package dev.sluice.start;

import dev.sluice.ledger.PlanMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that a plan is made of: the providers' files, the rules and the routes; no settings, which hold secrets. */
public final class PlanFiles {

    private static final int LONGEST = 12;
    private static final List<String> PARTS = List.of("config/providers", "config/routing.yaml", "routes");

    private PlanFiles() {
    }

    /** The same of the same files, wherever they lie. */
    public static PlanMark mark(Path home) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : all(home)) {
                digest.update(home.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(Files.readAllBytes(file));
                digest.update((byte) 0);
            }
            return new PlanMark(HexFormat.of().formatHex(digest.digest()).substring(0, LONGEST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What each file is, by its name below the folder: two folders with different fingerprints differ in these. */
    public static Map<String, String> fingerprints(Path home) throws IOException {
        Map<String, String> fingerprints = new TreeMap<>();
        for (Path file : all(home)) {
            fingerprints.put(home.relativize(file).toString(), digest(Files.readAllBytes(file)));
        }
        return fingerprints;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)).substring(0, LONGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> all(Path home) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String part : PARTS) {
            all.addAll(files(home.resolve(part)));
        }
        return all;
    }

    /** All in which an operator writes, the settings too. */
    static List<Path> written(Path home) {
        try {
            List<Path> files = new ArrayList<>();
            for (String name : List.of("application.properties", "application-prod.properties")) {
                files.addAll(Stream.of(home.resolve("config").resolve(name)).filter(Files::isRegularFile).toList());
            }
            files.addAll(all(home));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path part) throws IOException {
        if (!Files.exists(part)) {
            return List.of();
        }
        // What is beside them is not read: kustomizations, tests, and the hidden folders of a mounted ConfigMap.
        String ending = part.endsWith("routes") ? ".camel.yaml" : ".yaml";
        // The part may be a link to a folder, as of a release; its files are named as if it were none.
        Path real = part.toRealPath();
        try (Stream<Path> files = Files.walk(real)) {
            return files.map(file -> part.resolve(real.relativize(file).toString()))
                    .filter(file -> file.toString().endsWith(ending)
                            && !part.relativize(file).toString().matches("(.*/)?\\..*"))
                    .filter(Files::isRegularFile).sorted()
                    .toList();
        }
    }
}
