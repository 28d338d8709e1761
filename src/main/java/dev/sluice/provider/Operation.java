package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.LedgerRules;
import dev.sluice.contract.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a provider, as its file describes it.
 *
 * @param success          whether a good answer to the call accepts the order or completes it
 * @param lost             what is done when nobody knows whether the call took effect
 * @param ask              the question that tells what became of it, if there is one
 * @param reads            whether it only reads
 * @param repeats          how often a lost call may be repeated, for {@link Lost#REPEAT}
 * @param unsureIfRepeated codes that tell nothing when they answer a repeated call
 * @param about            the field that names an earlier request, if there is one
 * @param exact            whether the provider's data is handed on as it is
 * @param fields           names below {@code fields} that the operator's templates use, where the file has a body
 * @param echo             names of {@code echo} members of the answer, with the place in the request they must equal
 * @param unkept           its fields that the ledger keeps masked or not at all
 */
public record Operation(String name, Success success, Lost lost, @Nullable String ask, boolean reads, int repeats,
        Set<String> unsureIfRepeated, @Nullable About about, boolean exact, @Nullable Set<String> fields,
        Map<String, List<String>> echo, Set<String> unkept) {

    public enum Success {
        ACCEPTED, COMPLETED
    }

    public enum Lost {
        ASK, REPEAT, PERSON
    }

    /**
     * An earlier request that this one is about.
     *
     * @param accepted whether the earlier one must already have a provider reference
     */
    public record About(String field, Set<String> operations, boolean accepted) {
    }

    /**
     * Whether it makes something at the provider, which the reference that the provider answers with is then the name
     * of.
     */
    public boolean creates() {
        return success == Success.ACCEPTED || about == null && lost != Lost.REPEAT;
    }

    /**
     * One that the provider's file has no more, while requests for it are still open: nobody calls it, nothing can be
     * asked or compared, and so a person decides.
     */
    static Operation gone(String name) {
        return new Operation(name, Success.ACCEPTED, Lost.PERSON, null, false, 0, Set.of(), null, false, null, Map.of(),
                Set.of());
    }

    /** Whether doing it several times is as good as once. */
    public boolean mayBeRepeated() {
        return lost == Lost.REPEAT && repeats == Integer.MAX_VALUE && unsureIfRepeated.isEmpty();
    }

    static Operation of(String name, JsonNode node) {
        JsonNode about = node.path("about");
        Map<String, List<String>> echo = new LinkedHashMap<>();
        node.path("echo").properties().forEach(member -> echo.put(member.getKey(), place(member.getValue().asText())));
        return new Operation(name,
                Success.valueOf(upper(node.path("success"))),
                Lost.valueOf(upper(node.path("lost"))),
                node.path("ask").asText(null),
                node.path("reads").asBoolean(false),
                node.path("repeats").asInt(Integer.MAX_VALUE),
                texts(node.path("unknown-when-repeated")),
                about.isMissingNode() ? null : new About(about.path("field").asText(), texts(about.path("operations")),
                        about.path("accepted").asBoolean(false)),
                node.path("exact").asBoolean(false),
                fields(node),
                echo,
                LedgerRules.unkept(node.path("fields")));
    }

    /** Where the file has a body, or names a field elsewhere, it says what is sent; else a route does. */
    private static @Nullable Set<String> fields(JsonNode node) {
        Set<String> named = Template.fieldNames(node);
        return node.has("body") || !named.isEmpty() ? named : null;
    }

    private static List<String> place(String path) {
        return List.of(path.substring(1).split("\\."));
    }

    private static String upper(JsonNode node) {
        return node.asText().toUpperCase(java.util.Locale.ROOT);
    }

    static Set<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return Set.copyOf(texts);
    }
}
