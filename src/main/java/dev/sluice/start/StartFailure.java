package dev.sluice.start;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.route.RouteFiles;
import dev.sluice.route.RoutePlace;
import dev.sluice.text.Shown;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says why Sluice does not start: a line for each mistake that the operator can mend, and a stack trace only for what
 * is none.
 */
final class StartFailure {

    private static final Logger LOG = Logger.getLogger(StartFailure.class);
    private static final Pattern PLACE = Pattern.compile("in file:(\\S+), line (\\d+)");

    private StartFailure() {
    }

    /** What is wrong in what is written is told in one way, also where Quarkus or Camel met a part of it first. */
    static void tell(Throwable failure) {
        Mistakes mistakes = Plan.checked(Path.of(""), ConfigProvider.getConfig(), System.getenv());
        String lines = mistakes.areNone() ? line(failure)
                : mistakes.all().stream().map(Mistake::told).collect(Collectors.joining("\n"));
        if (lines == null) {
            LOG.error("Sluice cannot start", failure);
        } else {
            lines.lines().map(Shown::line).forEach(System.err::println);
        }
    }

    static @Nullable String line(Throwable failure) {
        String route = null;
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigProblem problem) {
                return problem.getMessage();
            }
            if (cause instanceof BindException taken && taken.getMessage() != null) {
                return "settings quarkus.http.host and quarkus.http.port: cannot listen (" + first(taken.getMessage())
                        + "); is another Sluice running? Stop it or set another port";
            }
            if (cause instanceof ConfigurationException || cause instanceof ConfigValidationException) {
                return first(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof NoSuchFileException missing
                    && String.valueOf(missing.getMessage()).startsWith("routes")) {
                return "routes: there is no such folder here; start Sluice where routes/ and config/ are";
            }
            if (cause instanceof FailedToCreateRouteException created) {
                route = created.getRouteId();
            } else if (cause instanceof FailedToStartRouteException started) {
                route = started.getRouteId();
            }
            root = cause;
        }
        String message = String.valueOf(root.getMessage());
        Matcher place = PLACE.matcher(message);
        if (place.find()) {
            return place.group(1) + ":" + place.group(2) + ": " + first(message);
        }
        boolean ofRoutes = root.getClass().getName().startsWith("org.apache.camel.")
                || root.getStackTrace().length > 0
                        && root.getStackTrace()[0].getClassName().startsWith("org.apache.camel.");
        return route != null ? ofRoute(route, "cannot be made: " + first(message))
                : ofRoutes ? "routes: " + first(message) : null;
    }

    /** With file and line, where the route stands in one and does not follow from a provider's file. */
    private static String ofRoute(String id, String reason) {
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            camel.build();
            RouteFiles.load(camel, Path.of("routes"), new Mistakes());
            RouteDefinition route = RouteFiles.byId(camel).get(id);
            if (route != null) {
                return RoutePlace.mistake(Rule.NOT_ROUTES, route, route, reason).toString();
            }
        } catch (IOException | RuntimeException e) {
            // Then the route is named without its place.
        }
        return "routes: the route " + id + " " + reason;
    }

    private static String first(String message) {
        return message.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse(message);
    }
}
