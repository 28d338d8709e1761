package dev.sluice.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.Libraries;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which known holes the libraries have, by the list that says what each means to Sluice. */
final class KnownHoles {

    private static final String WHAT = "known holes";
    private static final String LIST = "deploy/sluice.vex.json";
    private static final Pattern REF = Pattern.compile("pkg:maven/[^/]+/([^@]+)@(.+)");
    private static final List<String> HARMLESS = List.of("not_affected", "resolved", "false_positive");

    private final Path home;
    private final Libraries libraries;
    private final Diagnosis diagnosis;

    KnownHoles(Path home, Diagnosis diagnosis) {
        this(home, Libraries.here(), diagnosis);
    }

    KnownHoles(Path home, Libraries libraries, Diagnosis diagnosis) {
        this.home = home;
        this.libraries = libraries;
        this.diagnosis = diagnosis;
    }

    void look() {
        JsonNode list;
        try {
            list = Json.read(Files.readAllBytes(home.resolve(LIST)), Json.Numbers.ALL_AS_TEXT);
        } catch (IOException | Unreadable e) {
            diagnosis.warn(WHAT, "there is no " + LIST + " here; have the image or the list of libraries scanned, with"
                    + " that of the release");
            return;
        }
        List<String> harmless = new ArrayList<>();
        List<String> open = new ArrayList<>();
        TreeSet<String> others = new TreeSet<>();
        list.path("vulnerabilities").forEach(hole -> hole.path("affects").forEach(affected -> {
            Matcher ref = REF.matcher(affected.path("ref").asText());
            if (!ref.matches()) {
                return;
            }
            Optional<String> version = libraries.version(ref.group(1));
            String id = hole.path("id").asText();
            if (version.filter(ref.group(2)::equals).isPresent()) {
                (HARMLESS.contains(hole.at("/analysis/state").asText()) ? harmless : open)
                        .add(id + " of " + ref.group(1));
            } else {
                version.ifPresent(other -> others.add(ref.group(1) + " " + other));
            }
        }));
        if (!open.isEmpty()) {
            diagnosis.wrong(WHAT, Named.some(open) + " can be used: take a newer Sluice, or do what " + LIST + " says");
        } else if (!others.isEmpty()) {
            diagnosis.warn(WHAT, LIST + " is about other versions than " + Named.some(others)
                    + ": have the libraries scanned");
        } else {
            diagnosis.ok(WHAT, harmless.size() + " are known, and none can be used");
        }
    }
}
