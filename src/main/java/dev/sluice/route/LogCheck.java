package dev.sluice.route;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Looks that what flows write to the log is named by fixed words, and formed by {@link SilentLogs} alone. */
final class LogCheck {

    private static final String LOG = "log:";
    private static final Pattern OF_A_MESSAGE = Pattern.compile("\\$(simple)?\\{");
    private static final Pattern SHOWS = Pattern.compile("[?&]show[A-Z]\\w*=(?!false)");
    private static final Pattern FORMATTER = Pattern.compile("[?&]exchangeFormatter=");

    private final Mistakes mistakes;

    LogCheck(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    void step(FlowStep step) {
        if (step.node() instanceof LogDefinition log) {
            Map<String, String> fixed = new TreeMap<>();
            fixed.put("logName", log.getLogName());
            fixed.put("marker", log.getMarker());
            fixed.forEach((option, value) -> {
                if (value != null && OF_A_MESSAGE.matcher(value).find()) {
                    mistakes.add(step.mistake(Rule.BODY_IN_LOG,
                            "has a " + option + " that a message gives, and would write parts of it"
                                    + " to the log: write fixed words",
                            option));
                }
            });
        }
        String uri = step.node() instanceof ToDynamicDefinition dynamic ? dynamic.getUri()
                : step.node() instanceof EndpointRequiredDefinition fixed ? fixed.getEndpointUri() : null;
        if (uri != null && uri.startsWith(LOG)) {
            if (OF_A_MESSAGE.matcher(uri).find()) {
                mistakes.add(step.mistake(Rule.BODY_IN_LOG,
                        "goes to a log: that a message names, and would write parts of it to the log:"
                                + " write a fixed name",
                        LOG));
            }
            if (SHOWS.matcher(uri).find()) {
                mistakes.note(step.mistake(Rule.LOG_LEFT_OUT,
                        "gives log: an option of what it shows, and nothing of a message is written"
                                + " whatever it says: leave that out",
                        "show"));
            }
            if (FORMATTER.matcher(uri).find()) {
                mistakes.add(step.mistake(Rule.BODY_IN_LOG,
                        "gives log: an exchangeFormatter of its own, which would write whole messages"
                                + " to the log: leave that out",
                        "exchangeFormatter"));
            }
        }
    }
}
