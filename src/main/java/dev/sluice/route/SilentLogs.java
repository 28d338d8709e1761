package dev.sluice.route;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.spi.ExchangeFormatter;

/**
 * What a flow's own {@code log} steps and {@code log:} endpoints write: fixed words, names of flows and of the call,
 * and nothing of a message.
 */
@Singleton
@Named("logFormatter")
@Unremovable
public class SilentLogs implements ExchangeFormatter {

    private static final String LEFT_OUT = "(left out)";
    private static final Pattern HARMLESS = Pattern
            .compile("(fromRouteId|routeId|routeGroup|stepId|exchangeId|camelId|hostName"
                    + "|threadName|threadId|date:now(:[^}]*)?|variable\\.(provider|account|call|path|http))");
    private static final Set<String> WRITTEN = Set.of("simple", "constant");

    /** For the {@code log:} component, which finds it by its name. */
    @Override
    public String format(Exchange exchange) {
        return "Exchange[" + exchange.getExchangeId() + ", " + exchange.getFromRouteId() + "]";
    }

    /** Takes what could write a part of a message out of a step; says whether there was any. */
    static boolean silence(LogDefinition log) {
        String message = String.valueOf(log.getMessage());
        String silent = log.getLogLanguage() == null || WRITTEN.contains(log.getLogLanguage()) ? silent(message)
                : LEFT_OUT;
        log.setMessage(silent);
        return !silent.equals(message);
    }

    private static String silent(String message) {
        StringBuilder silent = new StringBuilder();
        int at = 0;
        while (at < message.length()) {
            int opening = message.startsWith("${", at) ? 2 : message.startsWith("$simple{", at) ? 8 : 0;
            if (opening == 0) {
                silent.append(message.charAt(at++));
                continue;
            }
            int end = end(message, at + opening);
            boolean harmless = HARMLESS.matcher(message.substring(at + opening, Math.max(at + opening, end - 1)))
                    .matches();
            silent.append(harmless ? message.substring(at, end) : LEFT_OUT);
            at = end;
        }
        return silent.toString();
    }

    /** Behind the brace that closes what is open. */
    private static int end(String message, int from) {
        int open = 1;
        for (int i = from; i < message.length(); i++) {
            open += message.charAt(i) == '{' ? 1 : message.charAt(i) == '}' ? -1 : 0;
            if (open == 0) {
                return i + 1;
            }
        }
        return message.length();
    }
}
