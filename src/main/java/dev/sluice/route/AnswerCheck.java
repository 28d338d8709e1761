package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.contract.DataRules;
import dev.sluice.json.Json;
import dev.sluice.provider.MinorUnits;
import dev.sluice.text.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * Looks at what a provider's flows make of answers: members that nobody reads, and a success that says nothing of the
 * answer.
 */
final class AnswerCheck {

    private static final Set<String> READ = Set.of("success", "code", "message", "reference", "status", "echo", "data");
    private static final Set<String> OF_TOKENS = Set.of("token", "refreshToken", "expiresIn", "expiresAt", "refused",
            "serverKey", "version");
    private static final List<JsonNode> NO_ANSWERS = List.of(Json.object(),
            Json.object().put("said", "nothing that is an answer"));
    private static final Set<String> BY_SLUICE = Set.of("path", "query");

    /** A mapping of an answer. */
    private record Mapping(FlowStep step, JqTree tree, Map<String, Object> made) {

        boolean isOfAnswer() {
            return made.keySet().stream().filter(name -> READ.contains(name) || OF_TOKENS.contains(name)).count() > 1
                    || made.keySet().stream().noneMatch(name -> !name.contains(".") && !READ.contains(name))
                    || step.text().contains(".success");
        }
    }

    private final CamelContext camel;
    private final Map<String, RouteDefinition> flows;
    private final Mistakes mistakes;
    private final List<FlowStep> steps;
    private final Reach reach;

    AnswerCheck(CamelContext camel, Mistakes mistakes, List<FlowStep> steps) {
        this.camel = camel;
        this.flows = Flows.of(camel);
        this.mistakes = mistakes;
        this.steps = steps;
        this.reach = new Reach(steps);
    }

    void check(String provider, JsonNode file) {
        List<FlowStep> own = steps.stream().filter(step -> step.flow().startsWith(provider + "-")).toList();
        String texts = own.stream().map(FlowStep::text).collect(Collectors.joining("\n"));
        Set<String> compared = new TreeSet<>();
        file.path("operations")
                .forEach(operation -> operation.path("echo").fieldNames().forEachRemaining(compared::add));
        Set<String> data = isExact(file) ? Set.of() : DataRules.of(file.path("family").asText()).names();
        for (Mapping mapping : mappings(own)) {
            if (mapping.isOfAnswer()) {
                mapping.made.keySet().forEach(name -> member(mapping.step, name, texts, compared, data));
            }
            Object success = mapping.made.get("success");
            if (success != null && !isToldByStatus(provider, file, mapping)
                    && !isRefined(provider, file, mapping.step)) {
                JqTree.constant(success)
                        .ifPresent(why -> mistakes.add(mapping.step.mistake(Rule.UNFOUNDED_SUCCESS,
                                "has a success that " + why
                                        + ": say what the provider shows of a success and of nothing else",
                                "success")));
            }
            mapping.made.forEach((name, made) -> made(file, mapping.step, name, made));
            mapping.tree.vanishing()
                    .forEach(name -> mistakes.note(mapping.step.mistake(Rule.VANISHING_ANSWER,
                            "makes no document at all, and"
                                    + " loses its code too, where that in which " + name
                                    + " lies is no object, such as [] or \"\":"
                                    + " read it of (.data | (objects // {})), not with ?",
                            name)));
            if (!file.has("cipher") && !file.has("wrapper")) {
                mapping.tree.comparedNumbers().forEach(
                        number -> mistakes.add(mapping.step.mistake(Rule.UNREAD_MEMBER,
                                "compares a member of the answer with the number "
                                        + number
                                        + ", and numbers of answers are texts, so that it never holds: write \""
                                        + number + "\"",
                                number)));
            }
        }
        own.forEach(step -> unread(file, step, texts));
        own.forEach(this::tables);
        questions(provider, file);
        file.path("operations").fieldNames().forEachRemaining(operation -> NO_ANSWERS.stream()
                .flatMap(answer -> Rehearsal.success(camel, flows, provider, operation, answer).stream())
                .forEach(step -> mistakes.addUnlessTold(step.mistake(Rule.UNFOUNDED_SUCCESS,
                        "has a success that is true of an answer to "
                                + operation
                                + " that says nothing: say what the provider shows of a success and of nothing else",
                        "success"))));
    }

    /** An answer that says nothing must not mean that there is no such order: a timeout would too. */
    private void questions(String provider, JsonNode file) {
        Set<String> none = noSuchOrder(file);
        if (none.isEmpty()) {
            return;
        }
        Set<String> asked = new TreeSet<>();
        file.path("operations").forEach(operation -> asked.add(operation.path("ask").asText()));
        asked.forEach(call -> NO_ANSWERS.stream()
                .flatMap(answer -> Rehearsal.code(camel, flows, provider, call, answer, none).stream())
                .forEach(step -> mistakes.addUnlessTold(step.mistake(Rule.FAILURE_AS_NO_ORDER,
                        "gives a code by which there is no such order to an answer to " + call
                                + " that says nothing, and the order would be made again: give null",
                        "code"))));
    }

    private static Set<String> noSuchOrder(JsonNode file) {
        Set<String> none = new TreeSet<>();
        file.at("/answers/no-such-order").forEach(code -> none.add(code.asText()));
        return none;
    }

    /** What a mapping makes of a provider's digits, and of an answer that lacks a code. */
    private void made(JsonNode file, FlowStep step, String name, Object made) {
        if (isAmount(file, name) && new JqNumbers(made).isNumber()) {
            mistakes.add(step.mistake(Rule.AMOUNT_DIGITS,
                    "makes a number of " + name + ", which may lose digits: leave it the text that"
                            + " the provider wrote",
                    step.text().contains("tonumber") ? "tonumber"
                            : name.substring(name.indexOf('.') + 1)));
        }
        if (name.equals("code")) {
            Set<String> none = noSuchOrder(file);
            JqMoney.givenAnyway(made).stream().filter(none::contains)
                    .forEach(code -> mistakes.add(step.mistake(Rule.FAILURE_AS_NO_ORDER, "gives the code " + code
                            + ", by which there is no such"
                            + " order, to answers that do not say so, and the order would be made again: give null",
                            code)));
        }
    }

    /** Whether a member of an answer is published, or compared, digit for digit. */
    private static boolean isAmount(JsonNode file, String name) {
        String inner = name.substring(name.indexOf('.') + 1);
        if (name.startsWith("data.")) {
            return DataRules.of(file.path("family").asText()).isDecimal(inner);
        }
        return name.startsWith("echo.") && StreamSupport.stream(file.path("operations").spliterator(), false)
                .anyMatch(operation -> {
                    String place = operation.path("echo").path(inner).asText();
                    return MinorUnits.PLACES.contains(place.replaceFirst("^\\.", ""))
                            || operation.path("fields").path("properties")
                                    .path(place.substring(place.lastIndexOf('.') + 1)).path("$ref").asText()
                                    .endsWith("/amount");
                });
    }

    /** Whether only questions come to it, whose answers the table of statuses tells. */
    private boolean isToldByStatus(String provider, JsonNode file, Mapping mapping) {
        return mapping.made.containsKey("status") && file.path("operations").properties().stream()
                .noneMatch(operation -> reach.of(provider, operation.getKey()).contains(mapping.step));
    }

    /** Whether all operations that come to a step look at the success that it gives, and say more. */
    private boolean isRefined(String provider, JsonNode file, FlowStep step) {
        boolean any = false;
        for (Map.Entry<String, JsonNode> operation : file.path("operations").properties()) {
            List<FlowStep> reached = reach.of(provider, operation.getKey());
            if (reached.contains(step)) {
                any = true;
                if (reached.stream().noneMatch(
                        other -> other != step && !other.equals(step) && other.text().contains(".success"))) {
                    return false;
                }
            }
        }
        return any;
    }

    private static boolean isExact(JsonNode file) {
        for (JsonNode operation : file.path("operations")) {
            if (operation.path("exact").asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    private void member(FlowStep step, String name, String texts, Set<String> compared, Set<String> data) {
        String inner = name.substring(name.indexOf('.') + 1);
        if (!name.contains(".") && !READ.contains(name) && !OF_TOKENS.contains(name)
                && !Pattern.compile("\\." + Pattern.quote(name) + "\\b").matcher(texts.replace(step.text(), ""))
                        .find()) {
            Set<String> known = new TreeSet<>(READ);
            known.addAll(OF_TOKENS);
            mistakes.add(step.mistake(Rule.UNREAD_MEMBER,
                    "makes the member " + name + " of an answer, which nobody reads: an answer has "
                            + String.join(", ", new TreeSet<>(READ)) + Nearest.hint(name, known),
                    name));
        } else if (name.startsWith("echo.") && !compared.contains(inner) && !Nearest.hint(inner, compared).isEmpty()) {
            mistakes.add(step.mistake(Rule.NEVER_COMPARED,
                    "makes echo." + inner + ", which no operation compares: correct it, or name"
                            + " it in the echo of an operation"
                            + Nearest.hint(inner, compared),
                    inner));
        } else if (name.startsWith("data.") && name.indexOf('.') == name.lastIndexOf('.') && !data.isEmpty()
                && !data.contains(inner)) {
            boolean strange = Nearest.hint(inner, data).isEmpty();
            Mistake unread = step.mistake(strange ? Rule.UNLISTED_DATA : Rule.UNREAD_MEMBER,
                    "makes data." + inner + ", which is none of the data of a result, which are "
                            + String.join(", ", data) + Nearest.hint(inner, data),
                    inner);
            if (strange) {
                mistakes.note(unread);
            } else {
                mistakes.add(unread);
            }
        }
    }

    /** A variable that nobody reads, and that is called nearly as one that Sluice reads. */
    private void unread(JsonNode file, FlowStep step, String texts) {
        if (step.route().getTemplateParameters() != null) {
            return;
        }
        String all = texts + file;
        for (String name : step.sets()) {
            if (!BY_SLUICE.contains(name) && !FlowVariables.areSluices(name) && !Nearest.hint(name, BY_SLUICE).isEmpty()
                    && !Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                            .matcher(all.replace("\"" + name + "\":", "")).find()) {
                mistakes.add(step.mistake(Rule.UNREAD_MEMBER,
                        "sets the variable " + name + ", which nobody reads: Sluice reads path"
                                + " and query"
                                + Nearest.hint(name, BY_SLUICE),
                        name));
            }
        }
    }

    /** A word that a table does not have becomes null, and nobody would know. */
    private void tables(FlowStep step) {
        for (ExpressionDefinition expression : step.expressions()) {
            try {
                if ("jq".equals(expression.getLanguage())) {
                    new JqTree(expression.getExpression()).money().openTable()
                            .ifPresent(table -> mistakes.note(step.mistake(Rule.OPEN_TABLE,
                                    "has a table that says nothing of other"
                                            + " words, so that they become null: write what counts for them, as"
                                            + " {…}[…] // error(\"…\")",
                                    "[")));
                }
            } catch (JsonQueryException e) {
                // It is told where its words are looked at.
            }
        }
    }

    /** Behind the first step that goes on elsewhere a flow has an answer. */
    private static List<Mapping> mappings(List<FlowStep> own) {
        List<Mapping> mappings = new ArrayList<>();
        Set<RouteDefinition> gone = new HashSet<>();
        for (FlowStep step : own) {
            if (step.node() instanceof EndpointRequiredDefinition || step.node() instanceof ToDynamicDefinition) {
                gone.add(step.route());
            } else if (gone.contains(step.route()) && step.node() instanceof SetBodyDefinition) {
                step.expressions().stream().filter(expression -> "jq".equals(expression.getLanguage()))
                        .map(ExpressionDefinition::getExpression)
                        .forEach(text -> mapping(step, text, mappings));
            }
        }
        return mappings;
    }

    private static void mapping(FlowStep step, String text, List<Mapping> mappings) {
        try {
            JqTree tree = new JqTree(text);
            mappings.add(new Mapping(step, tree, tree.makes()));
        } catch (JsonQueryException e) {
            // It is told where its words are looked at.
        }
    }
}
