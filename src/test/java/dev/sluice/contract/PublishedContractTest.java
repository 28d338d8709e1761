package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedContractTest {

    private static final Contract CONTRACT = Given.contract();
    private static final JsonNode ASYNCAPI = Given.yaml(Given.FOLDER.resolve("asyncapi.yaml"));

    static List<String> schemas() {
        return CONTRACT.names().stream().filter(name -> name.endsWith(".schema.json")).toList();
    }

    @Test
    void theIndexNamesEveryFileAndNothingElse() {
        Set<String> files = Given.list(Given.FOLDER).stream()
                .map(file -> Given.FOLDER.relativize(file).toString()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(CONTRACT.names())).isEqualTo(files);
    }

    @Test
    void eachDocumentIsServedWithItsMediaType() {
        assertThat(CONTRACT.published("asyncapi.yaml").orElseThrow().mediaType()).isEqualTo("application/yaml");
        assertThat(CONTRACT.published("common.schema.json").orElseThrow().mediaType())
                .isEqualTo("application/schema+json");
        assertThat(CONTRACT.published("examples/otp.result.sent.json").orElseThrow().mediaType())
                .isEqualTo("application/json");
        assertThat(CONTRACT.published("../application.properties")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everySchemaIsJsonSchemaUnderItsOwnAddress(String name) {
        JsonNode schema = Given.json(CONTRACT.published(name).orElseThrow().body());
        assertThat(Schemas.metaSchema().validate(schema)).isEmpty();
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("$id").asText()).isEqualTo(Schemas.BASE + name);
        assertThat(schema.path("title").asText()).isNotBlank();
    }

    /** https://github.com/asyncapi/spec-json-schemas schemas/3.0.0.json, Apache 2.0. */
    @Test
    void asyncapiYamlIsAsyncApi3() {
        SchemaValidatorsConfig lazy = SchemaValidatorsConfig.builder().preloadJsonSchema(false).build();
        JsonSchema official = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(Given.json(Path.of("src/test/resources/asyncapi/3.0.0.json")), lazy);
        assertThat(official.validate(ASYNCAPI)).isEmpty();
        assertThat(official.validate(((ObjectNode) ASYNCAPI.deepCopy()).put("chanels", 1))).isNotEmpty();
    }

    @Test
    void everyPublicQueueIsAChannel() {
        assertThat(CONTRACT.families()).containsExactlyInAnyOrder("orders", "otp", "licenses");
        Set<String> queues = new TreeSet<>(Set.of("sluice.dead", "sluice.attention", "null"));
        CONTRACT.families().forEach(family -> queues
                .addAll(Set.of(family + ".requests", family + ".requests.{provider}", family + ".requests.status",
                        family + ".results", family + ".results.{tenant}")));
        assertThat(ASYNCAPI.get("channels")).extracting(channel -> channel.get("address").asText())
                .containsOnlyOnceElementsOf(
                        queues.stream().filter(queue -> !queue.equals("null")).toList())
                .containsAll(queues).isSubsetOf(queues);
    }

    @Test
    void aFamilysObjectIsNamedAfterItsSingular() {
        assertThat(CONTRACT.families()).extracting(CONTRACT::member).containsExactlyInAnyOrder("order", "otp",
                "license");
    }

    @Test
    void everyMessageHasExamplesAndAllButTheDeadHaveASchema() {
        ASYNCAPI.at("/components/messages").properties().forEach(message -> {
            assertThat(message.getValue().path("examples")).as(message.getKey()).isNotEmpty();
            assertThat(message.getValue().has("payload")).as(message.getKey())
                    .isEqualTo(!message.getKey().equals("deadLetter"));
        });
    }

    @Test
    void everyReferenceResolves() {
        assertThat(references()).hasSizeGreaterThan(40).allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(ASYNCAPI.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
            } else {
                assertThat(reference).startsWith("./");
                assertThat(CONTRACT.names()).contains(reference.substring(2));
            }
        });
    }

    @Test
    void everyExampleAndEverySchemaOfAMessageIsReferenced() {
        Set<String> needed = CONTRACT.names().stream()
                .filter(name -> name.startsWith("examples/") || name.endsWith(".schema.json"))
                .filter(name -> !Set.of("common.schema.json", "result.schema.json").contains(name))
                .map(name -> "./" + name).collect(Collectors.toSet());
        assertThat(references()).containsAll(needed);
    }

    @Test
    void anExampleStandsWithTheMessageOfItsSchema() {
        ASYNCAPI.at("/components/messages").forEach(message -> message.get("examples").forEach(example -> {
            String file = example.path("payload").path("$ref").asText();
            String schema = message.at("/payload/schema/$ref").asText().replace(".schema.json", "");
            assertThat(file.replace("/examples/", "/")).startsWith(schema);
        }));
    }

    private static List<String> references() {
        return new ArrayList<>(ASYNCAPI.findValuesAsText("$ref"));
    }
}
