package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.cli.diff.Change.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All of {@code diff.yaml}: the first entry that fits tells a change, and the last of each section fits always. */
final class Sentences {

    private final List<Sentence> all = new ArrayList<>();

    Sentences() {
        try (InputStream in = Sentences.class.getResourceAsStream("/diff.yaml")) {
            JsonNode sections = new ObjectMapper(new YAMLFactory()).readTree(in);
            for (Part part : Part.values()) {
                sections.path(part.name().toLowerCase(Locale.ROOT))
                        .forEach(entry -> all.add(new Sentence(part, entry)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Sentence> all() {
        return all;
    }

    boolean tellWhole(Change change) {
        return all.stream().anyMatch(sentence -> sentence.tellsWhole(change));
    }

    Told told(Change change) {
        return all.stream().filter(sentence -> sentence.tells(change)).findFirst().orElseThrow().told(change);
    }
}
