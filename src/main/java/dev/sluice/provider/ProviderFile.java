package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.YamlFile;
import dev.sluice.signing.Signature;
import dev.sluice.signing.SignatureProblem;
import dev.sluice.text.Shown;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/** Reads one provider file and the settings over it, and refuses what cannot be used in one line. */
final class ProviderFile {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(
            ProviderFile.class.getResourceAsStream("/provider.schema.json"),
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).errorMessageKeyword("message").build());

    private final YamlFile yaml;
    private final Settings settings;
    private final String name;

    ProviderFile(Path path, Config config, Map<String, String> environment) {
        this.yaml = new YamlFile(path);
        this.name = path.getFileName().toString().replaceFirst("\\.yaml$", "");
        this.settings = new Settings(config, environment, name);
        if (!name.matches("[a-z][a-z0-9]{0,31}")) {
            throw new ConfigProblem(path + ": a provider's name is a lower-case letter, then up to 31 lower-case letters and digits");
        }
    }

    String name() {
        return name;
    }

    /** @param sandbox where the sandbox plays this provider, with its credentials; null where it does not */
    Provider read(SandboxAccount sandbox) {
        check(yaml.tree());
        JsonNode tree = Tuning.withDefaults(yaml.tree(), SCHEMA.getSchemaNode());
        List<String> credentials = texts(tree.path("credentials"));
        Set<String> accounts = new TreeSet<>(settings.accounts());
        tree.path("accounts").fieldNames().forEachRemaining(accounts::add);
        settings.refuseUnknown(Tuning.byAccount(tree, accounts), credentials, accounts);
        ObjectNode file = Tuning.withDefaults(settings.over(tree, ""), SCHEMA.getSchemaNode());
        check(file);
        file.path("operations").forEach(operation -> addSuccess(file.path("places"), (ObjectNode) operation));
        String fault = BaseUrl.fault(file.path("base-url").asText(), file.path("plain-http").asBoolean(false));
        if (fault != null) {
            throw problemOfValue("base-url", fault);
        }
        file.set("accounts", settings.over(Tuning.byAccount(file, accounts).path("accounts"), "accounts"));
        check(file);
        return provider(Tuning.byAccount(file, accounts), accounts, credentials, sandbox);
    }

    private Provider provider(JsonNode file, Set<String> accounts, List<String> credentials, SandboxAccount sandbox) {
        boolean played = sandbox != null && settings.value("base-url") == null;
        try {
            Signature signature = file.has("signature") ? Signature.of(file.get("signature")) : null;
            if (signature != null) {
                signature.credentials().stream().filter(name -> !credentials.contains(name)).findFirst().ifPresent(name -> {
                    throw yaml.problem("signature", "uses the credential " + name + ", which is not in the list of credentials");
                });
            }
            return new Provider(name, file.path("family").asText(), file.path("enabled").asBoolean(true),
                    played ? sandbox.baseUrl() : file.path("base-url").asText(), file,
                    accounts(file, accounts, credentials, played ? sandbox : null), signature,
                    file.at("/signature/message/fields/reserved").asText(""),
                    answers(file.path("answers")), operations(file),
                    webhook(file.path("webhook"), signature),
                    file.has("cipher") ? PayloadCipher.of(file.get("cipher")) : null,
                    file.has("wrapper") ? WrappedPayload.of(file.get("wrapper")) : null);
        } catch (SignatureProblem e) {
            throw yaml.problem(e.key().isEmpty() ? "signature" : "signature." + e.key(), e.reason());
        } catch (CipherProblem e) {
            throw yaml.problem((file.has("cipher") ? "cipher" : "wrapper") + (e.key().isEmpty() ? "" : "." + e.key()), e.reason());
        } catch (IllegalArgumentException e) {
            throw yaml.problem("answers", e.getMessage());
        }
    }

    private Map<String, Account> accounts(JsonNode file, Set<String> names, List<String> credentials, SandboxAccount sandbox) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (String account : names) {
            JsonNode own = file.path("accounts").path(account);
            credentials.forEach(credential -> settings.warnUnreadable(account, credential, own.path(credential + "-file").asText(null)));
            accounts.put(account, new Account(account, credentials, own,
                    sandbox != null && account.equals("default") ? sandbox.credentials()::get
                            : credential -> settings.credential(account, credential, own.path(credential + "-file").asText(null))));
        }
        return accounts;
    }

    private Map<String, Operation> operations(JsonNode file) {
        Map<String, Operation> read = new LinkedHashMap<>();
        file.path("operations").properties().forEach(member -> {
            Operation operation = Operation.of(member.getKey(), member.getValue());
            if (operation.ask() != null && !file.path("calls").has(operation.ask())) {
                throw yaml.problem("operations." + operation.name() + ".ask", "there is no " + operation.ask() + " below calls");
            }
            checkSuccess(file, member.getKey(), member.getValue());
            read.put(operation.name(), operation);
        });
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
    private void checkSuccess(JsonNode file, String name, JsonNode operation) {
        String by = operation.path("success-by").asText();
        boolean served = !operation.path("path").asText("none").isEmpty();
        if (served && (by.isEmpty() || by.equals("place") && !Places.of(file.path("places"), operation).tellsSuccess())) {
            throw problemOfValue("operations." + name + (by.isEmpty() ? "" : ".success-by"),
                    "nothing says what makes its answer a success: name places.success; or set shape here and success-by: shape; or, where its own route says it, success-by: mapping");
        }
        if (served && by.equals("shape") && operation.path("shape").isEmpty()) {
            throw problemOfValue("operations." + name + ".success-by", "shape names no place that a good answer holds");
        }
    }

    private Answers answers(JsonNode answers) {
        Map<String, String> listed = new HashMap<>();
        answers.path("statuses").properties().forEach(list -> list.getValue().forEach(status -> {
            String other = listed.put(status.asText(), list.getKey());
            if (other != null && !other.equals(list.getKey())) {
                throw problemOfValue("answers.statuses." + list.getKey(),
                        "has " + Shown.line(status.asText(), 100) + ", which answers.statuses." + other + " has too");
            }
        }));
        return Answers.of(answers);
    }

    private Webhook webhook(JsonNode webhook, Signature requests) {
        if (webhook.isMissingNode()) {
            return null;
        }
        try {
            Signature signature = webhook.has("signature") ? Signature.of(webhook.get("signature")) : requests;
            if (signature == null) {
                throw yaml.problem("webhook", "needs a signature to verify with");
            }
            Places places = new Places(webhook.path("places"));
            return new Webhook(signature, places, events(webhook.path("events"), places), webhook.path("acknowledge").asText());
        } catch (SignatureProblem e) {
            throw yaml.problem("webhook.signature" + (e.key().isEmpty() ? "" : "." + e.key()), e.reason());
        }
    }

    private Events events(JsonNode node, Places places) {
        Events events = Events.of(node);
        if (places.namesEvents() && events.ours().isEmpty()) {
            throw yaml.problem("webhook.events", "needs ours, the events that tell what became of an order,"
                    + " since webhook.places.event says where an event stands");
        }
        if (!places.namesEvents() && !events.areNone()) {
            throw yaml.problem("webhook.events", "needs webhook.places.event, the place where a webhook names its event");
        }
        events.ours().stream().filter(events.ignored()::contains).findFirst().ifPresent(both -> {
            throw yaml.problem("webhook.events", both + " is ours and ignored; it can be one of them");
        });
        return events;
    }

    ConfigProblem problem(String key, String reason) {
        return yaml.problem(key, reason);
    }

    private void check(JsonNode tree) {
        SCHEMA.validate(tree).stream().min(Comparator.comparing(ProviderFile::rank)).ifPresent(violation -> {
            String key = violation.getInstanceLocation().toString().replaceFirst("^/", "").replace('/', '.');
            String property = violation.getProperty();
            if (property != null && violation.getType().equals("additionalProperties")) {
                key = key.isEmpty() ? property : key + "." + property;
                boolean secret = key.startsWith("accounts.");
                throw yaml.problem(key, secret
                        ? "a credential does not stand in this file: set it in the environment, or name a file with " + property + "-file"
                        : "is not a key that a provider file knows");
            }
            throw key.isEmpty() ? yaml.problem("(file)", violation.getError()) : problemOfValue(key, violation.getError());
        });
    }

    /** Names the setting where one lies over the file's value, else file and line. */
    private ConfigProblem problemOfValue(String key, String reason) {
        return settings.value(key) == null ? yaml.problem(key, reason)
                : new ConfigProblem("setting sluice.providers." + name + "." + key + ": " + reason);
    }

    private static int rank(ValidationMessage violation) {
        return violation.getType().equals("additionalProperties") ? 0 : violation.getType().equals("required") ? 1 : 2;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new java.util.ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
