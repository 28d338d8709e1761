package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.diff.Change.Part;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.YamlFile;
import dev.sluice.provider.Providers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that stands in the {@code config/} and {@code routes/} of a folder, as it counts with the settings over it. */
final class WrittenFiles {

    private final Map<String, JsonNode> providers = new TreeMap<>();
    private final ObjectNode routing;
    private final Routes routes;
    private final ObjectNode settings;
    private final List<String> unread = new ArrayList<>();

    /** @param names the settings that are compared */
    WrittenFiles(Path home, Surroundings surroundings, ComparedSettings names) throws IOException {
        Mistakes mistakes = new Mistakes();
        Path files = home.resolve("config/providers");
        Providers read = new Providers(files, StartSettings.of(home, surroundings), surroundings.environment(),
                mistakes);
        read.trees().forEach((name, tree) -> providers.put(name, Settled.of(tree)));
        // What is wrong with settings is the same for both, or stands in no file of these.
        mistakes.all().stream().filter(mistake -> Path.of(mistake.file()).startsWith(files)).map(Mistake::toString)
                .forEach(unread::add);
        routing = routing(home.resolve("config/routing.yaml"));
        routes = new Routes(home.resolve("routes"), file -> unread.add(file + ": is not YAML"));
        settings = names.of(home);
    }

    private ObjectNode routing(Path file) {
        try {
            return Rules.of(new YamlFile(file).tree());
        } catch (ConfigProblem e) {
            e.mistakes().forEach(mistake -> unread.add(mistake.toString()));
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** What cannot be read, and so was not compared. */
    List<String> unread() {
        return unread;
    }

    /** What is other in these files than in those of before, the gravest first. */
    List<Told> since(WrittenFiles before, Sentences sentences) {
        List<Change> changes = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(before.providers.keySet());
        names.addAll(providers.keySet());
        for (String name : names) {
            JsonNode one = before.providers.get(name);
            JsonNode other = providers.get(name);
            if (one == null || other == null) {
                changes.add(new Change(Part.PROVIDERS, "", List.of(name), one, other));
            } else {
                new Walk(Part.PROVIDER, name, sentences::tellWhole, changes::add).compare(List.of(), one, other);
            }
        }
        Rules.order(before.routing, routing);
        new Walk(Part.ROUTING, "", sentences::tellWhole, changes::add).compare(List.of(), before.routing, routing);
        Routes.compare(before.routes, routes, new Walk(Part.ROUTES, "", sentences::tellWhole, changes::add));
        new Walk(Part.SETTINGS, "", sentences::tellWhole, changes::add).compare(List.of(), before.settings, settings);
        return changes.stream().map(sentences::told).sorted(Told.GRAVEST_FIRST).toList();
    }
}
