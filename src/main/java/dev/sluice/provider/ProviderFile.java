package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.sluice.cipher.CipherProblem;
import dev.sluice.cipher.PayloadCipher;
import dev.sluice.cipher.WrappedPayload;
import dev.sluice.config.Broken;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.YamlFile;
import dev.sluice.signing.Signature;
import dev.sluice.signing.SignatureProblem;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Reads one provider file and the settings over it, and tells all that cannot be used. */
final class ProviderFile {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(
            ProviderFile.class.getResourceAsStream("/provider.schema.json"),
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).errorMessageKeyword("message").build());

    private final YamlFile yaml;
    private final Settings settings;
    private final Mistakes mistakes;
    private final String name;
    /** Parts with a key too many or too few: what else is wrong there comes of that. */
    private final Set<String> unsound = new HashSet<>();
    private JsonNode tree;
    private boolean misshapen;
    private boolean isSound = true;

    /** @throws ConfigProblem where it is no YAML, or its name is none of a provider */
    ProviderFile(Path path, Config config, Map<String, String> environment, Mistakes mistakes) {
        this.yaml = new YamlFile(path);
        this.name = path.getFileName().toString().replaceFirst("\\.yaml$", "");
        this.settings = new Settings(config, environment, name);
        this.mistakes = mistakes;
        if (!name.matches("[a-z][a-z0-9]{0,31}")) {
            throw new ConfigProblem(path + ": a provider's name is a lower-case letter, then up to 31 lower-case letters and digits");
        }
    }

    String name() {
        return name;
    }

    /** What stands in the file and in the settings over it; without what has not the right shape. */
    JsonNode tree() {
        return tree;
    }

    /** Whether something of it has not the right shape. */
    boolean isMisshapen() {
        return misshapen;
    }

    /**
     * The provider, empty where a mistake was found.
     *
     * @param sandbox where the sandbox plays this provider, with its credentials; null where it does not
     */
    Optional<Provider> read(SandboxAccount sandbox) {
        JsonNode written = OptionalKeys.withSet(Tuning.withDefaults(sound(said(yaml.tree()), key -> true), SCHEMA.getSchemaNode()),
                SCHEMA.getSchemaNode(), key -> settings.value(key) != null);
        List<String> credentials = texts(written.path("credentials"));
        Set<String> accounts = new TreeSet<>(settings.accounts());
        written.path("accounts").fieldNames().forEachRemaining(accounts::add);
        settings.refuseUnknown(Tuning.byAccount(written, accounts), credentials, accounts, mistakes);
        ObjectNode file = sound(Tuning.withDefaults(settings.over(written, "", mistakes), SCHEMA.getSchemaNode()), settings::liesOver);
        file.path("operations").forEach(operation -> addSuccess(file.path("places"), (ObjectNode) operation));
        String fault = BaseUrl.fault(file.path("base-url").asText(), file.path("plain-http").asBoolean(false));
        if (fault != null) {
            wrong("base-url", fault);
        }
        file.set("accounts", settings.over(Tuning.byAccount(file, accounts).path("accounts"), "accounts", mistakes));
        tree = Tuning.byAccount(sound(file, key -> key.startsWith("accounts.") && settings.liesOver(key)), accounts);
        return provider(accounts, credentials, sandbox);
    }

    private Optional<Provider> provider(Set<String> accounts, List<String> credentials, SandboxAccount sandbox) {
        boolean played = sandbox != null && settings.value("base-url") == null;
        Stream.of("poll", "retry").forEach(schedule -> schedule(schedule, tree.path(schedule)));
        accounts.forEach(account -> Stream.of("poll", "retry").filter(schedule -> yaml.tree().at("/accounts/" + account).has(schedule)
                        || List.of("first-delay", "max-delay", "budget").stream().anyMatch(key -> settings.liesOver("accounts." + account + "." + schedule + "." + key)))
                .forEach(schedule -> schedule("accounts." + account + "." + schedule, tree.at("/accounts/" + account + "/" + schedule))));
        timeouts();
        if (tree.has("token")) {
            token();
        }
        Stream.of("operations", "calls").forEach(part -> Stream.of("http", "pace").filter(tree.path(part)::has).forEach(taken ->
                wrong(part + "." + taken, "is the name of a flow of every provider: choose another")));
        Signature signature = part("signature", () -> tree.has("signature") ? signature(credentials) : null);
        Answers answers = part("answers", () -> answers(tree.path("answers")));
        Map<String, Operation> operations = part("operations", this::operations);
        Webhook webhook = part("webhook", () -> webhook(tree.path("webhook"), signature, credentials));
        PayloadCipher cipher = part("cipher", () -> tree.has("cipher") ? cipher(credentials) : null);
        WrappedPayload wrapper = part("wrapper", () -> tree.has("wrapper") ? WrappedPayload.of(tree.get("wrapper")) : null);
        Map<String, Account> its = part("accounts", () -> accounts(accounts, credentials, played ? sandbox : null));
        if (!isSound) {
            return Optional.empty();
        }
        Map<String, Template> headers = new LinkedHashMap<>();
        tree.path("headers").properties().forEach(header -> headers.put(header.getKey(), Template.of(header.getValue())));
        return Optional.of(new Provider(name, tree.path("family").asText(), tree.path("enabled").asBoolean(true),
                played ? sandbox.baseUrl() : tree.path("base-url").asText(), calls(), headers,
                tree.has("token") ? TokenPlan.of(tree.get("token")) : null, Provider.Timeouts.of(tree.path("timeouts")), Terms.of(tree), its, signature,
                tree.at("/signature/message/fields/reserved").asText(""), answers, operations, webhook, cipher, wrapper));
    }

    private void schedule(String key, JsonNode node) {
        part(key, () -> {
            Schedule schedule = Schedule.of(node);
            if (schedule.longest().compareTo(schedule.first()) < 0) {
                wrong(key + ".max-delay", "is shorter than first-delay");
            }
            if (schedule.budget().compareTo(schedule.first()) < 0) {
                wrong(key + ".budget", "is shorter than first-delay, so that nothing would ever be tried");
            }
            return schedule;
        });
    }

    private void timeouts() {
        part("timeouts", () -> {
            Provider.Timeouts timeouts = Provider.Timeouts.of(tree.path("timeouts"));
            if (timeouts.connect().isZero()) {
                wrong("timeouts.connect", "is no time at all");
            }
            if (timeouts.response().isZero()) {
                wrong("timeouts.response", "is no time at all");
            }
            return timeouts;
        });
    }

    private void token() {
        part("token", () -> {
            if (!tree.path("calls").has("login")) {
                wrong("token", "needs a login among the calls, which gives the token");
            }
            TokenPlan token = TokenPlan.of(tree.path("token"));
            if (token.maxAge() != null && token.renewAhead().compareTo(token.maxAge()) >= 0) {
                wrong("token.renew-ahead", "is not shorter than max-age, so that a token would be fetched for every call");
            }
            return token;
        });
    }

    private PayloadCipher cipher(List<String> credentials) {
        String key = tree.at("/cipher/key/credential").asText("");
        if (!key.isEmpty() && !credentials.contains(key)) {
            wrong("cipher.key.credential", "is " + key + ", which is not in the list of credentials" + Nearest.hint(key, credentials));
        }
        return PayloadCipher.of(tree.get("cipher"));
    }

    private Map<String, CallPlan> calls() {
        Map<String, CallPlan> calls = new LinkedHashMap<>();
        Stream.of("operations", "calls").flatMap(part -> tree.path(part).properties().stream())
                .forEach(call -> calls.putIfAbsent(call.getKey(), CallPlan.of(tree.path("places"), call.getValue())));
        return calls;
    }

    /** A part of the file, null where it cannot be used. */
    private <T> T part(String key, Supplier<T> part) {
        try {
            return part.get();
        } catch (ConfigProblem e) {
            isSound = false;
            mistakes.add(e);
        } catch (SignatureProblem e) {
            wrong(below(key, e.key()), e.reason());
        } catch (CipherProblem e) {
            wrong(below(key, e.key()), e.reason());
        } catch (RuntimeException e) {
            // What was left out of it for its shape may be missed here.
            if (!misshapen) {
                wrong(key, "cannot be used as it stands (" + e.getClass().getSimpleName() + ")");
            }
        }
        return null;
    }

    private Signature signature(List<String> credentials) {
        return known(Signature.of(tree.get("signature")), "signature", credentials);
    }

    private Signature known(Signature signature, String key, List<String> credentials) {
        signature.credentials().stream().filter(credential -> !credentials.contains(credential)).forEach(credential -> wrong(holder(key, credential),
                "uses the credential " + credential + ", which is not in the list of credentials" + Nearest.hint(credential, credentials)));
        return signature;
    }

    /** The key below this one whose text names the credential. */
    private String holder(String key, String credential) {
        JsonNode node = tree.at("/" + key.replace('.', '/'));
        if (!node.isContainerNode()) {
            return key;
        }
        return names(node).stream().filter(name -> node.get(name).toString().contains(":" + credential + "}")
                        || node.get(name).toString().contains("\"" + credential + "\""))
                .findFirst().map(name -> holder(key + "." + name, credential)).orElse(key);
    }

    private Map<String, Account> accounts(Set<String> names, List<String> credentials, SandboxAccount sandbox) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (String account : names) {
            JsonNode own = tree.path("accounts").path(account);
            credentials.forEach(credential -> settings.unreadable(account, credential, own.path(credential + "-file").asText(null))
                    .ifPresent(mistakes::note));
            accounts.put(account, new Account(account, credentials, Terms.of(own),
                    sandbox != null && account.equals("default") ? sandbox.credentials()::get
                            : credential -> settings.credential(account, credential, own.path(credential + "-file").asText(null))));
        }
        return accounts;
    }

    private Map<String, Operation> operations() {
        Map<String, Operation> read = new LinkedHashMap<>();
        tree.path("operations").properties().forEach(member -> part("operations." + member.getKey(), () -> {
            Operation operation = Operation.of(member.getKey(), member.getValue());
            if (operation.ask() != null && !tree.path("calls").has(operation.ask())) {
                wrong("operations." + operation.name() + ".ask", "there is no " + operation.ask() + " below calls"
                        + Nearest.hint(operation.ask(), names(tree.path("calls"))));
            }
            checkSuccess(member.getKey(), member.getValue());
            return read.put(operation.name(), operation);
        }));
        return read;
    }

    /**
     * Says what makes an answer a success where the file does not, and leaves no doubt: its place of success; the reference,
     * without which no order is accepted; the route, where the file names no place.
     */
    private static void addSuccess(JsonNode places, ObjectNode operation) {
        Places named = Places.of(places, operation);
        if (operation.has("success-by")) {
            return;
        }
        if (named.tellsSuccess()) {
            operation.put("success-by", "place");
        } else if (places.isEmpty() && operation.path("places").isEmpty()) {
            operation.put("success-by", "mapping");
        } else if (operation.path("success").asText().equals("accepted") && named.tellsReference()) {
            operation.put("success-by", "shape").withArray("shape").add(named.reference());
        }
    }

    /** Without a path it is refused when it is asked for, and nothing need be known of its answers. */
    private void checkSuccess(String operation, JsonNode described) {
        String key = "operations." + operation;
        String by = described.path("success-by").asText();
        boolean served = !described.path("path").asText("none").isEmpty();
        if (served && (by.isEmpty() || by.equals("place") && !Places.of(tree.path("places"), described).tellsSuccess())) {
            wrong(key + (by.isEmpty() ? "" : ".success-by"), "nothing says what makes its answer a success: name places.success;"
                    + " or set shape here and success-by: shape; or, where its own route says it, success-by: mapping");
        }
        if (served && by.equals("shape") && described.path("shape").isEmpty()) {
            wrong(key + ".success-by", "shape names no place that a good answer holds");
        }
    }

    private Answers answers(JsonNode answers) {
        Map<String, String> listed = new HashMap<>();
        answers.path("statuses").properties().forEach(list -> list.getValue().forEach(status -> {
            String other = listed.put(status.asText(), list.getKey());
            if (other != null && !other.equals(list.getKey())) {
                wrong("answers.statuses." + list.getKey(),
                        "has " + Shown.line(status.asText(), 100) + ", which answers.statuses." + other + " has too");
            }
        }));
        answers.path("no-such-order").forEach(code -> {
            if (answers.path("codes").has(code.asText())) {
                wrong("answers.no-such-order", "has " + Shown.line(code.asText(), 100) + ", which answers.codes has too");
            }
        });
        answers.path("codes").properties().stream().filter(code -> code.getValue().path("kind").asText().equals("unauthorised"))
                .filter(code -> !tree.has("token")).forEach(code -> wrong("answers.codes." + code.getKey() + ".kind",
                        "is unauthorised, which asks for a new token, and there is no token section: say refused, category AUTHENTICATION"));
        return Answers.of(answers);
    }

    private Webhook webhook(JsonNode webhook, Signature requests, List<String> credentials) {
        if (webhook.isMissingNode()) {
            return null;
        }
        Signature signature = webhook.has("signature")
                ? part("webhook.signature", () -> known(Signature.of(webhook.get("signature")), "webhook.signature", credentials)) : requests;
        if (signature == null && !webhook.has("signature") && !tree.has("signature")) {
            wrong("webhook", "needs a signature to verify with");
        }
        Places places = new Places(webhook.path("places"));
        return new Webhook(signature, places, events(webhook.path("events"), places), webhook.path("acknowledge").asText());
    }

    private Events events(JsonNode node, Places places) {
        Events events = Events.of(node);
        if (places.namesEvents() && events.ours().isEmpty()) {
            wrong("webhook.events", "needs ours, the events that tell what became of an order,"
                    + " since webhook.places.event says where an event stands");
        }
        if (!places.namesEvents() && !events.areNone()) {
            wrong("webhook.events", "needs webhook.places.event, the place where a webhook names its event");
        }
        events.ours().stream().filter(events.ignored()::contains).forEach(both ->
                wrong("webhook.events", both + " is ours and ignored; it can be one of them"));
        return events;
    }

    /** What is found wrong at a key, of which the setting is named where one lies over the file's value. */
    void wrong(String key, String reason) {
        isSound = false;
        if (!unsound.contains(part(key))) {
            mistakes.add(mistake(key, reason));
        }
    }

    private void tell(String key, String reason) {
        isSound = false;
        mistakes.add(mistake(key, reason));
    }

    private Mistake mistake(String key, String reason) {
        return settings.value(key) == null ? yaml.mistake(key, reason) : settings.mistake(key, reason);
    }

    /** Without sections that have nothing in them; an account needs nothing. */
    private static ObjectNode said(ObjectNode written) {
        ObjectNode said = written.deepCopy();
        said.path("accounts").properties().forEach(account -> {
            if (account.getValue().isNull()) {
                account.setValue(JsonNodeFactory.instance.objectNode());
            }
        });
        List.of(said, said.path("answers"), said.path("webhook"), said.path("places")).forEach(part -> {
            if (part instanceof ObjectNode section) {
                section.properties().removeIf(member -> member.getValue().isNull());
            }
        });
        return said;
    }

    /** The tree without what has not the right shape, which is told where it is looked at. */
    private ObjectNode sound(JsonNode tree, Predicate<String> looked) {
        ObjectNode sound = tree.deepCopy();
        Set<ValidationMessage> violations = SCHEMA.validate(tree);
        for (ValidationMessage violation : violations) {
            String at = violation.getInstanceLocation().toString();
            String key = at.replaceFirst("^/", "").replace('/', '.');
            String property = violation.getProperty();
            boolean unknown = violation.getType().equals("additionalProperties");
            boolean missing = violation.getType().equals("required");
            String named = unknown || missing ? below(key, property) : key;
            if (!looked.test(named)) {
                continue;
            }
            misshapen = true;
            if (!missing || violations.stream().noneMatch(other -> isMeant(violation, other))) {
                tell(named.isEmpty() ? "(file)" : named,
                        unknown ? unknown(named, violation) : Broken.words(violation));
            }
            if (unknown || missing) {
                unsound.add(part(named));
            }
            if (!missing) {
                remove(sound, unknown ? at + "/" + property : at);
            }
        }
        return sound;
    }

    private static String unknown(String key, ValidationMessage violation) {
        if (key.startsWith("accounts.")) {
            String credential = key.substring(key.lastIndexOf('.') + 1);
            return "a credential does not stand in this file: set it in the environment, or name a file with " + credential + "-file";
        }
        String schema = violation.getSchemaLocation().getFragment().toString().replaceFirst("/[^/]*$", "");
        return "is not a key that a provider file knows"
                + Nearest.hint(violation.getProperty(), names(SCHEMA.getSchemaNode().at(schema).path("properties")));
    }

    /** Whether what is missing is told already, by the unknown key that was probably meant for it. */
    private static boolean isMeant(ValidationMessage missing, ValidationMessage unknown) {
        return unknown.getType().equals("additionalProperties") && unknown.getInstanceLocation().equals(missing.getInstanceLocation())
                && !Nearest.hint(unknown.getProperty(), List.of(missing.getProperty())).isEmpty();
    }

    private static void remove(ObjectNode tree, String pointer) {
        int end = pointer.lastIndexOf('/');
        if (end < 0) {
            return;
        }
        if (tree.at(pointer.substring(0, end)) instanceof ObjectNode holder) {
            holder.remove(pointer.substring(end + 1).replace("~1", "/").replace("~0", "~"));
        } else {
            // An item of a list: the list cannot be used without it.
            remove(tree, pointer.substring(0, end));
        }
    }

    /** An operation, a call, or another part at the top of the file. */
    private static String part(String key) {
        String[] keys = key.split("\\.");
        return keys.length > 1 && Set.of("operations", "calls").contains(keys[0]) ? keys[0] + "." + keys[1] : keys[0];
    }

    private static String below(String key, String inner) {
        return key.isEmpty() || inner.isEmpty() ? key + inner : key + "." + inner;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
