package dev.sluice.flow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Reads what Sluice logs, for what no input may bring about: errors that nobody thought of, and deliveries that fail.
 */
public final class LogWatch extends Handler implements AutoCloseable {

    private static final Pattern UNEXPECTED = Pattern
            .compile("comes back|NullPointer|ClassCast|StackOverflow|OutOfMemory|IndexOutOfBounds"
                    + "|IllegalState|IllegalArgument|NumberFormat|Arithmetic|UnsupportedOperation|ConcurrentModification|NegativeArraySize");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Watches until it is closed. */
    public static LogWatch begin() {
        LogWatch watch = new LogWatch();
        Logger.getLogger("").addHandler(watch);
        return watch;
    }

    public List<String> all() {
        return List.copyOf(lines);
    }

    List<String> unexpected() {
        return lines.stream().filter(line -> UNEXPECTED.matcher(line).find()).toList();
    }

    /** What a class logged. */
    List<String> saidBy(Class<?> type) {
        String of = " " + type.getName() + " ";
        return lines.stream().filter(line -> line.contains(of))
                .map(line -> line.substring(line.indexOf(of) + of.length())).toList();
    }

    @Override
    public void publish(LogRecord record) {
        StringBuilder line = new StringBuilder(record.getLevel() + " " + record.getLoggerName() + " "
                + (record instanceof ExtLogRecord formatted ? formatted.getFormattedMessage()
                        : new java.util.logging.SimpleFormatter().formatMessage(record)));
        for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
            line.append(" <- ").append(cause);
        }
        lines.add(line.toString());
    }

    @Override
    public void flush() {
        // nothing is kept back
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
