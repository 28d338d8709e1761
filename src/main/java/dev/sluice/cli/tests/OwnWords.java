package dev.sluice.cli.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a provider's file and its routes say themselves, which is nobody's data. */
record OwnWords(String all) {

    static OwnWords of(Path home, String provider) throws IOException {
        StringBuilder all = new StringBuilder(
                Files.readString(home.resolve("config/providers/" + provider + ".yaml")));
        try (Stream<Path> routes = Files.walk(home.resolve("routes"))) {
            List<Path> files = routes.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
            for (Path file : files) {
                String text = Files.readString(file);
                if (text.contains("direct:" + provider + "-")) {
                    all.append('\n').append(text);
                }
            }
        }
        return new OwnWords(all.toString());
    }

    /** Whether it stands there by itself, and not as a part of another word. */
    boolean have(String word) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])").matcher(all)
                .find();
    }
}
