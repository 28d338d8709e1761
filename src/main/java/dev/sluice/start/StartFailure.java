package dev.sluice.start;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistakes;
import dev.sluice.text.OneLine;
import dev.sluice.text.Shown;
import io.quarkus.logging.LoggingFilter;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Says why Sluice does not start in one line for each mistake where the operator can mend it, instead of a stack trace. A filter of the
 * console's log, because Quarkus knows no other place to tell it.
 */
@LoggingFilter(name = "start-failure")
public final class StartFailure implements Filter {

    private static final String CONSUMERS = "org.apache.camel.component.jms.DefaultJmsMessageListenerContainer";
    private static final String APPLICATION = "io.quarkus.runtime.Application";
    private static final Pattern PLACE = Pattern.compile("in file:(\\S+), line (\\d+)");

    /** The console has one filter. */
    private final Filter shown = new OneLine();

    @Override
    public boolean isLoggable(LogRecord record) {
        if (!APPLICATION.equals(record.getLoggerName())) {
            return !isStopping(record) && shown.isLoggable(record);
        }
        String line = record.getThrown() != null ? told(record.getThrown())
                : taken(String.format(String.valueOf(record.getMessage()), record.getParameters()));
        if (line != null) {
            line.lines().map(Shown::line).forEach(System.err::println);
        }
        return line == null && shown.isLoggable(record);
    }

    /** What is wrong in what is written is told in one way, also where Quarkus or Camel met a part of it first. */
    private static String told(Throwable failure) {
        Mistakes mistakes = Plan.checked(Path.of(""), ConfigProvider.getConfig(), System.getenv());
        return mistakes.areNone() ? line(failure) : new ConfigProblem(mistakes.all()).getMessage();
    }

    /** Consumers that are stopped while they still connect: so it is when a start is given up. */
    private static boolean isStopping(LogRecord record) {
        return CONSUMERS.equals(record.getLoggerName()) && String.valueOf(record.getMessage()).contains("InterruptedException");
    }

    /** Quarkus tells of a port that is in use in three lines, and advises to kill whoever has it. */
    private static String taken(String message) {
        return message.startsWith("Port ") || message.startsWith("Unable to bind")
                ? "settings quarkus.http.host and quarkus.http.port: cannot listen (" + message.replaceFirst("\\..*", "")
                        + "); is another Sluice running? Stop it or set another port"
                : message.startsWith("Use '") || message.startsWith("You can try") ? "" : null;
    }

    static String line(Throwable failure) {
        String route = null;
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigProblem problem) {
                return problem.getMessage();
            }
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
        boolean ofRoutes = root.getClass().getName().startsWith("org.apache.camel.")
                || root.getStackTrace().length > 0 && root.getStackTrace()[0].getClassName().startsWith("org.apache.camel.");
        return route != null ? "routes: the route " + route + " cannot be made: " + first(message)
                : ofRoutes ? "routes: " + first(message) : null;
    }

    private static String first(String message) {
        return message.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse(message);
    }
}
