package dev.sluice.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bench.GivenOutcomes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportsTest {

    private static final Report REPORT = GivenOutcomes.report("./sluice bench --rounds 3 \"<&>\"");

    @Test
    void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
        Document page = page();

        assertThat(elements(page, "svg")).hasSizeGreaterThanOrEqualTo(14);
        assertThat(elements(page, "script")).isEmpty();
        assertThat(HtmlReport.of(REPORT)).doesNotContain("http:", "https:", "@import", "url(");
    }

    @Test
    void thePageNamesCommandMachineAndHowCommitsAreForced() throws Exception {
        assertThat(page().getDocumentElement().getTextContent()).contains("./sluice bench --rounds 3 \"<&>\"",
                "2 cores, OpenJDK <17>, Linux & more, 2026-11-29T04:00:00Z", "PostgreSQL: fsync=on", "SQLite: FULL");
    }

    @Test
    void thePageHasEveryMedianWithItsRatio() throws Exception {
        String text = page().getDocumentElement().getTextContent();

        // Of 1,210, 1,220 and 1,230; of 410 to 430; of 610 to 630.
        assertThat(text).contains("1,220", "420 (0.34 ×)", "620 (0.51 ×)", "2.45 (2.95 ×)", "14.6 (2.35 ×)");
    }

    @Test
    void everyChartSaysWhatItsAxesAreAndShowsEachNumber() throws Exception {
        for (Element chart : elements(page(), "svg")) {
            assertThat(chart.getAttribute("aria-label")).isNotBlank();
            assertThat(elements(chart, "text")).filteredOn(text -> text.getAttribute("class").equals("axis"))
                    .hasSize(2);
            assertThat(elements(chart, "text")).filteredOn(text -> text.getAttribute("class").equals("number"))
                    .hasSameSizeAs(elements(chart, "rect"));
            assertThat(elements(chart, "rect")).isNotEmpty().allSatisfy(bar -> {
                assertThat(Double.parseDouble(bar.getAttribute("height"))).isBetween(0.1, 220.0);
                assertThat(Double.parseDouble(bar.getAttribute("x"))).isPositive();
            });
        }
    }

    @Test
    void theScaleEndsAtARoundNumberThatIsNotBelowAny() {
        for (double value : new double[]{0.003, 0.81, 1, 1.1, 3.9, 8.1, 99, 420, 1_220}) {
            assertThat(BarChart.roundUp(value)).isBetween(value, 2 * value);
        }
        assertThat(BarChart.roundUp(0)).isEqualTo(1);
        assertThat(BarChart.roundUp(1_220)).isEqualTo(2_000);
    }

    @Test
    void theTableIsAlignedAndHasMediansAndRatios() {
        String table = TextReport.of(REPORT);

        assertThat(table.lines().filter(line -> line.startsWith("  ")).map(String::length).distinct()).hasSize(1);
        assertThat(table).containsPattern("rate, first ACCEPTED to last COMPLETED, orders/s +1,220 +420 \\(0\\.34 ×\\)"
                + " +620 \\(0\\.51 ×\\)").contains("SQLite, steady, 50 orders a second, the provider takes 0 ms");
    }

    @Test
    void theJsonHasEveryRunAndEveryMedian() throws Exception {
        JsonNode json = new ObjectMapper().readTree(JsonReport.of(REPORT));

        assertThat(json.at("/command").asText()).isEqualTo(REPORT.command());
        assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
        assertThat(json.at("/runs")).hasSize(8 * 3 * 3);
        assertThat(json.at("/medians")).hasSize(8 * 3);
        assertThat(json.at("/medians/1/system").asText()).isEqualTo("sluice");
        assertThat(json.at("/medians/1/rate").asDouble()).isEqualTo(420);
        assertThat(json.at("/medians/1/toHandWritten/warmRate").asDouble()).isBetween(0.3, 0.4);
    }

    private static Document page() throws Exception {
        String page = HtmlReport.of(REPORT).replace("<!DOCTYPE html>\n", "");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document page, String name) {
        return elements(page.getDocumentElement(), name);
    }

    private static List<Element> elements(Element within, String name) {
        NodeList found = within.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        Stream.iterate(0, i -> i < found.getLength(), i -> i + 1).forEach(i -> elements.add((Element) found.item(i)));
        return elements;
    }
}
