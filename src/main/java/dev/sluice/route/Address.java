package dev.sluice.route;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * Where a flow begins or goes, as far as it is written.
 *
 * @param rest what stands between the scheme and the options
 */
record Address(String scheme, String rest, Map<String, String> options) {

    private static final Pattern WRITTEN = Pattern.compile("([a-z][a-z0-9-]*)(?::([^?]*))?(?:\\?(.*))?",
            Pattern.DOTALL);

    /** Empty where not even its scheme is written. */
    static Optional<Address> of(String uri) {
        Matcher address = WRITTEN.matcher(uri);
        if (!address.matches()) {
            return Optional.empty();
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : address.group(3) == null ? new String[0] : address.group(3).split("&", 0)) {
            String[] parts = option.split("=", 2);
            if (!parts[0].isEmpty()) {
                options.put(parts[0], parts.length < 2 ? "" : parts[1]);
            }
        }
        return Optional.of(new Address(address.group(1), address.group(2) == null ? "" : address.group(2), options));
    }

    /** The text of where a step goes, empty where it goes nowhere. */
    static String written(FlowStep step) {
        return step.node() instanceof ToDynamicDefinition dynamic ? String.valueOf(step.filled(dynamic.getUri()))
                : step.node() instanceof EndpointRequiredDefinition fixed
                        ? String.valueOf(step.filled(fixed.getEndpointUri())) : "";
    }

    /** The queue that it names; none where it is no queue's, or is only known later. */
    Optional<String> queue() {
        String named = options.getOrDefault("destinationName", rest.replaceFirst("^queue:", ""));
        boolean isQueue = scheme.equals("jms") && !rest.startsWith("topic")
                && !"topic".equals(options.get("destinationType"));
        return isQueue && !named.isBlank() && !named.contains("{{") && !named.contains("${") ? Optional.of(named)
                : Optional.empty();
    }

    boolean isHttp() {
        return scheme.equals("http") || scheme.equals("https");
    }
}
