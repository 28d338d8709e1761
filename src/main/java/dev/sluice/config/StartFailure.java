package dev.sluice.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.jboss.logging.Logger;

/** Why Sluice does not start, in one line where the operator can mend it, else with all that is known. */
public final class StartFailure {

    private static final Logger LOG = Logger.getLogger(StartFailure.class);
    private static final Pattern PLACE = Pattern.compile("in file:(\\S+), line (\\d+)");

    private StartFailure() {
    }

    public static void print(Throwable failure) {
        String line = line(failure);
        if (line == null) {
            LOG.error("Sluice does not start", failure);
        } else {
            System.err.println(line);
        }
    }

    static String line(Throwable failure) {
        String route = null;
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException || cause instanceof ConfigValidationException) {
                return first(cause.getMessage());
            }
            if (cause instanceof NoSuchFileException missing && missing.getMessage().startsWith("routes")) {
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
        if (root.getClass().getName().contains("QuarkusBindException") || root instanceof java.net.BindException) {
            return "setting quarkus.http.port: cannot listen there (" + first(message)
                    + "); is another Sluice running? Stop it or set another port";
        }
        boolean ofRoutes = root.getClass().getName().startsWith("org.apache.camel.")
                || root.getStackTrace().length > 0 && root.getStackTrace()[0].getClassName().startsWith("org.apache.camel.");
        return route != null ? "routes: the route " + route + " cannot be made: " + first(message)
                : ofRoutes ? "routes: " + first(message) : null;
    }

    private static String first(String message) {
        return message.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse(message);
    }
}
