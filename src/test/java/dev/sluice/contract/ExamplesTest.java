package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

    private static final Contract CONTRACT = Given.contract();

    static Stream<Path> examples() {
        return Given.list(Given.EXAMPLES).stream();
    }

    static Stream<Path> requests() {
        return examples().filter(file -> file.getFileName().toString().contains(".request."));
    }

    static Stream<Path> results() {
        return examples().filter(file -> file.getFileName().toString().contains(".result."));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleKeepsToTheSchemaThatItsNameBeginsWith(Path file) {
        String name = file.getFileName().toString();
        assertThat(PublishedSchemas.of(CONTRACT).ofExample(name)).as("schema of " + name).isNotNull();
        assertThat(PublishedSchemas.of(CONTRACT).ofExample(name).validate(Given.json(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestExampleWouldPassTheDoor(Path file) {
        JsonNode request = Given.json(file);
        String family = file.getFileName().toString().replaceFirst("\\..*", "");
        String member = CONTRACT.member(family);
        assertThat(CONTRACT.check(family, request)).isEmpty();
        assertThat(CONTRACT.checkFields(request.get("provider").asText(), request.get("operation").asText(),
                request.path(member), member)).isEmpty();
    }

    /** But for those that the provider's file switches off: a request for one of them is refused. */
    @Test
    void everyOperationOfEveryProviderHasARequestExample() {
        Set<String> shown = new TreeSet<>();
        requests().map(Given::json).forEach(
                request -> shown.add(request.get("provider").asText() + " " + request.get("operation").asText()));
        Set<String> operations = new TreeSet<>();
        Given.providers().forEach((provider, file) -> file.get("operations").properties().stream()
                .filter(operation -> operation.getValue().path("enabled").asBoolean(true))
                .forEach(operation -> operations.add(provider + " " + operation.getKey())));
        assertThat(shown).isEqualTo(operations);
    }

    @Test
    void everyProviderHasAResultExample() {
        Set<String> shown = new TreeSet<>();
        results().map(Given::json).forEach(result -> shown.add(result.get("provider").asText()));
        assertThat(shown).containsAll(Given.providers().keySet());
    }

    /** Else a flow's test could never show that a read hands on an array. */
    @Test
    void readsAreShownWithAnObjectAndWithAnArray() {
        Set<JsonNodeType> shown = results().map(Given::json).map(result -> result.get("data").getNodeType())
                .collect(Collectors.toSet());
        assertThat(shown).containsOnly(JsonNodeType.OBJECT, JsonNodeType.ARRAY);
    }

    @Test
    void everyStatusHasAResultExample() {
        Set<String> shown = new TreeSet<>();
        examples().filter(file -> file.getFileName().toString().startsWith("orders.result.")).map(Given::json)
                .forEach(result -> shown.add(result.get("status").asText()));
        JsonNode statuses = Given.json(Given.FOLDER.resolve("common.schema.json")).at("/$defs/status/enum");
        assertThat(statuses).isNotEmpty().allSatisfy(status -> assertThat(shown).contains(status.asText()));
    }
}
