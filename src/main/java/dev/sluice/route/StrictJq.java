package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.BiFunction;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.apache.camel.Exchange;
import org.apache.camel.language.jq.JqFunctions;

/**
 * jq's {@code variable("name")}, {@code header("name")} and {@code property("name")}, of what is set. Camel's own give
 * null for what is not, and a question about the order null is answered "no such order". With a second argument, which
 * is what they give then, they stay Camel's.
 */
final class StrictJq extends JqFunctions.ExchangeAwareFunction {

    private final String what;
    private final BiFunction<Exchange, String, String> value;

    private StrictJq(String what, BiFunction<Exchange, String, String> value) {
        this.what = what;
        this.value = value;
    }

    static void into(Scope scope) {
        scope.addFunction("variable", 1,
                new StrictJq("a variable", (exchange, name) -> exchange.getVariable(name, String.class)));
        scope.addFunction("header", 1,
                new StrictJq("a header", (exchange, name) -> exchange.getMessage().getHeader(name, String.class)));
        scope.addFunction("property", 1,
                new StrictJq("a property", (exchange, name) -> exchange.getProperty(name, String.class)));
    }

    @Override
    protected void doApply(Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput output,
            Version version, Exchange exchange) throws JsonQueryException {
        arguments.get(0).apply(scope, in, name -> {
            String text = value.apply(exchange, name.asText());
            if (text == null && !FlowVariables.MAY_BE_ABSENT.contains(name.asText())) {
                throw new Unset(what);
            }
            output.emit(text == null ? NullNode.getInstance() : new TextNode(text), null);
        });
    }
}
