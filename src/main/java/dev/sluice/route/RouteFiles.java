package dev.sluice.route;

import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;

/** Loads the route files into a Camel that does not run yet, and tells of each that it cannot read. */
public final class RouteFiles {

    private static final String SUFFIX = ".camel.yaml";
    private static final Pattern LINE = Pattern.compile("line (\\d+)(?:, column (\\d+))?");

    private static final Pattern UNKNOWN = Pattern.compile("^(?:Unknown node id|Unsupported field): (\\S+)$");
    /** What Camel tells without its line names a word that stands there. */
    private static final Pattern NAMED = Pattern.compile("(?:with syntax |RouteTemplate with id |Route template |input"
            + " string: \")([\\w.-]+)|^([a-z][\\w.]*\\.[A-Z]\\w*)$");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");

    private record Loaded(Path file, RoutesBuilder routes) {
    }

    private RouteFiles() {
    }

    /**
     * @param folder {@code routes}, with all folders below it
     * @return the words of files that cannot be read: what stands there may well be meant by what others name
     */
    public static Set<String> load(CamelContext camel, Path folder, Mistakes mistakes) {
        Set<Path> unread = new TreeSet<>();
        List<Loaded> loaded = new ArrayList<>();
        for (Path file : files(folder, mistakes)) {
            RouteShape.check(file, mistakes);
            attempt(file, unread, mistakes,
                    () -> read(camel, file).forEach(routes -> loaded.add(new Loaded(file, routes))));
        }
        loaded.forEach(one -> attempt(one.file, unread, mistakes,
                () -> add(camel, mistakes, () -> one.routes.addRoutesToCamelContext(camel))));
        // Those may be instances of templates of any file.
        loaded.forEach(one -> attempt(one.file, unread, mistakes,
                () -> add(camel, mistakes, () -> one.routes.addTemplatedRoutesToCamelContext(camel))));
        Set<String> words = new TreeSet<>();
        unread.forEach(file -> WORD.matcher(text(file)).results().map(MatchResult::group).forEach(words::add));
        return words;
    }

    /** The routes there are, by id. */
    public static Map<String, RouteDefinition> byId(CamelContext camel) {
        Map<String, RouteDefinition> routes = new TreeMap<>();
        camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> route.getRouteId() != null).forEach(route -> routes.put(route.getRouteId(), route));
        return routes;
    }

    /** Of two routes with one id Camel keeps the later one, and says nothing. */
    private static void add(CamelContext camel, Mistakes mistakes, Part part) throws Exception {
        Map<String, RouteDefinition> before = byId(camel);
        part.run();
        byId(camel).forEach((id, route) -> {
            RouteDefinition other = before.getOrDefault(id, route);
            if (other != route) {
                mistakes.add(RoutePlace.mistake(Rule.TAKEN_NAME, route, route, "has the id of another one"
                        + (RoutePlace.file(other) == null ? "" : " (" + RoutePlace.file(other) + ")")
                        + ": choose another", id));
            }
        });
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    static List<Path> files(Path folder, Mistakes mistakes) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(SUFFIX)
                            && !folder.relativize(file).toString().matches("(.*/)?\\..*")
                            && !text(file).lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#")))
                    .sorted().toList();
        } catch (IOException e) {
            mistakes.add(Mistake.of(Rule.MISSING_FOLDER,
                    "routes: there is no such folder here; start Sluice where routes/ and config/"
                            + " are"));
            return List.of();
        }
    }

    private static Collection<RoutesBuilder> read(CamelContext camel, Path file) throws Exception {
        return PluginHelper.getRoutesLoader(camel).findRoutesBuilders(
                PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));
    }

    private interface Part {
        void run() throws Exception;
    }

    private static void attempt(Path file, Set<Path> unread, Mistakes mistakes, Part part) {
        try {
            part.run();
        } catch (Exception e) {
            mistakes.add(mistake(file, e));
            unread.add(file);
        }
    }

    private static Mistake mistake(Path file, Throwable failure) {
        Throwable root = failure;
        String told = String.valueOf(failure.getMessage());
        while (root.getCause() != null) {
            root = root.getCause();
            told = root.getMessage() == null ? told : root.getMessage();
        }
        Matcher line = LINE.matcher(told);
        boolean known = line.find();
        int number = known ? Integer.parseInt(line.group(1)) : 0;
        int column = known && line.group(2) != null ? Integer.parseInt(line.group(2)) : 0;
        String why = told.lines().map(String::strip).filter(text -> !text.isEmpty()).findFirst().orElse(told);
        Matcher word = UNKNOWN.matcher(why);
        Matcher named = NAMED.matcher(why);
        if (!known && named.find()) {
            Pattern place = Pattern.compile("\\w+:\\s*[\"']?" + Pattern.quote(
                    named.group(1) == null ? named.group(2) : named.group(1)) + "\\b");
            List<String> lines = text(file).lines().toList();
            int found = (int) lines.stream().takeWhile(text -> !place.matcher(text).find()).count();
            number = found == lines.size() ? 0 : found + 1;
            column = number == 0 ? 0 : 1;
        }
        return new Mistake(Rule.NOT_ROUTES, file.toString(), number, column, "", "cannot be read as routes: " + why
                + (word.find() ? StepCatalog.hint(word.group(1)) : ""));
    }
}
