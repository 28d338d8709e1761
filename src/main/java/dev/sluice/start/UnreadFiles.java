package dev.sluice.start;

import dev.sluice.config.Mend;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells of files that look like ones that are read and are none: what stands in them would count for nothing. */
final class UnreadFiles {

    /** UTF-8's, read byte by byte. */
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";
    private static final String KUSTOMIZATION = "kustomization.yaml";
    private static final Set<String> IN_CONFIG = Set.of("routing.yaml", KUSTOMIZATION);

    private UnreadFiles() {
    }

    /** @param named one that a setting names, if any */
    static void tell(Path home, Optional<String> named, Mistakes mistakes) {
        Path properties = home.resolve("config/application.properties");
        if (beginsWithMarkedSetting(properties)) {
            Mistake marked = new Mistake(Rule.SETTINGS_FORM, properties.toString(), 1, 1, "",
                    "begins with a byte order mark, so that its"
                            + " first setting is none:"
                            + " save it as UTF-8 without one");
            mistakes.add(marked);
            mistakes.mend(marked, Mend.replaced(properties, 1, 0, "\uFEFF", ""));
        }
        for (Path file : files(home.resolve("config"), 1)) {
            if (!name(file).matches("application(-.*)?\\.properties") && !IN_CONFIG.contains(name(file))
                    && named.filter(path -> whole(home.resolve(path)).equals(whole(file))).isEmpty()) {
                unread(file, "there are routing.yaml, application.properties and the folder providers", mistakes);
            }
        }
        for (Path file : files(home.resolve("config/providers"), Integer.MAX_VALUE)) {
            if (!home.resolve("config/providers").equals(file.getParent()) || !name(file).endsWith(".yaml")) {
                unread(file, "a provider's file is config/providers/<provider>.yaml", mistakes);
            }
        }
        for (Path file : files(home.resolve("routes"), Integer.MAX_VALUE)) {
            if (!name(file).endsWith(".camel.yaml") && !isOfTests(file) && !name(file).equals(KUSTOMIZATION)) {
                unread(file, "a route file's name ends with .camel.yaml", mistakes);
            }
        }
    }

    /** A comment loses nothing by the mark before it. */
    private static boolean beginsWithMarkedSetting(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst().filter(line -> line.startsWith(BYTE_ORDER_MARK))
                    .map(line -> line.substring(BYTE_ORDER_MARK.length()).strip())
                    .filter(line -> !line.isEmpty() && !line.startsWith("#")).isPresent();
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static void unread(Path file, String instead, Mistakes mistakes) {
        mistakes.add(new Mistake(Rule.UNREAD_FILE, file.toString(), 0, 0, "",
                "is not read: " + instead + "; rename it, or take it"
                        + " away"));
    }

    /** They lie beside the routes that they try, and are no part of what runs. */
    static boolean isOfTests(Path file) {
        return name(file).endsWith(".test.yaml");
    }

    private static Path whole(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** Those that are YAML by their name; mounted folders have hidden ones beside. */
    private static List<Path> files(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files
                    .filter(file -> name(file).matches("[^.].*\\.(?i:ya?ml|json|propert[a-z]*)")
                            && !folder.relativize(file).toString().startsWith("."))
                    .filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            // Whoever reads the folder says that there is none.
            return List.of();
        }
    }
}
