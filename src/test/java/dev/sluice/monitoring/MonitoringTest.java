package dev.sluice.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.ledger.Open;
import dev.sluice.monitoring.Contract.Metric;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Status;
import dev.sluice.pages.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts and dashboards name nothing that Sluice does not tell, and lead to pages that there are. */
class MonitoringTest {

    static final Path FOLDER = Path.of("k8s/components/monitoring");
    private static final Map<String, Metric> METRICS = Contract.metrics();
    /** Who scrapes adds these. */
    private static final Set<String> OF_THE_TARGET = Set.of("namespace", "instance", "pod", "job");
    private static final Set<String> SEVERITIES = Set.of("critical", "warning");
    private static final Set<String> UNITS = Set.of("short", "s", "reqps", "percentunit", "bytes", "bool", "none");

    private static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
    }

    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : yaml(FOLDER.resolve("alerts.yaml")).at("/spec/groups")) {
            group.path("rules").forEach(alerts::add);
        }
        return alerts;
    }

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertNamesMetricsAndLabelsThatThereAre(JsonNode alert) {
        isTold(alert.path("expr").asText());
        Expression expression = Expression.of(alert.path("expr").asText());
        String texts = alert.at("/annotations/summary").asText();
        assertThat(Page.matches("\\$labels\\.(\\w+)", texts)).allSatisfy(label -> assertThat(expression.grouped())
                .contains(label.group(1)));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertLeadsToASectionThatSaysWhatToTypeAndWhatToDo(JsonNode alert) {
        assertThat(SEVERITIES).contains(alert.at("/labels/severity").asText());
        assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
        String[] link = alert.at("/annotations/runbook_url").asText().split("#");
        Page page = Page.at(Path.of(""), Path.of(link[0]));
        assertThat(page.anchors()).contains(link[1]);
        Page section = sections(page).stream().filter(one -> one.anchors().contains(link[1])).findFirst().orElseThrow();
        assertThat(section.text()).as("names its alert").contains(alert.path("alert").asText());
        assertThat(section.typed()).as("a first command").isNotEmpty();
    }

    private static List<Page> sections(Page page) {
        return Arrays.stream(page.text().split("(?m)^(?=#{2,3} )")).map(text -> new Page(page.file(), text)).toList();
    }

    @Test
    void everyAlertHasANameOfItsOwnAndATestOfItsRule() throws IOException {
        List<String> names = alerts().stream().map(alert -> alert.path("alert").asText()).toList();
        assertThat(names).doesNotHaveDuplicates();
        Set<String> fired = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        for (JsonNode test : yaml(Path.of("src/test/resources/monitoring/alerts.test.yaml")).path("tests")) {
            test.path("alert_rule_test").forEach(one -> (one.path("exp_alerts").isEmpty() ? quiet : fired)
                    .add(one.path("alertname").asText()));
        }
        assertThat(fired).containsExactlyInAnyOrderElementsOf(names);
        assertThat(quiet).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardNamesMetricsAndLabelsThatThereAre(Path file) throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(file));
        assertThat(dashboard.path("uid").asText() + ".json").isEqualTo(file.getFileName().toString());
        Set<String> variables = new TreeSet<>();
        for (JsonNode variable : dashboard.at("/templating/list")) {
            variables.add(variable.path("name").asText());
            if (variable.path("type").asText().equals("query")) {
                isTold(variable.path("query").asText().replaceFirst("label_values\\((.+), (\\w+)\\)",
                        "sum by ($2) ($1)"));
            }
        }
        assertThat(dashboard.path("panels")).isNotEmpty();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertThat(title).isNotBlank();
            for (JsonNode target : panel.path("targets")) {
                String expr = target.path("expr").asText();
                isTold(expr.replaceAll("\\[[^]]*]", "[5m]"));
                Page.matches("\\$(\\w+)", expr).stream().map(found -> found.group(1))
                        .filter(name -> !name.startsWith("__")).forEach(name -> assertThat(variables).contains(name));
                Page.matches("\\{\\{(\\w+)}}", target.path("legendFormat").asText()).forEach(label -> assertThat(
                        Expression.of(expr).grouped()).as(title).contains(label.group(1)));
            }
            if (panel.has("targets")) {
                assertThat(UNITS).as(title).contains(panel.at("/fieldConfig/defaults/unit").asText());
            }
        }
    }

    @Test
    void whatTheWholeTellsIsNotSummedOverReplicas() throws IOException {
        List<String> expressions = new ArrayList<>(
                alerts().stream().map(alert -> alert.path("expr").asText()).toList());
        for (Path file : dashboards()) {
            new ObjectMapper().readTree(Files.readString(file)).findValues("expr").forEach(expr -> expressions
                    .add(expr.asText()));
        }
        METRICS.forEach((name, metric) -> {
            if (metric.of().equals("ledger")) {
                assertThat(expressions).filteredOn(expr -> expr.contains(name)).allSatisfy(
                        expr -> assertThat(expr).containsPattern("max by \\([a-z, ]*\\) \\(" + name));
            }
        });
    }

    @Test
    void everyFileIsInTheComponent() throws IOException {
        String component = Files.readString(FOLDER.resolve("kustomization.yaml"));
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.equals("kustomization.yaml"))).allSatisfy(
                            file -> assertThat(component).contains("- " + file));
        }
    }

    @Test
    void aMetricOrLabelThatIsNotThereIsFound() {
        assertThat(Expression.of("sum by (provider) (rate(sluice_calls_total{kind=\"x\"}[5m])) > 0.5 and on (a) up"))
                .isEqualTo(new Expression(Map.of("sluice_calls_total", Map.of("kind", "x"), "up", Map.of()),
                        Set.of("provider", "a")));
    }

    private static void isTold(String text) {
        Expression expression = Expression.of(text);
        assertThat(expression.selected()).as(text).isNotEmpty();
        Set<String> labels = new TreeSet<>(OF_THE_TARGET);
        expression.selected().forEach((name, matchers) -> {
            Metric metric = metric(name);
            assertThat(metric).as(name + " in " + text).isNotNull();
            labels.addAll(metric.labels());
            if (name.endsWith("_bucket")) {
                labels.add("le");
            }
            assertThat(metric.labels()).as(text).containsAll(
                    matchers.keySet().stream().filter(label -> !OF_THE_TARGET.contains(label)).toList());
            known(metric, matchers);
        });
        assertThat(labels).as(text).containsAll(expression.grouped());
    }

    private static Metric metric(String name) {
        Metric metric = METRICS.get(name);
        Metric base = METRICS.get(name.replaceFirst("_(bucket|count|sum)$", ""));
        return metric != null || base == null || base.type().equals("gauge") || base.type().equals("counter") ? metric
                : base;
    }

    /** A word that no enum has is as good as a label that is not there. */
    private static void known(Metric metric, Map<String, String> matchers) {
        Set<String> kinds = new TreeSet<>(Arrays.stream(Kind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList());
        Set<String> statuses = new TreeSet<>(Open.STATUSES);
        Arrays.stream(Status.values()).map(Status::name).forEach(statuses::add);
        Map.of("kind", kinds, "status", statuses).forEach((label, words) -> {
            if (matchers.containsKey(label) && metric.labels().contains(label)) {
                assertThat(words).containsAll(List.of(matchers.get(label).split("\\|")));
            }
        });
    }
}
