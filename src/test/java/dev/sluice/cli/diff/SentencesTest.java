package dev.sluice.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.cli.diff.Change.Part;
import dev.sluice.pages.SchemaKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code diff.yaml} is about keys that there are, and can tell any. */
class SentencesTest {

    private static final JsonNode VALUE = JsonNodeFactory.instance.objectNode().put("kind", "x");
    private static final JsonNode OTHER = JsonNodeFactory.instance.textNode("inorAmount");
    /** Whose shape the schema leaves to the page that explains them. */
    private static final Set<String> FREE = Set.of("signature", "signature.algorithm", "signature.verify.window",
            "webhook.signature.algorithm", "webhook.signature.key", "answers.statuses.any",
            "webhook.answer.status", "operations.any.headers.Idempotency-Key", "headers.Idempotency-Key");

    private final Sentences sentences = new Sentences();

    @Test
    void everyEntryOfAProvidersFileIsForAKeyThatThereIs() {
        List<List<String>> paths = new ArrayList<>();
        Stream.concat(FREE.stream(), SchemaKey.of(SchemaKey.PROVIDER_FILE).stream().flatMap(SchemaKey::all)
                .flatMap(key -> Stream.of(key.path(), key.path() + ".item")))
                .forEach(path -> paths.add(List.of(path.replaceAll("<[^>]+>", "any").split("\\."))));
        assertThat(sentences.all()).allSatisfy(sentence -> assertThat(paths.stream().anyMatch(path -> changes(path)
                .anyMatch(change -> sentence.isAbout(change)))
                || !sentence.toString().startsWith("PROVIDER ")).as(sentence.toString()).isTrue());
    }

    @Test
    void anyChangeOfAnyPartIsTold() {
        for (Part part : Part.values()) {
            changes(List.of("some")).map(change -> new Change(part, "", change.path(), change.before(),
                    change.after())).forEach(change -> assertThat(sentences.told(change).text()).contains("some"));
        }
    }

    private static Stream<Change> changes(List<String> path) {
        return Stream.of(new Change(Part.PROVIDER, "", path, null, VALUE),
                new Change(Part.PROVIDER, "", path, VALUE, null),
                new Change(Part.PROVIDER, "", path, VALUE, OTHER));
    }
}
