package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.given.Beside;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The slips of {@code operators-mistakes.yaml}: each is told, with the line on which it stands. */
@Beside
class OperatorsMistakesTest {

    private static final Path SLIPS = Path.of("src/test/resources/operators-mistakes.yaml");

    private static final String MINE = "routes/mine.camel.yaml";
    /** Slips that are shown by a part of a file that is new: the file, its text and the line of the part. */
    private static final Map<String, List<String>> FORMS = Map.of("setting",
            List.of("config/application.properties", "%s\n", "1"), "step", List.of(MINE, """
                    - route:
                        id: mine
                        from:
                          uri: jms:queue:mine
                          steps:
                            - %s
                    """, "6"), "begins", List.of(MINE, """
                    - route:
                        id: mine
                        from:
                          uri: "%s"
                          steps:
                            - log: x
                    """, "4"), "part", List.of("routes/providers/mine.camel.yaml", """
                    - route:
                        id: mine
                        from:
                          uri: direct:hambit-mine
                          steps:
                            - %s
                    """, "6"));

    @TempDir
    private Path folder;

    /** One edit of what is shipped; see the file of slips. */
    record Slip(String name, Map<String, Object> written) {

        private @Nullable String text(String key) {
            Object value = written.get(key);
            return value == null ? null : value.toString();
        }

        private boolean isNoted() {
            return written.containsKey("notes");
        }

        private String told() {
            return String.valueOf(isNoted() ? text("notes") : text("says"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Slip> slips() throws IOException {
        List<Map<String, Object>> slips = new Yaml().load(Files.readString(SLIPS));
        return slips.stream().map(slip -> new Slip(slip.get("slip").toString(), slip));
    }

    @ParameterizedTest
    @MethodSource("slips")
    void aSlipIsToldWhereItStands(Slip slip) throws IOException {
        asShipped();
        int line = make(slip);
        Mistakes found = check(slip);
        List<String> said = (slip.isNoted() ? found.notes() : found.all()).stream().map(Mistake::toString)
                .map(it -> it.replace(folder + "/", "")).toList();
        if (slip.told().equals("nothing")) {
            assertThat(said).noneMatch(it -> !slip.isNoted() || it.startsWith(slip.text("file") + ":"));
        } else {
            assertThat(said).anySatisfy(it -> assertThat(it).contains(slip.told()).startsWith(place(slip, line)));
        }
    }

    @Test
    void noSlipIsThereTwice() throws IOException {
        assertThat(slips().map(Slip::name)).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    }

    private static String place(Slip slip, int line) {
        String at = slip.text("at");
        String file = FORMS.entrySet().stream().filter(form -> slip.written.containsKey(form.getKey()))
                .map(form -> form.getValue().get(0)).findFirst().orElse(String.valueOf(slip.text("file")));
        return at == null ? file + ":" + line + ":"
                : at.matches("[+-]?[0-9]+") ? file + ":" + (line + Integer.parseInt(at)) + ":" : at;
    }

    private void asShipped() throws IOException {
        for (String part : List.of("config", "routes")) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.createDirectories(folder.resolve(file).getParent());
                    Files.copy(file, folder.resolve(file));
                }
            }
        }
    }

    /** @return the line on which what is wrong begins, 1 of a file that is new */
    private int make(Slip slip) throws IOException {
        int line = makeOne(slip);
        for (Object more : (List<?>) slip.written.getOrDefault("also", List.of())) {
            Map<String, Object> edit = new HashMap<>();
            ((Map<?, ?>) more).forEach((key, value) -> edit.put(key.toString(), value));
            makeOne(new Slip(slip.name, edit));
        }
        return line;
    }

    private int makeOne(Slip slip) throws IOException {
        for (Map.Entry<String, List<String>> form : FORMS.entrySet()) {
            String part = slip.text(form.getKey());
            if (part != null) {
                Files.writeString(folder.resolve(form.getValue().get(0)), form.getValue().get(1).formatted(part));
                return Integer.parseInt(form.getValue().get(2));
            }
        }
        String renamed = slip.text("renamed");
        Path file = folder.resolve(String.valueOf(slip.text("file")));
        if (renamed != null) {
            Files.move(file, folder.resolve(renamed));
            return 1;
        }
        if (slip.written.containsKey("deleted")) {
            Files.delete(file);
            return 1;
        }
        String text = slip.text("holds");
        if (text != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, slip.written.containsKey("latin") ? StandardCharsets.ISO_8859_1
                    : StandardCharsets.UTF_8);
            return 1;
        }
        String from = slip.text("from");
        if (from != null) {
            String content = Files.readString(file);
            String after = slip.text("after");
            int at = content.indexOf(from, after == null ? 0 : content.indexOf(after));
            assertThat(at).as(file + " holds " + from).isNotNegative();
            Files.writeString(file, content.substring(0, at) + slip.text("to") + content.substring(at + from.length()),
                    slip.written.containsKey("latin") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            return (int) content.substring(0, at).chars().filter(character -> character == '\n').count() + 1;
        }
        return 1;
    }

    @SuppressWarnings("unchecked")
    private Mistakes check(Slip slip) throws IOException {
        Map<String, String> environment = new HashMap<>();
        ((Map<String, Object>) slip.written.getOrDefault("environment", Map.of()))
                .forEach((name, value) -> environment.put(name, value.toString()));
        return Plan.checked(folder, StartSettings.of(folder, new Surroundings(folder, folder, environment,
                InputStream.nullInputStream(), System.out, System.err, Terminal.of(null, false))), environment);
    }
}
