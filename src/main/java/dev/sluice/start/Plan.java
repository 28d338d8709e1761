package dev.sluice.start;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.broker.BrokerAccess;
import dev.sluice.broker.BrokerTlsSettings;
import dev.sluice.call.Call;
import dev.sluice.call.Ciphers;
import dev.sluice.call.Pages;
import dev.sluice.call.Tokens;
import dev.sluice.config.Acceptances;
import dev.sluice.config.KnownSettings;
import dev.sluice.config.Mend;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.PropertiesFile;
import dev.sluice.config.Rule;
import dev.sluice.contract.Contract;
import dev.sluice.flow.Balances;
import dev.sluice.flow.Sending;
import dev.sluice.flow.StepFlow;
import dev.sluice.flow.Upkeep;
import dev.sluice.health.Connectivity;
import dev.sluice.health.Undecided;
import dev.sluice.health.ManagementPort;
import dev.sluice.intake.Contracts;
import dev.sluice.intake.DeadLetters;
import dev.sluice.intake.Intake;
import dev.sluice.intake.OwnQueues;
import dev.sluice.intake.Routing;
import dev.sluice.lane.Gates;
import dev.sluice.lane.ProviderLanes;
import dev.sluice.lane.ProviderLanes.Flow;
import dev.sluice.ledger.LedgerUrl;
import dev.sluice.ledger.PlanMark;
import dev.sluice.people.BulkActs;
import dev.sluice.people.People;
import dev.sluice.provider.Providers;
import dev.sluice.queue.MessageKeys;
import dev.sluice.queue.Queues;
import dev.sluice.route.FlowBeans;
import dev.sluice.route.Flows;
import dev.sluice.route.ProviderPlaceholders;
import dev.sluice.route.RouteBlock;
import dev.sluice.route.RouteCheck;
import dev.sluice.route.RouteFiles;
import dev.sluice.route.RoutePlace;
import dev.sluice.text.Nearest;
import dev.sluice.webhook.StoredWebhooks;
import dev.sluice.webhook.Refusals;
import dev.sluice.webhook.Webhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.eclipse.microprofile.config.Config;

/**
 * All that an operator wrote, read once and checked against all else of it: settings, the providers' files, the routing
 * rules and the flows. The start and {@code ./sluice check} make it the same way, so what passes the one passes the
 * other.
 */
public final class Plan {

    private static final String CONTRACT = "contract";
    /** What flows call by name. */
    static final FlowBeans BEANS = new FlowBeans(List.of(Balances.class, BulkActs.class, Call.class, Ciphers.class,
            Connectivity.class, Contracts.class,
            DeadLetters.class, Gates.class, Intake.class, OwnQueues.class, Pages.class, People.class, Refusals.class,
            Sending.class,
            StepFlow.class, StoredWebhooks.class, Tokens.class, Undecided.class, Upkeep.class, Webhooks.class));

    private static final List<String> SHARED_QUEUES = List.of(Queues.PEOPLE, Queues.BULK, Queues.UNDELIVERED);

    private final Path home;
    private final Config config;
    private final PlanMark mark;
    private final Mistakes mistakes = new Mistakes();
    private Consumer<Mistake> unaccepted = mistakes::note;
    private final Providers providers;
    private final Contract contract;
    private final Routing routing;

    /** @param home where {@code config/} and {@code routes/} are */
    public Plan(Path home, Config config, Map<String, String> environment) {
        this.home = home;
        this.config = config;
        mark = PlanFiles.mark(home);
        KnownSettings.check(config, mistakes);
        PropertiesFile.check(home.resolve("config/application.properties"), mistakes);
        if (mistakes.areNone()) {
            mistakes.of(() -> BrokerAccess.check(home, config));
            BrokerTlsSettings.check(home, config, Clock.systemUTC(), mistakes);
            MessageKeys.check(config, mistakes);
            ManagementPort.check(config, mistakes);
        }
        LedgerUrl.check(config, mistakes);
        UnreadFiles.tell(home, config.getOptionalValue("sluice.broker.users", String.class), mistakes);
        providers = new Providers(home.resolve("config/providers"), config, environment, mistakes);
        if (!BrokerAccess.tenants(home, config).isEmpty()) {
            providers.all().stream().filter(provider -> !provider.requestIds().isRoomy())
                    .forEach(provider -> providers.wrong(Rule.WRONG_VALUE, provider.name(), "request-id",
                            "leaves too few order numbers, fewer than 2 to the 40th, to tell the orders of tenants apart:"
                                    + " let max-length or characters have more, or have no tenants"));
        }
        Spans.check(config, providers, mistakes);
        contract = readContract();
        routing = new Routing(home.resolve("config/routing.yaml"), providers, contract, mistakes);
        SecretsInFiles.tell(home, mistakes);
    }

    /** What is found in a folder and in settings, by a Camel that never runs. */
    public static Mistakes checked(Path home, Config config, Map<String, String> environment) {
        return made(new Plan(home, config, environment));
    }

    /** The same for somebody who mends it: a comment that accepts nothing is a mistake, and stops no start. */
    public static Mistakes checkedToMend(Path home, Config config, Map<String, String> environment) {
        Plan plan = new Plan(home, config, environment);
        plan.unaccepted = plan.mistakes::add;
        return made(plan);
    }

    private static Mistakes made(Plan plan) {
        try {
            plan.unstarted().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return plan.mistakes;
    }

    /** The flows in a Camel that does not run yet. */
    public DefaultCamelContext unstarted() {
        DefaultCamelContext camel = new DefaultCamelContext(false);
        camel.getPropertiesComponent().addPropertiesSource(new ProviderPlaceholders(providers));
        camel.getPropertiesComponent().addPropertiesSource(new SettingPlaceholders(config));
        camel.build();
        make(camel);
        return camel;
    }

    /** Of a file with a part of another shape it may not be possible to say more. */
    private Contract readContract() {
        Set<String> misshapen = new HashSet<>();
        providers.trees().keySet().stream().filter(providers::isMisshapen).forEach(name -> {
            try {
                Contract.of(CONTRACT, Map.of(name, providers.tree(name)),
                        wrong -> providers.wrong(wrong.rule(), wrong.provider(), wrong.key(), wrong.reason()));
            } catch (RuntimeException e) {
                misshapen.add(name);
            }
        });
        Map<String, JsonNode> files = providers.trees();
        files.keySet().removeAll(misshapen);
        Contract made;
        try {
            made = Contract.of(CONTRACT, files,
                    wrong -> providers.wrong(wrong.rule(), wrong.provider(), wrong.key(), wrong.reason()));
        } catch (RuntimeException e) {
            mistakes.add(Mistake.of(Rule.WRONG_FIELDS,
                    "config/providers: the fields of an operation cannot be used as they stand ("
                            + e.getClass().getSimpleName()
                            + "); look at their patterns and references"));
            made = Contract.of(CONTRACT, Map.of(), wrong -> {});
        }
        Set<String> families = made.families();
        providers.trees().keySet().stream().filter(name -> !families.contains(providers.family(name)))
                .forEach(name -> providers.wrong(Rule.WRONG_VALUE, name, "family",
                        "is none; there are " + String.join(", ", families)
                                + Nearest.hint(providers.family(name), families)));
        return made;
    }

    /**
     * Makes the flows, the operator's and those that follow from the providers' files, in a Camel that does not run
     * yet.
     */
    void make(CamelContext camel) {
        Set<String> unread = RouteFiles.load(camel, home.resolve("routes"), mistakes);
        Set<String> missing = new HashSet<>();
        Set<String> unmade = new HashSet<>();
        Map<String, RouteDefinition> written = Flows.of(camel);
        Stream.concat(contract.families().stream()
                .flatMap(family -> Stream.of(ProviderLanes.door(family), ProviderLanes.enquiries(family))),
                providers.trees().entrySet().stream()
                        .flatMap(file -> ProviderLanes.of(file.getKey(), file.getValue()).stream()))
                .forEach(flow -> {
                    if (isThere(camel, flow.template())) {
                        if (!make(camel, flow, written)) {
                            unmade.add(flow.template());
                        }
                    } else {
                        missing.add(flow.template());
                    }
                });
        boolean whole = missing.isEmpty() && unmade.isEmpty() && !providers.names().isEmpty();
        missing.stream().filter(template -> !unread.contains(template) && Files.isDirectory(home.resolve("routes")))
                .forEach(template -> mistakes
                        .add(Mistake.of(Rule.MISSING_TEMPLATE, "routes: there is no template " + template
                                + ", of which flows of the providers are made: it has to be in one of the files")));
        if (whole && unread.isEmpty()) {
            unreadQueues(camel);
        }
        new RouteCheck(camel, providers, contract, BEANS, mistakes).check(whole ? unread::contains : word -> true,
                Files.isDirectory(home.resolve("routes")) ? unread::contains : word -> true);
        Acceptances.apply(PlanFiles.written(home), mistakes, unaccepted);
    }

    private void unreadQueues(CamelContext camel) {
        Set<String> begun = Flows.of(camel).keySet();
        Stream.of(contract.families().stream()
                .flatMap(family -> Stream.of(Queues.requests(family), Queues.status(family))), SHARED_QUEUES.stream(),
                providers.trees().entrySet().stream()
                        .flatMap(file -> ProviderLanes.queues(file.getKey(), file.getValue()).stream()))
                .flatMap(Function.identity()).filter(queue -> !begun.contains("jms:queue:" + queue))
                .forEach(queue -> mistakes.add(
                        Mistake.of(Rule.UNREAD_QUEUE,
                                "routes: no route reads " + queue + ", and what comes there would wait for ever;"
                                        + " look at destinationName"
                                        + " of the template or route that should")));
    }

    private static boolean isThere(CamelContext camel, String template) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class)
                .getRouteTemplateDefinition(template) != null;
    }

    /** @return whether there is such a flow now */
    private boolean make(CamelContext camel, Flow flow, Map<String, RouteDefinition> written) {
        RouteTemplateDefinition template = camel.getCamelContextExtension().getContextPlugin(Model.class)
                .getRouteTemplateDefinition(flow.template());
        RouteDefinition own = written.get(Flows.beginning(template.getRoute(), flow.parameters()));
        RouteDefinition namesake = RouteFiles.byId(camel).get(flow.id());
        if (own == null && namesake != null) {
            mistakes.add(
                    RoutePlace.mistake(Rule.TAKEN_NAME, namesake, namesake, "has the id of a flow that follows from a"
                            + " provider's file: choose another"));
        } else if (own == null) {
            if (!isGiven(template, flow)) {
                return false;
            }
            TemplatedRouteBuilder.builder(camel, flow.template()).routeId(flow.id()).parameters(flow.parameters())
                    .add();
        } else if (own.getTemplateParameters() != null) {
            needless(own, template, flow);
        } else if (Flows.beginning(own, Map.of()).startsWith("jms:")) {
            mistakes.add(RoutePlace.mistake(Rule.TAKEN_NAME, own, own.getInput(), "takes what the template "
                    + flow.template() + " is for, and nothing would be done of it: choose another queue",
                    Flows.beginning(own, Map.of()).replaceFirst("^jms:queue:", "")));
        }
        return true;
    }

    /** Whether the template asks for nothing that Sluice does not give it. */
    private boolean isGiven(RouteTemplateDefinition template, Flow flow) {
        List<String> missing = template.getTemplateParameters() == null ? List.of()
                : template.getTemplateParameters().stream()
                        .filter(parameter -> parameter.isRequired() && parameter.getDefaultValue() == null)
                        .map(RouteTemplateParameterDefinition::getName)
                        .filter(name -> !flow.parameters().containsKey(name)).toList();
        missing.forEach(name -> mistakes
                .add(RoutePlace.mistake(Rule.MISSING_OPTION, template.getRoute(), template, "needs a value for"
                        + " its parameter " + name + ", which nothing gives it: say its defaultValue", name)));
        return missing.isEmpty();
    }

    /** Of the files before they were read. */
    PlanMark mark() {
        return mark;
    }

    /** Whether the files are still those that were read, so that all of it is of one set of them. */
    boolean isOfItsFiles() {
        return mark.equals(PlanFiles.mark(home));
    }

    private void needless(RouteDefinition own, RouteTemplateDefinition template, Flow flow) {
        String reason = "the route " + own.getRouteId() + " need not be written any more, for it follows from the"
                + " provider's file: delete its block";
        Optional<RouteBlock> block = RouteBlock.of(own.getRouteId(), home.resolve("routes"));
        Mistake note = block
                .map(known -> new Mistake(Rule.NEEDLESS_ROUTE, known.file().toString(), known.line(), 1, "", reason))
                .orElseGet(() -> Mistake.of(Rule.NEEDLESS_ROUTE, "routes: " + reason));
        mistakes.note(note);
        if (saysTheSame(own.getTemplateParameters(), template, flow)) {
            block.filter(known -> !known.text().isEmpty()).ifPresent(known -> mistakes.mend(note,
                    Mend.deleted(known.file(), known.line(), known.end(), known.text())));
        }
    }

    private static boolean saysTheSame(Map<String, Object> parameters, RouteTemplateDefinition template, Flow flow) {
        Map<String, Object> same = new HashMap<>();
        template.getTemplateParameters().stream().filter(parameter -> parameter.getDefaultValue() != null)
                .forEach(parameter -> same.put(parameter.getName(), parameter.getDefaultValue()));
        same.putAll(flow.parameters());
        return parameters.entrySet().stream().allMatch(given -> given.getValue().equals(same.get(given.getKey())));
    }

    public Mistakes mistakes() {
        return mistakes;
    }

    public Providers providers() {
        return providers;
    }

    public Contract contract() {
        return contract;
    }

    public Routing routing() {
        return routing;
    }
}
