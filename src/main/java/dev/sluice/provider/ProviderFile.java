package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cipher.CannotCipher;
import dev.sluice.cipher.CipherProblem;
import dev.sluice.cipher.PayloadCipher;
import dev.sluice.cipher.WrappedPayload;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mend;
import dev.sluice.config.Mistake;
import dev.sluice.config.MistakeAt;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.YamlFile;
import dev.sluice.signing.CannotSign;
import dev.sluice.signing.Signature;
import dev.sluice.signing.SignatureProblem;
import dev.sluice.text.Nearest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Reads one provider file and the settings over it, and tells all that cannot be used. */
final class ProviderFile {

    private static final List<String> DELAYS = List.of("first-delay", "max-delay", "budget");

    /** How fast and how often; no key of another part is put right by anybody but a person. */
    private static final Set<String> IN_TIME = Set.of("poll", "retry", "timeouts", "limits", "breaker");

    private final YamlFile yaml;
    private final ProviderSettings settings;
    private final Mistakes mistakes;
    private final String name;
    /** Parts with a key too many or too few: what else is wrong there comes of that. */
    private final Set<String> unsound = new HashSet<>();
    private JsonNode tree = MissingNode.getInstance();
    private boolean misshapen;
    private boolean isSound = true;
    private ProviderRules rules = new ProviderRules(tree, this::wrong, this::note);

    /** @throws ConfigProblem where it is no YAML, or its name is none of a provider */
    ProviderFile(Path path, Config config, Map<String, String> environment, Mistakes mistakes) {
        this.yaml = new YamlFile(path);
        this.name = path.getFileName().toString().replaceFirst("\\.yaml$", "");
        this.settings = new ProviderSettings(config, environment, name);
        this.mistakes = mistakes;
        if (name.equals("status")) {
            throw new ConfigProblem(Rule.PROVIDER_NAME, path + ": no provider can be called status, for on the queue"
                    + " <family>.requests.status the status of requests is asked");
        }
        if (!name.matches("[a-z][a-z0-9]{0,31}")) {
            throw new ConfigProblem(Rule.PROVIDER_NAME,
                    path + ": a provider's name is a lower-case letter, then up to 31 lower-case"
                            + " letters and digits");
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

    /** The provider, empty where a mistake was found. */
    Optional<Provider> read() {
        JsonNode said = Tuning.withDefaults(sound(ProviderShape.said(yaml.tree()), key -> true, yaml::mistake),
                ProviderShape.schema());
        Set<String> accounts = new TreeSet<>(settings.accounts());
        said.path("accounts").fieldNames().forEachRemaining(accounts::add);
        JsonNode written = OptionalKeys.withSet(said, accounts, ProviderShape.schema(),
                key -> settings.value(key) != null);
        List<String> credentials = texts(written.path("credentials"));
        settings.refuseUnknown(Tuning.byAccount(written, accounts), credentials, accounts, mistakes);
        ObjectNode file = sound(Tuning.withDefaults(settings.over(written, "", mistakes), ProviderShape.schema()),
                settings::liesOver, this::mistake);
        file.path("operations")
                .forEach(operation -> ProviderRules.addSuccess(file.path("places"), (ObjectNode) operation));
        address("base-url", file, file);
        file.set("accounts", settings.over(Tuning.byAccount(file, accounts).path("accounts"), "accounts", mistakes));
        tree = Tuning.byAccount(
                sound(file, key -> key.startsWith("accounts.") && settings.liesOver(key), this::mistake), accounts);
        accounts.forEach(account -> ownAddress("accounts." + account, tree.path("accounts").path(account)));
        Stream.of("operations", "calls").forEach(part -> tree.path(part).properties()
                .forEach(call -> ownAddress(part + "." + call.getKey(), call.getValue())));
        return provider(accounts, credentials);
    }

    /** A double would not be called there, but the provider itself. */
    private void ownAddress(String part, JsonNode node) {
        String key = part + ".base-url";
        if (!node.has("base-url") || node.get("base-url").equals(tree.get("base-url"))) {
            return;
        }
        address(key, tree, node);
        if (settings.isPlayed()) {
            wrong(Rule.UNUSABLE_ADDRESS, key,
                    "is the provider's own, and " + name + " is played by a double (sluice.sandbox.enabled): take it"
                            + " away, or set base-url of the provider");
        }
    }

    private void address(String key, JsonNode file, JsonNode holder) {
        String fault = BaseUrl.fault(holder.path("base-url").asText(), file.path("plain-http").asBoolean(false));
        if (fault != null) {
            wrong(Rule.UNUSABLE_ADDRESS, key, fault);
        }
    }

    private Optional<Provider> provider(Set<String> accounts, List<String> credentials) {
        rules = new ProviderRules(tree, this::wrong, this::note);
        rules.names();
        rules.credentials(credentials);
        schedules("");
        accounts.forEach(account -> schedules("accounts." + account + "."));
        rule("timeouts", rules::timeouts);
        rule("token", () -> new TokenRules(tree, this::wrong)
                .check(this::note, settings.sealTokens()));
        Signature signature = part("signature", () -> tree.has("signature") ? signature(credentials) : null);
        Answers answers = part("answers", () -> Answers.of(tree.path("answers")));
        rule("answers", rules::answers);
        rule("operations",
                new CallRules(tree, this::wrong, this::note)::check);
        rule("operations", new SentRules(tree, this::wrong)::check);
        rule("signature", new SignedRules(tree, this::wrong)::check);
        Map<String, Operation> operations = part("operations", this::operations);
        if (operations != null) {
            new CapRules(tree, this::wrong).check(operations);
        }
        Webhook webhook = part("webhook", () -> new WebhookSection(this, tree, rules, credentials).read(signature));
        if (webhook != null && operations != null) {
            rules.addressee(webhook.signature(), operations.values());
        }
        Statement statement = part("statement", this::statement);
        Balance balance = part(Balance.KEY, this::balance);
        PayloadCipher cipher = part("cipher", () -> tree.has("cipher") ? cipher(credentials) : null);
        WrappedPayload wrapper = part("wrapper",
                () -> tree.has("wrapper") ? WrappedPayload.of(tree.get("wrapper")) : null);
        Map<String, Account> its = part("accounts", () -> accounts(accounts, credentials));
        Reach reach = part("accounts",
                () -> new ReachSection(this, tree, settings, Clock.systemUTC()).read(accounts));
        if (its != null) {
            its.values().forEach(account -> keys(account, signature, webhook));
        }
        if (!isSound || answers == null || operations == null || its == null
                || reach == null) {
            return Optional.empty();
        }
        return Optional.of(new Provider(name, tree.path("family").asText(), tree.path("enabled").asBoolean(true),
                tree.path("base-url").asText(), calls(),
                tree.has("token") ? TokenPlan.of(tree.get("token")) : null, Provider.Timeouts.of(tree.path("timeouts")),
                Terms.of(tree), its, signature,
                tree.at("/signature/message/fields/reserved").asText(""), answers, operations, webhook, cipher,
                wrapper, MinorUnits.of(tree.path("minor-units")), RequestIds.of(tree.path("request-id")), reach,
                statement, balance));
    }

    private @Nullable Statement statement() {
        return tree.has("statement") && new StatementRules(tree, this::wrong).check() ? Statement.of(tree) : null;
    }

    private @Nullable Balance balance() {
        return new BalanceRules(tree, this::wrong).check() && tree.has(Balance.KEY) ? Balance.of(tree) : null;
    }

    /** Those of the provider, or what an account has of its own. */
    private void schedules(String prefix) {
        for (String name : List.of("poll", "retry")) {
            String key = prefix + name;
            boolean own = prefix.isEmpty() || !yaml.tree().at("/" + key.replace('.', '/')).isMissingNode()
                    || DELAYS.stream().anyMatch(delay -> settings.liesOver(key + "." + delay));
            if (own) {
                rule(key, () -> rules.schedule(key, tree.at("/" + key.replace('.', '/'))));
            }
        }
        String breaker = prefix + "breaker";
        if (prefix.isEmpty() || !yaml.tree().at("/" + breaker.replace('.', '/')).isMissingNode()
                || settings.liesOver(breaker + ".open")) {
            rule(breaker, () -> rules.breaker(breaker));
        }
    }

    private void rule(String key, Runnable rule) {
        part(key, () -> {
            rule.run();
            return null;
        });
    }

    private PayloadCipher cipher(List<String> credentials) {
        String key = tree.at("/cipher/key/credential").asText("");
        if (!key.isEmpty() && !credentials.contains(key)) {
            wrong(Rule.UNKNOWN_CREDENTIAL, "cipher.key.credential",
                    "is " + key + ", which is not in the list of credentials" + Nearest.hint(key, credentials));
        }
        return PayloadCipher.of(tree.get("cipher"));
    }

    private Map<String, CallPlan> calls() {
        Map<String, CallPlan> calls = new LinkedHashMap<>();
        Stream.of("operations", "calls").flatMap(part -> tree.path(part).properties().stream())
                .forEach(call -> calls.putIfAbsent(call.getKey(), CallPlan.of(tree, call.getValue())));
        return calls;
    }

    /** A part of the file, where it can be used. */
    <T> @Nullable T part(String key, Supplier<T> part) {
        try {
            return part.get();
        } catch (ConfigProblem e) {
            isSound = false;
            mistakes.add(e);
        } catch (SignatureProblem e) {
            wrong(Rule.SIGNATURE, ProviderShape.below(key, e.key()), e.reason());
        } catch (CipherProblem e) {
            wrong(Rule.CIPHER, ProviderShape.below(key, e.key()), e.reason());
        } catch (RuntimeException e) {
            // What was left out of it for its shape may be missed here.
            if (!misshapen) {
                wrong(Rule.WRONG_VALUE, key, "cannot be used as it stands (" + e.getClass().getSimpleName() + ")");
            }
        }
        return null;
    }

    private Signature signature(List<String> credentials) {
        Signature signature = Signature.of(tree.get("signature"));
        if (signature.readsKeyId()) {
            wrong(Rule.SIGNATURE, "signature",
                    "has {key-id}, which deliveries tell and requests do not: say in webhook.signature how"
                            + " deliveries are signed");
        }
        return known(signature, "signature", credentials);
    }

    Signature known(Signature signature, String key, List<String> credentials) {
        known(signature.credentials(), key, credentials);
        signature.keyAddresses().forEach((holder, url) -> {
            String fault = BaseUrl.fault(url, tree.path("plain-http").asBoolean(false));
            if (fault != null) {
                wrong(Rule.UNUSABLE_ADDRESS, key + "." + holder, fault);
            }
        });
        return signature;
    }

    void known(Set<String> used, String key, List<String> credentials) {
        used.stream().filter(credential -> !credentials.contains(credential))
                .forEach(credential -> wrong(Rule.UNKNOWN_CREDENTIAL, holder(key, credential),
                        "uses the credential " + credential + ", which is not in the list of credentials"
                                + Nearest.hint(credential, credentials)));
    }

    /** The key below this one whose text names the credential. */
    private String holder(String key, String credential) {
        JsonNode node = tree.at("/" + key.replace('.', '/'));
        if (!node.isContainerNode()) {
            return key;
        }
        return ProviderShape.names(node).stream()
                .filter(name -> node.get(name).toString().contains(":" + credential + "}")
                        || node.get(name).toString().contains("\"" + credential + "\""))
                .findFirst().map(name -> holder(key + "." + name, credential)).orElse(key);
    }

    private Map<String, Account> accounts(Set<String> names, List<String> credentials) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (String account : names) {
            JsonNode own = tree.path("accounts").path(account);
            credentials.forEach(
                    credential -> settings.unreadable(account, credential, own.path(credential + "-file").asText(null))
                            .ifPresent(mistakes::note));
            Map<String, Supplier<String>> bound = new ConcurrentHashMap<>();
            accounts.put(account, new Account(account, credentials, Terms.of(own),
                    credential -> bound.computeIfAbsent(credential, name -> settings.credential(account, name,
                            own.path(name + "-file").asText(null))).get()));
        }
        return accounts;
    }

    /** A credential that is no key is told now, and not by the first request. */
    private void keys(Account account, @Nullable Signature signature, @Nullable Webhook webhook) {
        keys(account, account.present(), signature, webhook);
        if (account.previous().differFrom(account.present())) {
            keys(account, account.previous(), signature, webhook);
        }
    }

    private void keys(Account account, Credentials credentials, @Nullable Signature signature,
            @Nullable Webhook webhook) {
        Stream.of(signature, webhook == null ? null : webhook.signature()).filter(Objects::nonNull).distinct()
                .forEach(used -> key(account, credentials, used::check));
        if (webhook != null) {
            webhook.inside().forEach(document -> key(account, credentials, document::check));
            key(account, credentials, webhook.answer()::check);
            if (webhook.challenge() != null) {
                key(account, credentials, webhook.challenge().reply()::check);
            }
        }
    }

    private void key(Account account, Credentials credentials, Consumer<Function<String, @Nullable String>> used) {
        try {
            used.accept(credentials::get);
        } catch (CannotSign e) {
            noKey(account, credentials, e.field(), e.reason());
        } catch (CannotCipher e) {
            noKey(account, credentials, e.part(), e.reason());
        }
    }

    private void noKey(Account account, Credentials credentials, String field, String reason) {
        isSound = false;
        String name = field.substring(field.indexOf(':') + 1);
        boolean previous = !Objects.equals(credentials.get(name), account.present().get(name));
        String key = "accounts." + account.name() + "." + name + (previous ? "-previous" : "");
        mistakes.add(mistake(Rule.UNUSABLE_CREDENTIAL, settings.value(key) == null ? key + "-file" : key, reason));
    }

    private Map<String, Operation> operations() {
        Map<String, Operation> read = new LinkedHashMap<>();
        tree.path("operations").properties().forEach(member -> part("operations." + member.getKey(), () -> {
            Operation operation = Operation.of(member.getKey(), member.getValue());
            if (operation.ask() != null && !tree.path("calls").has(operation.ask())) {
                wrong(Rule.UNSERVED_CALL, "operations." + operation.name() + ".ask",
                        "there is no " + operation.ask() + " below calls"
                                + Nearest.hint(operation.ask(), ProviderShape.names(tree.path("calls"))));
            }
            rules.success(member.getKey(), member.getValue());
            return read.put(operation.name(), operation);
        }));
        return read;
    }

    /** What is found wrong at a key, of which the setting is named where one lies over the file's value. */
    void wrong(Rule rule, String key, String reason) {
        isSound = false;
        if (!unsound.contains(part(key))) {
            mistakes.add(mistake(rule, key, reason));
        }
    }

    void note(Rule rule, String key, String reason) {
        mistakes.note(mistake(rule, key, reason));
    }

    private Mistake mistake(Rule rule, String key, String reason) {
        return settings.value(key) == null ? yaml.mistake(rule, key, reason) : settings.mistake(rule, key, reason);
    }

    private ObjectNode sound(JsonNode written, Predicate<String> looked, MistakeAt place) {
        return ProviderShape.sound(written, looked, (rule, key, reason, ofKeys, meant) -> {
            isSound = false;
            misshapen = true;
            if (!reason.isEmpty()) {
                Mistake mistake = place.of(rule, key.isEmpty() ? "(file)" : key, reason);
                mistakes.add(mistake);
                if (!meant.isEmpty() && IN_TIME.contains(part(key))) {
                    mistakes.mend(mistake, Mend.replaced(yaml.path(), mistake.line(), mistake.column() - 1,
                            key.substring(key.lastIndexOf('.') + 1), meant));
                }
            }
            if (ofKeys) {
                unsound.add(part(key));
            }
        });
    }

    /** An operation, a call, or another part at the top of the file. */
    private static String part(String key) {
        String[] keys = key.split("\\.", 0);
        return keys.length > 1 && Set.of("operations", "calls").contains(keys[0]) ? keys[0] + "." + keys[1] : keys[0];
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
