package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to send to a double for which outcome, as {@code demo/inputs.json} lists it. */
public final class Inputs {

    static final String RESOURCE = "/demo/inputs.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One request and what comes of it.
     *
     * @param field   the member of the operation's own that decides, as {@code order.remark}
     * @param value   what stands there
     * @param does    what the double does then, in its own words; empty where it behaves
     * @param outcome the statuses in their order but for {@code PENDING}, and the category of an end that is none
     * @param request the request, without a requestId
     * @param first   the operation of a request for the same subject that has to be completed before, if there is one
     * @param needs   what the operator has to set first, if anything
     */
    public record Input(String provider, String operation, String field, String value, String does, String outcome,
            ObjectNode request, @Nullable String first, @Nullable String needs) {
    }

    private Inputs() {
    }

    /** All of them, provider by provider. */
    public static List<Input> all() {
        List<Input> all = new ArrayList<>();
        try (InputStream file = Inputs.class.getResourceAsStream(RESOURCE)) {
            JSON.readTree(file).forEach(group -> group.path("inputs").properties()
                    .forEach(input -> all.add(of(group, input.getKey(), input.getValue().asText()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Input of(JsonNode group, String value, String outcome) {
        String provider = group.path("provider").asText();
        String operation = group.path("operation").asText();
        String member = group.path("member").asText();
        String field = group.path("field").asText();
        ObjectNode request = JSON.createObjectNode().put("operation", operation).put("provider", provider);
        ObjectNode content = request.set(member, group.path("content").deepCopy());
        ObjectNode own = (ObjectNode) content.path(member);
        String[] place = field.split("/", -1);
        for (int i = 0; i < place.length - 1; i++) {
            own = (ObjectNode) own.path(place[i]);
        }
        own.put(place[place.length - 1], value);
        return new Input(provider, operation, member + "." + field.replace('/', '.'), value,
                does(operation, field, value), outcome, request, group.path("first").textValue(),
                group.path("needs").textValue());
    }

    /** What the double reads in it, by the table that the double itself reads. */
    private static String does(String operation, String field, String value) {
        Misbehaviour told = switch (field) {
            case "mobile" -> MobileFaults.of(value, operation.equals("verify") ? MobileFaults.VERIFYING
                    : MobileFaults.SENDING);
            case "cardId" -> CardFaults.of(value);
            default -> Misbehaviour.ofRemark(value).orElseThrow();
        };
        return told.told().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey().help + (one.getValue() == Mischief.ALWAYS ? ""
                        : " (" + one.getValue() + ")"))
                .collect(Collectors.joining("; "));
    }
}
