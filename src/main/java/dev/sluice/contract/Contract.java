package dev.sluice.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The published contract: what a request may say, in one place with what producers can read. The envelope's rules are
 * JSON Schemas on the class path, an operation's own fields are JSON Schema in its provider's file. Everything is
 * compiled once, when the object is made; afterwards it does not change and may be used by any thread.
 */
public final class Contract {

    /** The most that a request's metadata may have, as bytes of compact JSON. */
    public static final int MAX_METADATA = 4096;

    private static final List<String> REPEATED = List.of("requestId", "provider", "account", "operation", "metadata");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<WrongFields.Wrong> wrong;
    private final Schemas schemas;
    private final JsonSchema enquiries;
    private final Wording wording;
    private final Map<String, JsonSchema> envelopes = new TreeMap<>();
    private final Map<String, String> members = new TreeMap<>();
    private final Map<String, Set<String>> otherwise = new TreeMap<>();
    private final Map<String, Operations> providers = new TreeMap<>();
    private final Map<String, RequestShape> shapes = new TreeMap<>();
    private final Map<String, List<JsonNode>> requests = new TreeMap<>();
    private final Map<String, List<JsonNode>> files = new TreeMap<>();
    private final Set<String> minorUnits = new TreeSet<>();
    private final Map<String, Published> published = new TreeMap<>();

    /**
     * @param folder    where on the class path the contract's files are
     * @param providers each provider's file as a tree, by the provider's name
     * @throws WrongFields           with all operations' fields that are no usable schema, and all places in a request
     *                               that a file names and none can have
     * @throws IllegalStateException when the contract's own files are not whole
     */
    public Contract(String folder, Map<String, ? extends JsonNode> providers) {
        this(folder, providers, new ArrayList<>());
        if (!wrong.isEmpty()) {
            throw new WrongFields(wrong);
        }
    }

    /** The same, as far as it can be made, of files of which something may be wrong. */
    public static Contract of(String folder, Map<String, ? extends JsonNode> providers,
            Consumer<WrongFields.Wrong> told) {
        Contract contract = new Contract(folder, providers, new ArrayList<>());
        contract.wrong.forEach(told);
        return contract;
    }

    private Contract(String folder, Map<String, ? extends JsonNode> providers, List<WrongFields.Wrong> wrong) {
        this.wrong = wrong;
        ContractFiles files = new ContractFiles(folder);
        schemas = new Schemas(files.schemas());
        wording = new Wording(schemas);
        enquiries = schemas.compile(ContractFiles.ENQUIRY);
        files.requestSchemas().forEach((family, name) -> {
            envelopes.put(family, schemas.compile(name));
            members.put(family, files.json(name).get(Schemas.MEMBER).asText());
            Set<String> operations = new TreeSet<>();
            files.json(name).path(Schemas.OTHERWISE).forEach(operation -> operations.add(operation.asText()));
            otherwise.put(family, operations);
        });
        JsonSchema metaSchema = Schemas.metaSchema();
        providers.forEach(
                (name, file) -> this.providers.put(name, new Operations(name, file, schemas, metaSchema, wrong::add)));
        providers.forEach((name, file) -> {
            String family = file.path("family").asText();
            String member = members.get(family);
            if (member != null) {
                RequestShape shape = shapes.computeIfAbsent(family,
                        its -> new RequestShape(member, files.json(its + ContractFiles.REQUEST), schemas));
                file.path("operations").forEach(operation -> {
                    requests.computeIfAbsent(family, its -> new ArrayList<>()).add(operation);
                    this.files.computeIfAbsent(name, its -> new ArrayList<>()).add(operation);
                });
                if (file.has("minor-units")) {
                    minorUnits.add(name);
                }
                new RequestPlaces(name, file, shape, schemas, wrong::add).check();
            }
        });
        files.texts().forEach((name, text) -> published.put(name, new Published(Published.mediaType(name), text)));
        files.requestSchemas().forEach((family, name) -> {
            publish(name, Composition.request(files.json(name), family, this.providers));
            String result = files.resultSchema(family);
            publish(result, Composition.result(files.json(result), family, this.providers));
        });
    }

    /** The families that requests may belong to. */
    public Set<String> families() {
        return members.keySet();
    }

    /** Whether a request of this family, for any operation of it, can have a value at this dotted place. */
    public boolean mayHave(String family, String place) {
        return !RequestShape.OF_AMOUNT.contains(place) && !place.equals(RequestShape.PAGE)
                && requests.getOrDefault(family, List.of()).stream()
                        .anyMatch(operation -> shape(family).has(operation, place));
    }

    /** The same of a request for any operation of one provider. */
    public boolean mayHave(String family, String provider, String place) {
        boolean added = !RequestShape.OF_AMOUNT.contains(place) || minorUnits.contains(provider);
        return added && files.getOrDefault(provider, List.of()).stream()
                .anyMatch(operation -> shape(family).has(operation, place));
    }

    /** The places that requests of this family can have. */
    public Set<String> places(String family) {
        return shapes.containsKey(family) ? shape(family).names(requests.getOrDefault(family, List.of()))
                : Set.of();
    }

    /** The member that holds the operation's own fields: {@code order} for {@code orders}. */
    public @Nullable String member(String family) {
        return members.get(family);
    }

    /** The operations of a family that another provider may do in the first one's stead. */
    public Set<String> otherwise(String family) {
        return otherwise.getOrDefault(family, Set.of());
    }

    /** What a request of this family breaks apart from its operation's own fields, if anything. */
    public Optional<Violation> check(String family, JsonNode request) {
        Optional<Violation> broken = first("", envelope(family), request);
        return broken.isPresent() ? broken : metadata(request.path("metadata"));
    }

    /** What a message that asks for the status of a request breaks, if anything. */
    public Optional<Violation> checkEnquiry(JsonNode enquiry) {
        return first("", enquiries, enquiry);
    }

    /**
     * What the operation's own fields break, if anything.
     *
     * @param content the value of the family's member; missing or {@code null} where the request has none
     * @param member  the name of that member, to begin the dotted path with
     */
    public Optional<Violation> checkFields(String provider, String operation, @Nullable JsonNode content,
            String member) {
        Operations operations = providers.get(provider);
        if (operations == null) {
            return Optional.of(new Violation("provider", "is not a known provider"));
        }
        Optional<JsonSchema> fields = operations.schema(operation);
        if (fields.isEmpty()) {
            return Optional.of(new Violation("operation",
                    "must be one of " + String.join(", ", operations.fields().keySet())));
        }
        if (content == null || content.isMissingNode() || content.isNull()) {
            return operations.hasRequiredFields(operation)
                    ? Optional.of(new Violation(member, "is required")) : Optional.empty();
        }
        return first(member, fields.get(), content);
    }

    /** The request's id where it is there and valid, whatever else the request breaks. */
    public Optional<String> requestId(String family, JsonNode request) {
        JsonNode id = request.path("requestId");
        return Optional.ofNullable(isRight(family, "requestId", id) ? id.textValue() : null);
    }

    /** The members of a request that may be repeated in its refusal: those that by themselves break no rule. */
    public ObjectNode believed(String family, JsonNode request) {
        ObjectNode believed = JsonNodeFactory.instance.objectNode();
        for (String member : REPEATED) {
            JsonNode value = request.path(member);
            if (isRight(family, member, value) && (!member.equals("metadata") || metadata(value).isEmpty())) {
                believed.set(member, value);
            }
        }
        return believed;
    }

    /** Whether a member is there and by itself breaks no rule. */
    private boolean isRight(String family, String member, JsonNode value) {
        return !value.isMissingNode()
                && envelope(family).validate(JsonNodeFactory.instance.objectNode().set(member, value)).stream()
                        .noneMatch(message -> message.getInstanceLocation().getNameCount() > 0);
    }

    /**
     * How the ledger may keep the operation's fields, by member (dotted where nested): {@code never} or {@code masked};
     * a member that is not named may be kept as it came.
     */
    public Map<String, String> ledgerRules(String provider, String operation) {
        return Objects.requireNonNull(
                Objects.requireNonNull(providers.get(provider), provider).ledgerRules().get(operation), operation);
    }

    private JsonSchema envelope(String family) {
        return Objects.requireNonNull(envelopes.get(family), family);
    }

    private RequestShape shape(String family) {
        return Objects.requireNonNull(shapes.get(family), family);
    }

    /** The names of all published documents, {@code index.json} among them. */
    public List<String> names() {
        return List.copyOf(published.keySet());
    }

    /**
     * A published document; a family's schemas are complete with what every configured provider asks for and answers.
     */
    public Optional<Published> published(String name) {
        return Optional.ofNullable(published.get(name));
    }

    private Optional<Violation> first(String prefix, JsonSchema schema, JsonNode document) {
        Set<ValidationMessage> broken = schema.validate(document);
        return broken.isEmpty() ? Optional.empty() : Optional.of(wording.violation(prefix, Choice.of(broken)));
    }

    private static Optional<Violation> metadata(JsonNode metadata) {
        return metadata.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_METADATA ? Optional.empty()
                : Optional.of(
                        new Violation("metadata", "must have at most " + MAX_METADATA + " bytes as compact JSON"));
    }

    private void publish(String name, JsonNode schema) {
        try {
            published.put(name, new Published(Published.mediaType(name),
                    MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
