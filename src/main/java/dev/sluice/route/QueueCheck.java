package dev.sluice.route;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.queue.Queues;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TryDefinition;

/**
 * Looks that flows which are no part of a step keep to the transaction of their queue: what they take is given back
 * unless all that they did of it is done. So they read queues in a transaction, and stay on their thread, which is the
 * one that has it.
 */
final class QueueCheck {

    private static final Set<String> MORE_PARTS = Set.of("delay", "loop", "marshal", "multicast", "removeProperties",
            "rollback", "stop", "unmarshal");
    private static final Map<String, String> WHY = Map.ofEntries(
            Map.entry("aggregate", "keeps messages in memory whose queue has forgotten them"),
            Map.entry("resequence", "keeps messages in memory whose queue has forgotten them"),
            Map.entry("idempotentConsumer", "drops what comes again, also where the first time was rolled back: the"
                    + " ledger tells what was done"),
            Map.entry("threads", "goes on on another thread, outside of the queue's transaction"),
            Map.entry("wireTap", "goes on on another thread, outside of the queue's transaction"),
            Map.entry("throttle", "goes on on another thread, outside of the queue's transaction; limits of the"
                    + " provider's file hold calls back"),
            Map.entry("loadBalance", "may do once more what was done"),
            Map.entry("sample", "drops messages"));
    private static final Set<String> SOURCES = new TreeSet<>(Set.of("direct", "jms", "platform-http", "timer"));
    private static final Set<String> TARGETS = new TreeSet<>(Set.of("direct", "http", "https", "jms", "log"));
    /** Queues of Sluice's that people read. */
    private static final Set<String> FOR_PEOPLE = Set.of(Queues.DEAD, Queues.ATTENTION);
    /** What may be said of a queue, and to what it may be set. */
    private static final Map<String, String> OF_QUEUES = Map.ofEntries(Map.entry("acknowledgementModeName",
            "SESSION_TRANSACTED"), Map.entry("asyncConsumer", "false"), Map.entry("autoStartup", ".*"),
            Map.entry("cacheLevelName", "CACHE_CONSUMER"), Map.entry("concurrentConsumers", "[1-9][0-9]*"),
            Map.entry("deliveryPersistent", "true"), Map.entry("destinationName", ".*"),
            Map.entry("destinationType", ".*"), Map.entry("disableReplyTo", "true"),
            Map.entry("lazyCreateTransactionManager", "false"), Map.entry("mapJmsMessage", "false"),
            Map.entry("maxConcurrentConsumers", "[1-9][0-9]*"),
            Map.entry("messageListenerContainerFactory", "#bean:(batch|quiet)Consumers"),
            Map.entry("priority", "[0-9]"), Map.entry("receiveTimeout", ".*"), Map.entry("selector", ".*"),
            Map.entry("transacted", "true"));
    private static final Pattern GIVEN = Pattern.compile(".*(\\{\\{|\\$\\{).*");

    private final Mistakes mistakes;

    QueueCheck(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** @param inside the flows that are parts of steps */
    void check(List<FlowStep> steps, List<RouteDefinition> routes, Set<String> inside) {
        for (RouteDefinition route : routes) {
            if (!inside.contains(Flows.beginning(route, route.getTemplateParameters()))) {
                begins(route);
            }
        }
        Set<String> ofQueues = ofQueues(steps, routes);
        for (FlowStep step : steps) {
            if (!inside.contains(step.flow())) {
                goes(step);
                if (ofQueues.contains(step.flow())) {
                    part(step);
                    options(step);
                    swallows(step);
                }
            }
        }
    }

    /** The flows that a message of a queue comes to. */
    private static Set<String> ofQueues(List<FlowStep> steps, List<RouteDefinition> routes) {
        Set<String> all = routes.stream().map(route -> Flows.beginning(route, route.getTemplateParameters()))
                .collect(Collectors.toSet());
        Set<String> come = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>();
        routes.stream().map(route -> Flows.beginning(route, route.getTemplateParameters()))
                .filter(flow -> flow.startsWith("jms:")).forEach(next::push);
        while (!next.isEmpty()) {
            String flow = next.pop();
            if (come.add(flow)) {
                steps.stream().filter(step -> step.flow().equals(flow))
                        .flatMap(step -> Reach.targets(step, all).stream()).forEach(next::push);
            }
        }
        return come;
    }

    private void begins(RouteDefinition route) {
        String uri = Flows.filled(route.getInput().getEndpointUri(), route.getTemplateParameters());
        PartMistake mistake = (rule, reason, word) -> RoutePlace.mistake(rule, route, route.getInput(),
                reason, word);
        Address.of(uri).ifPresent(address -> {
            if (!SOURCES.contains(address.scheme())) {
                mistakes.addUnlessTold(mistake.of(Rule.UNTRANSACTED,
                        "begins at " + address.scheme() + ":, from which a message is"
                                + " taken without a transaction: begin at " + String.join(":, ", SOURCES) + ":",
                        address.scheme()));
            }
            named(address, mistake);
            queue(address, mistake);
        });
        if (route.getOutputs().isEmpty()) {
            mistakes.add(mistake.of(Rule.NOT_ROUTES, "has no steps: write what it does, or take the route away", ""));
        }
    }

    /** Camel finds it when it starts the flow. */
    private void named(Address address, PartMistake mistake) {
        String rest = address.rest().replaceFirst("^(queue|topic):", "");
        boolean elsewhere = address.options().containsKey("destinationName");
        if (Set.of("direct", "jms").contains(address.scheme()) && rest.isBlank() && !elsewhere) {
            mistakes.addUnlessTold(mistake.of(Rule.UNKNOWN_TARGET,
                    "names nothing behind " + address.scheme() + ":, where it would begin"
                            + " or go",
                    address.scheme()));
        } else if (address.scheme().equals("platform-http") && !rest.startsWith("/")) {
            mistakes.addUnlessTold(
                    mistake.of(Rule.UNKNOWN_TARGET, "begins at platform-http:" + rest + ", which must be a path that"
                            + " begins with a slash", address.scheme()));
        }
    }

    private void goes(FlowStep step) {
        String uri = Address.written(step);
        if (uri.isEmpty()) {
            return;
        }
        Address address = Address.of(uri).orElse(null);
        if (address == null || address.isHttp() && address.rest().replaceFirst("^//", "").startsWith("${")) {
            mistakes.addUnlessTold(step.mistake(Rule.LEAVES_TRANSACTION,
                    "goes to " + uri + ", which only a message says: write where it goes",
                    uri));
            return;
        }
        if (!TARGETS.contains(address.scheme())) {
            mistakes.addUnlessTold(step.mistake(Rule.LEAVES_TRANSACTION,
                    "goes to " + address.scheme() + ":, which is outside of the queue's"
                            + " transaction: go to " + String.join(":, ", TARGETS) + ":",
                    address.scheme()));
        }
        named(address, step::mistake);
        queue(address, step::mistake);
        address.queue().filter(queue -> Queues.isInternal(queue) && !FOR_PEOPLE.contains(queue))
                .ifPresent(queue -> mistakes.add(step.mistake(Rule.FORGED_STEP,
                        "sends to " + queue + ", to which only Sluice's own steps may: put a request on"
                                + " <family>.requests",
                        queue)));
        if (step.node() instanceof ToDefinition to && "InOut".equals(to.getPattern())
                && address.scheme().equals("jms")) {
            mistakes.add(step.mistake(Rule.HANGING_CALL,
                    "waits with InOut for an answer to what leaves when the transaction ends, and so"
                            + " for ever: leave pattern out",
                    "InOut"));
        }
    }

    private void queue(Address address, PartMistake mistake) {
        if (address.scheme().equals("jms")) {
            address.options().forEach((name, value) -> {
                if (!value.matches(OF_QUEUES.getOrDefault(name, "(?!)")) && !isGiven(name, value)) {
                    mistakes.addUnlessTold(mistake.of(
                            name.endsWith("Consumers") ? Rule.UNKNOWN_OPTION : Rule.UNTRANSACTED,
                            "gives jms: the option " + name
                                    + (name.endsWith("Consumers") ? ", which must be a whole number from 1"
                                            : (OF_QUEUES.containsKey(name) ? ", which must be " + OF_QUEUES.get(name)
                                                    : "")
                                                    + ", by which a message may leave the queue's transaction or be lost:"
                                                    + " leave that out"),
                            name));
                }
            });
        }
    }

    /** What a setting gives, where it may be anything. */
    private static boolean isGiven(String name, String value) {
        return OF_QUEUES.getOrDefault(name, "").endsWith("*") && GIVEN.matcher(value).matches();
    }

    private void part(FlowStep step) {
        String name = step.name();
        if (!InsideStep.isPart(name) && !MORE_PARTS.contains(name) && !UnmadeSteps.MISSING.contains(name)
                && !InsideStep.ofAFile(step.node())) {
            mistakes.addUnlessTold(step.mistake(Rule.LEAVES_TRANSACTION, "has " + name + ", which "
                    + WHY.getOrDefault(name, "may leave the transaction of the queue, or lose its message")
                    + ": leave that out", name));
        }
    }

    private void options(FlowStep step) {
        Map<String, String> given = new TreeMap<>();
        if (step.node() instanceof SplitDefinition split) {
            given.put("parallelProcessing", String.valueOf(split.getParallelProcessing()));
            given.put("timeout", String.valueOf(split.getTimeout()));
            given.put("executorService", String.valueOf(split.getExecutorService()));
        } else if (step.node() instanceof MulticastDefinition multicast) {
            given.put("parallelProcessing", String.valueOf(multicast.getParallelProcessing()));
            given.put("timeout", String.valueOf(multicast.getTimeout()));
            given.put("executorService", String.valueOf(multicast.getExecutorService()));
        } else if (step.node() instanceof DelayDefinition delay && !"false".equals(delay.getAsyncDelayed())) {
            mistakes.add(step.mistake(Rule.LEAVES_TRANSACTION,
                    "goes on on another thread after its delay, outside of the queue's transaction:"
                            + " say asyncDelayed: \"false\"",
                    "delay"));
        }
        given.forEach((name, value) -> {
            if (!value.matches("null|false|0")) {
                mistakes.add(step.mistake(Rule.LEAVES_TRANSACTION,
                        "has " + step.name() + " with " + name + ", so that parts go on on other"
                                + " threads, outside of the queue's transaction: leave that out",
                        name));
            }
        });
    }

    /** Whose failure is caught and not thrown on is settled, and the queue forgets its message. */
    private void swallows(FlowStep step) {
        if (!(step.node() instanceof CatchDefinition caught)
                || !(caught.getParent() instanceof TryDefinition tried)
                || caught.getOutputs().stream().anyMatch(QueueCheck::ends)) {
            return;
        }
        boolean sends = ProcessorDefinitionHelper.filterTypeInOutputs(tried.getOutputs(), ProcessorDefinition.class)
                .stream().map(node -> FlowStep.of(step.route(), node)).anyMatch(one -> !Address.written(one).isEmpty());
        if (sends) {
            mistakes.add(step.mistake(Rule.SWALLOWED_FAILURE,
                    "catches the failure of a step that sends, and the queue forgets the message:"
                            + " end doCatch with throwException, or leave doTry out",
                    "doCatch"));
        }
    }

    private static boolean ends(ProcessorDefinition<?> node) {
        return node instanceof ThrowExceptionDefinition || node instanceof RollbackDefinition;
    }
}
