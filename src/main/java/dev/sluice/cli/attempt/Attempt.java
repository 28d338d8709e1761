package dev.sluice.cli.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.DryRun;
import dev.sluice.cli.Problem;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.Mistake;
import dev.sluice.contract.Contract;
import dev.sluice.contract.Violation;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import dev.sluice.start.Plan;
import dev.sluice.step.Step;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import io.smallrye.config.common.MapBackedConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** A provider of this folder with its flows, as a start would have them, to be called over no network. */
final class Attempt implements AutoCloseable {

    /** Below all settings: what is made up counts only where nobody set anything. */
    private static final int UNDER_ALL = 10;
    private static final String NO_ADDRESS = "https://base-url.not-set.example";

    private final Contract contract;
    private final Provider provider;
    private final JsonNode file;
    private final Account account;
    private final DryRun calls;

    /**
     * Whose call it is.
     *
     * @param madeUp credentials and settings that nobody has set, and for which a text of their own name stands
     */
    private record Account(String name, List<String> madeUp) {
    }

    /** Makes what its calls are made by. */
    private interface Calls {
        DryRun of(CamelContext camel, Provider provider, Clock clock, Supplier<String> nonces);
    }

    private Attempt(Plan plan, Provider provider, Account account, Clock clock, Supplier<String> nonces, Calls calls) {
        this.contract = plan.contract();
        this.provider = provider;
        this.file = plan.providers().tree(provider.name());
        this.account = account;
        DefaultCamelContext camel = plan.unstarted();
        refuse(plan);
        this.calls = calls.of(camel, provider, clock, nonces);
    }

    /** @throws Problem where the folder has mistakes, or no such provider and account */
    static Attempt of(Surroundings surroundings, String name, String account, Clock clock, Supplier<String> nonces)
            throws IOException {
        return of(surroundings, name, account, clock, nonces,
                (camel, provider, time, unique) -> new DryRun(camel, Set.of(provider.name()), time, unique));
    }

    /** One whose calls go to the provider, with what the account's settings say. */
    static Attempt sending(Surroundings surroundings, String name, String account, Clock clock,
            Supplier<String> nonces) throws IOException {
        Attempt attempt = of(surroundings, name, account, clock, nonces, DryRun::sending);
        if (!attempt.madeUp().isEmpty()) {
            attempt.close();
            throw Problem.failed("nothing was sent, for of the account " + account + " these are not set: "
                    + String.join(", ", attempt.madeUp()));
        }
        if (attempt.file.at("/token/login-ends-token").asBoolean()) {
            attempt.close();
            throw Problem
                    .failed("nothing was sent: config/providers/" + name + ".yaml says token.login-ends-token: true,"
                            + " and the login that a call needs would end the token of the running Sluice");
        }
        return attempt;
    }

    private static Attempt of(Surroundings surroundings, String name, String account, Clock clock,
            Supplier<String> nonces, Calls calls) throws IOException {
        Plan plan = plan(surroundings, Map.of());
        Provider provider = plan.providers().get(name);
        if (provider == null) {
            refuse(plan);
            throw Problem.failed("there is no provider " + name + "; config/providers has "
                    + String.join(", ", plan.providers().names()) + Nearest.hint(name, plan.providers().names()));
        }
        if (!provider.accounts().containsKey(account)) {
            throw Problem.failed(name + " has no account " + account + "; it has "
                    + String.join(", ", provider.accounts().keySet())
                    + Nearest.hint(account, provider.accounts().keySet()));
        }
        Map<String, String> madeUp = new HashMap<>();
        String prefix = "sluice.providers." + name + ".";
        provider.account(account).missing()
                .forEach(credential -> madeUp.put(prefix + "accounts." + account + "." + credential,
                        "made-up-" + credential));
        if (provider.account(account).baseUrl().isEmpty()) {
            madeUp.put(prefix + "base-url", NO_ADDRESS);
        }
        if (!madeUp.isEmpty()) {
            plan = plan(surroundings, madeUp);
            provider = plan.providers().get(name);
        }
        if (provider == null) {
            throw Problem.failed("of these nothing can be made up, so set them: "
                    + String.join(", ", madeUp.keySet().stream().sorted().toList()) + " (" + first(plan) + ")");
        }
        return new Attempt(plan, provider, new Account(account, madeUp.keySet().stream().sorted().toList()), clock,
                nonces, calls);
    }

    private static Plan plan(Surroundings surroundings, Map<String, String> madeUp) throws IOException {
        ConfigSource source = new MapBackedConfigSource("made up", madeUp, UNDER_ALL) {
        };
        Path home = surroundings.home();
        return new Plan(home.equals(Path.of("").toAbsolutePath()) ? Path.of("") : home,
                StartSettings.of(home, surroundings, source), surroundings.environment());
    }

    private static void refuse(Plan plan) {
        if (!plan.mistakes().areNone()) {
            throw Problem.failed("there are mistakes, and nothing of this folder starts; ./sluice check tells all of"
                    + " them, the first is " + first(plan));
        }
    }

    private static String first(Plan plan) {
        return plan.mistakes().all().stream().map(Mistake::told).findFirst().orElse("");
    }

    Provider provider() {
        return provider;
    }

    /** The {@code signature} section of its file. */
    JsonNode description() {
        return file.path("signature");
    }

    /** A credential of the account, which is set or made up. */
    String credential(String name) {
        return Objects.requireNonNull(provider.account(account.name()).credential(name), name);
    }

    /** What nobody has set. */
    List<String> madeUp() {
        return account.madeUp();
    }

    /** The question that tells what became of an operation. */
    String question(String operation) {
        return Objects.requireNonNullElseGet(provider.operation(operation).ask(), () -> {
            throw Problem
                    .failed(provider.name() + " has no question about " + operation + ": its operation has no ask");
        });
    }

    /**
     * The step that makes the call.
     *
     * @param document  a request, as an upstream system would send it; provider, operation and account may be missing
     * @param reference the provider's own name of the order, where it is known
     */
    Step step(String operation, ObjectNode document, boolean asking, @Nullable String reference) {
        if (!provider.operations().containsKey(operation)) {
            throw Problem.failed(provider.name() + " has no operation " + operation + "; it has "
                    + String.join(", ", provider.operations().keySet())
                    + Nearest.hint(operation, provider.operations().keySet()));
        }
        ObjectNode request = document.deepCopy();
        Map.of("provider", provider.name(), "operation", operation, "account", account.name())
                .forEach((member, value) -> {
                    if (!request.path(member).asText(value).equals(value)) {
                        throw Problem.failed("the request's " + member + " is "
                                + Shown.line(request.path(member).asText()) + ", and not " + value);
                    }
                    request.put(member, value);
                });
        fault(operation, request).ifPresent(fault -> {
            throw Problem.failed("the request would be REJECTED VALIDATION: " + fault);
        });
        request.remove("metadata");
        earlier(provider.operation(operation).about(), request, reference);
        Entry entry = Entry.wanted(new Key(provider.family(), request.path("requestId").asText()), provider.name(),
                account.name(), operation, "", request, Json.object());
        provider.minorUnits().put(request);
        request.put("providerReference", reference).put("webhookUrl",
                "https://public-url.example/webhooks/" + provider.name() + "/" + account.name());
        return new Step("s", !asking, 1, 0, asking, true, entry, provider, provider.operation(operation), request,
                null);
    }

    /** What the ledger would say of the earlier request that this one is about. */
    private void earlier(Operation.@Nullable About about, ObjectNode request, @Nullable String reference) {
        String id = about == null ? "" : request.path(String.valueOf(contract.member(provider.family())))
                .path(about.field()).asText();
        if (about != null && !id.isEmpty()) {
            request.putObject("earlier").put("requestId", id)
                    .put("operation", about.operations().stream().sorted().findFirst().orElse(null))
                    .put("providerReference", reference == null ? "reference-of-" + id : reference);
        }
    }

    private Optional<String> fault(String operation, ObjectNode request) {
        String member = Objects.requireNonNull(contract.member(provider.family()));
        return Stream.<Supplier<Optional<String>>>of(
                () -> contract.check(provider.family(), request).map(Violation::text),
                () -> contract.checkFields(provider.name(), operation, request.get(member), member)
                        .map(Violation::text),
                () -> Optional.ofNullable(provider.requestIds().fault(request.path("requestId").asText())),
                () -> Optional.ofNullable(provider.minorUnits().fault(request)))
                .map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    /** @param answers by the call that they answer, one after the other; a token is had without one */
    DryRun.Ran call(Step step, Map<String, List<DryRun.Answer>> answers) {
        calls.forget();
        if (!answers.containsKey("login")) {
            calls.giveToken(provider, account.name());
        }
        Map<String, Iterator<DryRun.Answer>> left = new HashMap<>();
        answers.forEach((call, row) -> left.put(call, row.iterator()));
        return calls.call(step, call(step),
                request -> {
                    Iterator<DryRun.Answer> row = left.get(request.call());
                    if (row == null || !row.hasNext()) {
                        throw new DryRun.Unanswered(request.call());
                    }
                    return row.next();
                });
    }

    /**
     * Sends the call, which only reads and needs nothing that is made up.
     *
     * @throws Problem where the provider's file does not say that it reads, or only the ledger knows what it needs
     */
    DryRun.Ran send(Step step) {
        if (!step.asking() && !step.operation().reads()) {
            throw Problem.failed("nothing was sent: config/providers/" + provider.name() + ".yaml does not say reads:"
                    + " true of " + step.operation().name() + ", and what does more than read is sent by a running"
                    + " Sluice alone");
        }
        if (step.request().has("earlier")) {
            throw Problem.failed("nothing was sent: what the provider calls the order "
                    + Shown.line(step.request().at("/earlier/requestId").asText()) + " is in the ledger, which try does"
                    + " not read, and made up it would be asked about another; name an order as the provider does, where"
                    + " " + step.operation().name() + " can be asked that way, or send the request to a running"
                    + " Sluice");
        }
        return calls.call(step, call(step));
    }

    /** The name of the call that a step makes. */
    private String call(Step step) {
        return step.asking() ? question(step.operation().name()) : step.operation().name();
    }

    @Override
    public void close() {
        calls.close();
    }
}
