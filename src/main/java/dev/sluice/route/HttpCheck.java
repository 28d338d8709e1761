package dev.sluice.route;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;

/** Looks that a call over HTTP is made once, ends, and goes where it is written. */
final class HttpCheck {

    private static final List<String> TIMEOUTS = List.of("connectTimeout", "responseTimeout");
    /** The component takes them of an address too, and does not say so. */
    private static final Set<String> UNLISTED = Set.of("connectTimeout", "connectionRequestTimeout",
            "responseTimeout", "soTimeout");
    private static final String AGAIN = "may turn on what makes a call once more";
    private static final Map<String, String> UNSAFE = Map.of(
            "followRedirects", "would make the call once more, where an answer says",
            "clientBuilder", AGAIN, "clientConnectionManager", AGAIN, "httpClientConfigurer", AGAIN, "httpContext",
            AGAIN, "copyHeaders", "would send on what headers a message has",
            "logHttpActivity", "would write whole requests to the log",
            "httpActivityListener", "may write whole requests to the log",
            "x509HostnameVerifier", "may take another's certificate for the provider's");
    private static final String QUIET = "throwExceptionOnFailure";

    private final Mistakes mistakes;
    private final Set<String> known;

    HttpCheck(CamelContext camel, Mistakes mistakes) {
        this.mistakes = mistakes;
        this.known = new TreeSet<>(UNLISTED);
        EndpointUriFactory options = camel.getCamelContextExtension().getEndpointUriFactory("http");
        if (options != null) {
            known.addAll(options.propertyNames());
        }
    }

    void step(FlowStep step) {
        Address.of(Address.written(step)).filter(Address::isHttp).ifPresent(address -> call(step, address));
    }

    private void call(FlowStep step, Address address) {
        List<String> endless = TIMEOUTS.stream()
                .filter(name -> address.options().getOrDefault(name, "").matches("(0|-.*)?(ms|s|m)?")).toList();
        if (!endless.isEmpty()) {
            mistakes.addUnlessTold(step.mistake(Rule.HANGING_CALL, "calls " + address.scheme() + ": without "
                    + String.join(" and ", endless) + ", and would hang on it for as long as the other side likes: set"
                    + " it", address.options().containsKey(endless.get(0)) ? endless.get(0) : address.scheme()));
        }
        address.options().forEach((name, value) -> {
            boolean client = name.matches("http(Client|Connection)\\..+");
            if (!known.contains(name) && !client) {
                mistakes.addUnlessTold(step.mistake(Rule.UNKNOWN_OPTION,
                        "gives " + address.scheme() + ": the option " + name
                                + ", which it does not have, and which would be sent as a parameter of the query"
                                + Nearest.hint(name, known),
                        name));
            } else if (UNSAFE.containsKey(name) && !value.equals("false") || client) {
                mistakes.add(
                        step.mistake(Rule.UNSAFE_CALL, "gives " + address.scheme() + ": the option " + name + ", which "
                                + UNSAFE.getOrDefault(name, AGAIN) + ": leave that out", name));
            }
        });
        if (step.flow().endsWith("-http") && !"false".equals(address.options().get(QUIET))) {
            mistakes.add(step.mistake(Rule.UNSAFE_CALL,
                    "calls " + address.scheme() + ": without " + QUIET + ": \"false\", so that what"
                            + " a provider answers with a failure would not be read: set it",
                    QUIET));
        }
    }
}
