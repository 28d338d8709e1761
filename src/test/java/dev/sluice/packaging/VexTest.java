package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What SECURITY.md says of holes that libraries still have, for scanners: a CycloneDX VEX. {@code -Dsluice.write=true}
 * writes it.
 */
class VexTest {

    private static final Path FILE = Path.of("deploy/sluice.vex.json");
    private static final Pattern CVE = Pattern.compile("CVE-\\d{4}-\\d+");
    private static final Map<String, String> LIBRARIES = Map.of("Artemis", "org.apache.artemis/artemis-server@artemis",
            "camel-jms", "org.apache.camel/camel-jms@camel", "camel-http", "org.apache.camel/camel-http@camel",
            "Quarkus", "io.quarkus/quarkus-core@quarkus");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void itSaysOfEachHoleWhatThePageSays() throws IOException {
        String made = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made()) + "\n";
        if (Boolean.getBoolean("sluice.write")) {
            Files.writeString(FILE, made);
        }
        assertThat(Files.readString(FILE)).isEqualTo(made);
    }

    @Test
    void noHoleIsLeftOutOrToldTwice() throws IOException {
        List<String> told = new ArrayList<>();
        JSON.readTree(FILE.toFile()).get("vulnerabilities").forEach(one -> told.add(one.get("id").asText()));
        assertThat(told).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(told)).isEqualTo(new TreeSet<>(CVE.matcher(String.join("\n", rows())).results()
                .map(found -> found.group()).toList()));
        assertThat(told).hasSizeGreaterThan(15);
    }

    private static JsonNode made() throws IOException {
        ObjectNode vex = JSON.createObjectNode().put("bomFormat", "CycloneDX").put("specVersion", "1.6")
                .put("version", 1);
        ArrayNode holes = vex.putArray("vulnerabilities");
        for (String row : rows()) {
            String[] cells = row.split(" \\| ", -1);
            String hole = cells[0].substring("| ".length());
            Matcher cve = CVE.matcher(hole);
            while (cve.find()) {
                ObjectNode one = holes.addObject().put("id", cve.group());
                one.put("description", hole.replaceAll(" \\([^()]*CVE-[^()]*\\)", ""));
                boolean absent = cells[1].contains("not there");
                one.putObject("analysis").put("state", "not_affected")
                        .put("justification", absent ? "code_not_present" : "protected_by_mitigating_control")
                        .put("detail", cells[1] + shown(cells[2]));
                one.putArray("affects").addObject().put("ref", purl(hole));
            }
        }
        return vex;
    }

    private static String shown(String tests) {
        String names = tests.replaceAll("[`|]", "").strip();
        return names.isEmpty() ? "" : "; shown by " + names;
    }

    private static String purl(String hole) throws IOException {
        String[] library = LIBRARIES.get(hole.split("[ :]", 2)[0]).split("@", -1);
        Matcher version = Pattern.compile("<" + library[1] + "\\.version>([^<]+)<")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return "pkg:maven/" + library[0] + "@" + version.group(1);
    }

    /** Those of the table of holes that are still there. */
    private static List<String> rows() throws IOException {
        String page = Files.readString(Path.of("SECURITY.md"));
        return page.substring(page.indexOf("## What libraries still have")).lines()
                .filter(line -> line.startsWith("| ") && CVE.matcher(line).find()).toList();
    }
}
