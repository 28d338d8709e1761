package dev.sluice.route;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.text.KeyMaterial;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.CamelContext;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.ConvertHeaderDefinition;
import org.apache.camel.model.ConvertVariableDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ValidateDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.TypedExpressionDefinition;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/** Looks at what flows read and set: jq, its functions and names, and variables. */
final class ExpressionCheck {

    /** Where jq finds a mistake, within its own text. */
    private static final Pattern LINE = Pattern.compile(" at line (\\d+), column \\d+");
    private static final Pattern FRACTION = Pattern.compile("(java\\.lang\\.)?(Double|Float|double|float|Number)");
    private static final Pattern FUNCTION = Pattern.compile("\\$(simple)?\\{[^{}]*(\\{[^{}]*}[^{}]*)*}");
    private static final Pattern COMPARES = Pattern
            .compile("\\s(==|=~|!=|!=~|>=?|<=?|&&|\\|\\||~~|!~~|!?contains|!?regex"
                    + "|!?in|!?is|!?range|!?(starts|ends)With|!?(starts|ends) with|\\?)\\s");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:variables?[.:?]+|variableAs\\(\\s*)['\"]?"
            + "(?:global:|route:[^:}]*:)?([A-Za-z][A-Za-z0-9_.-]*)");

    private final Mistakes mistakes;
    private final Scope scope;
    private final Set<String> set;
    private final Predicate<String> elsewhere;

    /**
     * @param scope     jq's functions
     * @param set       the variables that flows set
     * @param elsewhere variables that may be set by flows that are not known here
     */
    ExpressionCheck(Mistakes mistakes, Scope scope, Set<String> set, Predicate<String> elsewhere) {
        this.mistakes = mistakes;
        this.scope = scope;
        this.set = set;
        this.elsewhere = elsewhere;
    }

    void step(FlowStep step) {
        if (step.node() instanceof CatchDefinition caught) {
            caught.getExceptions().forEach(name -> type(step, name));
        } else if (step.node() instanceof ConvertBodyDefinition converted) {
            type(step, converted.getType());
        } else if (step.node() instanceof ConvertHeaderDefinition converted) {
            type(step, converted.getType());
        } else if (step.node() instanceof ConvertVariableDefinition converted) {
            type(step, converted.getType());
        } else if (step.node() instanceof ThrowExceptionDefinition thrown) {
            type(step, thrown.getExceptionType());
        }
        if (step.node() instanceof ToDynamicDefinition dynamic) {
            simple(step, dynamic.getUri());
        }
        for (ExpressionDefinition expression : step.expressions()) {
            String text = step.filled(expression.getExpression());
            type(step, expression instanceof TypedExpressionDefinition typed ? typed.getResultTypeName() : null);
            language(step, expression.getLanguage());
            // What a property or a file gives is known when Camel makes the flow.
            boolean elsewhere = text != null && (text.contains("{{") || text.startsWith("resource:"));
            if (text != null && "simple".equals(expression.getLanguage()) && isCondition(step)) {
                condition(step, text);
            }
            if (text != null && !elsewhere && "jq".equals(expression.getLanguage())) {
                jq(step, text);
            } else if (text != null && "simple".equals(expression.getLanguage())) {
                simple(step, text);
            }
        }
    }

    private void jq(FlowStep step, String text) {
        JqText jq;
        try {
            jq = new JqText(text);
        } catch (JsonQueryException e) {
            String told = String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
            Matcher at = LINE.matcher(told);
            String line = at.find() ? text.lines().skip(Integer.parseInt(at.group(1)) - 1).findFirst().orElse("") : "";
            mistakes.add(step.mistake(Rule.UNUSABLE_EXPRESSION, "has an expression that is not jq: "
                    + LINE.matcher(told.lines().findFirst().orElse("")).replaceFirst("").replaceFirst("\\.$", ""),
                    line.strip()));
            return;
        }
        jq.unknownFunction(scope)
                .ifPresent(name -> mistakes.add(step.mistake(Rule.UNUSABLE_EXPRESSION, "calls the jq function " + name
                        + ", which there is not: correct its name or the number of its arguments",
                        name.split("/", 2)[0])));
        jq.unboundName().ifPresent(name -> mistakes.add(step.mistake(Rule.UNUSABLE_EXPRESSION, "reads $" + name
                + ", which its jq does not bind: correct the name", "$" + name)));
        secrets(step, text);
        jq.named("variable").forEach(name -> known(step, name, FlowVariables.OF_A_CALL));
    }

    private void secrets(FlowStep step, String text) {
        try {
            new JqTree(text).makes().forEach((name, made) -> JqMoney.givenAnyway(made).stream()
                    .filter(value -> KeyMaterial.is(name.substring(name.lastIndexOf('.') + 1), value))
                    .forEach(value -> mistakes.addUnlessTold(step.mistake(Rule.CREDENTIAL_IN_FILE,
                            "holds a secret as " + name
                                    + ", and this file is read by many: name a credential, in the file of the provider",
                            name.substring(name.lastIndexOf('.') + 1)))));
        } catch (JsonQueryException e) {
            // It is told above.
        }
    }

    private void language(FlowStep step, String name) {
        try {
            if (name != null && step.route().getCamelContext() != null) {
                step.route().getCamelContext().resolveLanguage(name);
            }
        } catch (NoSuchLanguageException e) {
            mistakes.add(step.mistake(Rule.NOT_BROUGHT,
                    "has an expression in " + name + ", which Sluice does not bring: write jq or"
                            + " simple",
                    name));
        }
    }

    /** The name of a class that a step gives. */
    private void type(FlowStep step, @Nullable String name) {
        if (name != null && !name.contains("{{") && step.route().getCamelContext() != null
                && step.route().getCamelContext().getClassResolver().resolveClass(name) == null) {
            mistakes.add(step.mistake(Rule.UNKNOWN_BEAN, "names the class " + name + ", which there is not", name));
        } else if (name != null && FRACTION.matcher(name).matches()) {
            mistakes.add(step.mistake(Rule.AMOUNT_DIGITS, "makes a binary fraction (" + name
                    + "), which loses digits of an amount: say java.lang.String or java.math.BigDecimal", name));
        }
    }

    private static boolean isCondition(FlowStep step) {
        return step.node() instanceof FilterDefinition || step.node() instanceof ChoiceDefinition
                || step.node() instanceof ValidateDefinition
                || step.node() instanceof CatchDefinition;
    }

    /** What compares nothing is a text, and a text holds. */
    private void condition(FlowStep step, String text) {
        String beside = FUNCTION.matcher(text).replaceAll("").strip();
        if (!beside.isEmpty() && !beside.matches("true|false") && !COMPARES.matcher(" " + beside + " ").find()) {
            mistakes.add(step.mistake(Rule.ALWAYS_HOLDS,
                    "has a condition that compares nothing and always holds: write ==, or another"
                            + " operator of simple, with blanks around it: " + Shown.line(text, 100),
                    text.lines().findFirst().orElse("")));
        }
    }

    void simple(FlowStep step, String text) {
        CamelContext camel = step.route().getCamelContext();
        if (camel != null && !isSimple(camel, text)) {
            mistakes.add(step.mistake(Rule.UNUSABLE_EXPRESSION,
                    "has a text that is not simple: correct what stands in ${...}: " + Shown.line(text, 100),
                    text.lines().findFirst().orElse("")));
        }
        Set<String> given = new TreeSet<>(FlowVariables.OF_A_CALL);
        given.addAll(FlowVariables.SHARED);
        VARIABLE.matcher(String.valueOf(text)).results().forEach(variable -> known(step, variable.group(1), given));
    }

    private static boolean isSimple(CamelContext camel, String text) {
        Language simple = camel.resolveLanguage("simple");
        try {
            simple.createExpression(text);
            return true;
        } catch (ExpressionIllegalSyntaxException e) {
            try {
                simple.createPredicate(text);
                return true;
            } catch (ExpressionIllegalSyntaxException no) {
                return false;
            }
        }
    }

    private void known(FlowStep step, String name, Set<String> given) {
        String first = name.split("\\.", 2)[0];
        if (!given.contains(name) && !set.contains(name) && !given.contains(first) && !set.contains(first)
                && !elsewhere.test(first)) {
            mistakes.add(step.mistake(Rule.UNKNOWN_VARIABLE,
                    "reads the variable " + name + ", which nobody sets: correct the name, or set"
                            + " it with setVariable; Sluice"
                            + " sets " + String.join(", ", new TreeSet<>(FlowVariables.OF_A_CALL))
                            + Nearest.hint(name, given),
                    name));
        }
    }
}
