package dev.sluice.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The libraries that this program is made of, by the names of their files. */
public record Libraries(Map<String, String> versions) {

    private static final Pattern NAME = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

    /** Of the class path, and of what a jar on it names. */
    public static Libraries here() {
        Map<String, String> versions = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            add(entry, versions);
            if (entry.endsWith("quarkus-run.jar")) {
                named(entry).ifPresent(names -> {
                    for (String name : names.split("\\s+", -1)) {
                        add(name, versions);
                    }
                });
            }
        }
        return new Libraries(versions);
    }

    /** @param artifact as Maven calls it; the group may stand before it, as Quarkus writes it */
    public Optional<String> version(String artifact) {
        return versions.entrySet().stream()
                .filter(one -> one.getKey().equals(artifact) || one.getKey().endsWith("." + artifact))
                .map(Map.Entry::getValue).findFirst();
    }

    private static void add(String path, Map<String, String> versions) {
        Matcher name = NAME.matcher(path.substring(path.lastIndexOf('/') + 1));
        if (name.matches()) {
            versions.put(name.group(1), name.group(2));
        }
    }

    private static Optional<String> named(String jar) {
        try (JarFile file = new JarFile(Path.of(jar).toFile())) {
            Manifest manifest = file.getManifest();
            return manifest == null ? Optional.empty()
                    : Optional.ofNullable(manifest.getMainAttributes().getValue("Class-Path"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
