package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.PublishedResults;
import dev.sluice.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErasedTest {

    private static final Path EXAMPLES = Path.of("src/main/resources/contract/examples");

    static List<Path> results() throws IOException {
        return files(".result.");
    }

    /** A request that comes again is answered with it. */
    @ParameterizedTest
    @MethodSource("results")
    void whatIsLeftOfAResultIsOne(Path example) throws IOException {
        ObjectNode result = Json.own(Files.readString(example));

        ObjectNode left = Erased.result(result);

        assertThat(PublishedResults.fault(left)).isNull();
        assertThat(left.path("metadata")).isEmpty();
        for (String member : List.of("requestId", "status", "sequence", "providerReference", "occurredAt")) {
            assertThat(left.get(member)).isEqualTo(result.get(member));
        }
        assertThat(left.at("/data/amount")).isEqualTo(result.at("/data/amount"));
    }

    @Test
    void nothingOfAPersonIsLeftOfARequest() throws IOException {
        for (Path example : files(".request.")) {
            ObjectNode left = Erased.document(Json.own(Files.readString(example)), "now");
            for (JsonNode member : left) {
                assertThat(member.has("mobile") || member.has("address") || member.has("uid") || member.has("fields")
                        || member.has("cardId") || member.has("key")).as(example.toString()).isFalse();
            }
            assertThat(left.has("metadata")).isFalse();
        }
    }

    private static List<Path> files(String infix) throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.getFileName().toString().contains(infix)).sorted().toList();
        }
    }
}
