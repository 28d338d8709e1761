package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.SchemaChanges.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Within a version the contract only grows. {@code src/test/resources/kept-contract} has the documents of each version;
 * what was added is kept too, by {@code -Dsluice.write=true}, and can not be taken back from then on.
 */
class ContractVersionTest {

    private static final String VERSION = Given.json(Given.FOLDER.resolve("index.json")).path("version").asText();
    private static final Path KEPT = Path.of("src/test/resources/kept-contract", VERSION.replaceFirst("\\..*", ""));

    static Stream<String> schemas() {
        return Given.list(Given.FOLDER).stream().map(file -> Given.FOLDER.relativize(file).toString())
                .filter(name -> name.endsWith(".schema.json"));
    }

    @Test
    void theVersionIsToldInTheIndexAndInAsyncApi() {
        assertThat(VERSION).matches("[1-9][0-9]*\\.[0-9]+");
        assertThat(Given.yaml(Given.FOLDER.resolve("asyncapi.yaml")).at("/info/version").asText()).isEqualTo(VERSION);
        assertThat(Given.text(Path.of("docs/contract.md"))).contains("The version is **" + VERSION + "**");
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void nothingThatSomebodyReliesOnIsTakenAway(String name) throws IOException {
        Path kept = KEPT.resolve(name);
        JsonNode now = Given.json(Given.FOLDER.resolve(name));
        if (Files.exists(kept)) {
            assertThat(SchemaChanges.between(Given.json(kept), now, Side.of(name)))
                    .as("breaks version %s of the contract: leave it, or make a new one", VERSION).isEmpty();
        }
        keep(kept, Given.text(Given.FOLDER.resolve(name)));
        assertThat(Given.json(kept)).as("what was added is kept by -Dsluice.write=true").isEqualTo(now);
    }

    @Test
    void noDocumentAndNoQueueIsTakenAway() throws IOException {
        List<String> queues = Given.yaml(Given.FOLDER.resolve("asyncapi.yaml")).get("channels")
                .findValuesAsText("address").stream().filter(queue -> !queue.equals("null")).sorted().toList();
        Path kept = KEPT.resolve("queues.txt");
        if (Files.exists(kept)) {
            assertThat(queues).containsAll(Files.readAllLines(kept));
        }
        keep(kept, String.join("\n", queues) + "\n");
        assertThat(Files.readAllLines(kept)).isEqualTo(queues);
        assertThat(Given.list(KEPT)).extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(schemas(), Stream.of("queues.txt")).toList());
    }

    /** The name of a schema, the place in it, and what comes there; nothing takes it away. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "orders.request.schema.json | /properties/account |",
            "orders.request.schema.json | /required/2 | \"account\"",
            "orders.request.schema.json | /properties/order/maxProperties | 3",
            "orders.request.schema.json | /properties/order/type | \"array\"",
            "orders.request.schema.json | /properties/operation/enum | [\"payin\"]",
            "status.schema.json | /required/1 | \"family\"",
            "result.schema.json | /properties/data |",
            "result.schema.json | /required/0 |",
            "result.schema.json | /properties/replayed/type | \"string\"",
            "result.schema.json | /properties/sequence/minimum | -1",
            "result.schema.json | /properties/providerReference/maxLength | 300",
            "result.schema.json | /properties/providerReference/maxLength |",
            "result.schema.json | /allOf/0/then/properties/final/const | false",
            "result.schema.json | /allOf/0/if/properties/status/enum/2 |",
            "result.schema.json | /allOf/0/if/properties/status/enum/3 | \"UNRESOLVED\"",
            "result.schema.json | /allOf/0/if/properties/status/enum |",
            "result.schema.json | /allOf/2/if/properties/sequence/const |",
            "result.schema.json | /allOf/4/then/properties/status/enum |",
            "common.schema.json | /$defs/status/enum/7 | \"HELD\"",
            "common.schema.json | /$defs/status/enum/0 |",
            "common.schema.json | /$defs/status/enum |",
            "common.schema.json | /$defs/requestId/pattern | \"^[a-z]{1,64}$\"",
            "common.schema.json | /$defs/shortText/maxLength | 200",
            "common.schema.json | /$defs/error |"})
    void aChangeThatBreaksIsFound(String name, String place, String value) {
        JsonNode kept = Given.json(Given.FOLDER.resolve(name));
        assertThat(SchemaChanges.between(kept, changed(kept, place, value), Side.of(name))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void whatMayNotBeChangesForNobody(Side side) {
        JsonNode kept = Given.quoted("{'not': {'required': ['card', 'iban']}}");
        assertThat(SchemaChanges.between(kept, Given.quoted("{'not': {'required': ['card']}}"), side)).isNotEmpty();
        assertThat(SchemaChanges.between(kept, Given.quoted("{'not': {'required': ['card', 'iban', 'pix']}}"), side))
                .isNotEmpty();
        assertThat(SchemaChanges.between(kept, kept.deepCopy(), side)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "orders.request.schema.json | /properties/priority | {\"type\":\"integer\"}",
            "orders.request.schema.json | /required/1 |",
            "orders.request.schema.json | /properties/order/description | \"Other words.\"",
            "result.schema.json | /properties/fee | {\"type\":\"string\"}",
            "result.schema.json | /required/15 | \"fee\"",
            "result.schema.json | /properties/providerReference/maxLength | 200",
            "common.schema.json | /$defs/category/enum/16 | \"FRAUD\"",
            "common.schema.json | /$defs/new | {\"type\":\"string\"}"})
    void anAdditionIsNone(String name, String place, String value) {
        JsonNode kept = Given.json(Given.FOLDER.resolve(name));
        assertThat(SchemaChanges.between(kept, changed(kept, place, value), Side.of(name))).isEmpty();
    }

    private static JsonNode changed(JsonNode schema, String place, String value) {
        JsonNode changed = schema.deepCopy();
        String last = place.substring(place.lastIndexOf('/') + 1);
        JsonNode holder = changed.at(place.substring(0, place.lastIndexOf('/')));
        if (holder instanceof ObjectNode object) {
            if (value == null) {
                object.remove(last);
            } else {
                object.set(last, Given.json(value));
            }
        } else if (holder instanceof ArrayNode array) {
            if (value == null) {
                array.remove(Integer.parseInt(last));
            } else {
                array.add(Given.json(value));
            }
        }
        assertThat(changed).isNotEqualTo(schema);
        return changed;
    }

    private static void keep(Path file, String text) throws IOException {
        if (Boolean.getBoolean("sluice.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }
}
