package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What the contract says of every message that Sluice publishes, by the schemas that the application serves. */
final class ContractRules {

    private static final String ID = "https://sluice.dev/contract/";
    private static final Set<String> FIRST = Set.of("ACCEPTED", "PENDING", "COMPLETED", "FAILED", "REJECTED", "UNKNOWN",
            "UNRESOLVED");
    private static final Map<String, Set<String>> NEXT = Map.of(
            "ACCEPTED", Set.of("PENDING", "COMPLETED", "FAILED", "UNRESOLVED"),
            "PENDING", Set.of("PENDING", "COMPLETED", "FAILED", "UNRESOLVED"),
            "UNKNOWN", Set.of("ACCEPTED", "PENDING", "COMPLETED", "FAILED", "REJECTED", "UNRESOLVED"),
            "UNRESOLVED", Set.of("COMPLETED", "FAILED"),
            "COMPLETED", Set.of(), "FAILED", Set.of(), "REJECTED", Set.of());

    private final JsonSchemaFactory schemas;
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    /** @param served where the contract is served, with a slash at its end */
    ContractRules(String served) {
        schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaMappers(mappers -> mappers.mapPrefix(ID, served)));
    }

    void checkResult(Result result) {
        valid(result.body().path("family").asText() + ".result.schema.json", result.body().toString());
        Received message = result.message();
        JsonNode body = result.body();
        Map<String, Object> expected = new TreeMap<>();
        for (String name : List.of("requestId", "family", "provider", "account", "operation", "status")) {
            if (!body.path(name).isNull()) {
                expected.put(name, body.path(name).asText());
            }
        }
        expected.put("isFinal", result.isFinal());
        expected.put("sequence", result.sequence());
        if (message.protocol().equals("STOMP")) {
            expected.replaceAll((name, value) -> value.toString());
            assertThat(message.properties()).as("headers of %s", body).containsAllEntriesOf(expected);
        } else {
            assertThat(message.properties()).as("properties of %s", body).isEqualTo(expected);
        }
        if (!message.protocol().equals("Core")) {
            assertThat(message.contentType()).as("content type of %s", body).isEqualTo("application/json");
        }
    }

    void checkDeadLetter(Received letter) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        letter.properties().forEach((name, value) -> properties.put(name, Objects.toString(value, null)));
        valid("dead-letter.properties.schema.json", properties.toString());
    }

    /** What holds of the results of one request, in whatever order they came. */
    void checkHistory(List<Result> results) {
        Map<Integer, Result> steps = new TreeMap<>();
        results.stream().filter(Result::isStep).forEach(
                step -> assertThat(steps.put(step.sequence(), step)).as("published twice: %s", step.body()).isNull());
        assertThat(steps.values().stream().filter(Result::isFinal).count()).as("final results in %s", steps.values())
                .isLessThanOrEqualTo(1);
        Result before = null;
        for (Result step : steps.values()) {
            assertThat(step.sequence()).as("gap before %s", step.body())
                    .isEqualTo(before == null ? 1 : before.sequence() + 1);
            assertThat(before == null ? FIRST : NEXT.get(before.status()))
                    .as("%s after %s", step.body(), before == null ? "nothing" : before.body()).contains(step.status());
            assertThat(step.status().equals("PENDING") && before != null && before.status().equals("PENDING")
                    && Objects.equals(step.providerStatus(), before.providerStatus())).as("no news: %s", step.body())
                    .isFalse();
            before = step;
        }
    }

    private void valid(String schema, String json) {
        JsonSchema rules = compiled.computeIfAbsent(schema, name -> schemas.getSchema(SchemaLocation.of(ID + name),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build()));
        assertThat(rules.validate(json, InputFormat.JSON)).as("%s by %s", json, schema).isEmpty();
    }
}
