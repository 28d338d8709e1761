package dev.sluice.log;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the broker and its client write to the log: each complaint once a minute with how often it came, and nothing of
 * a message in it. They print messages with all their properties, and the texts of exceptions, which may hold both; so
 * a line keeps its code and its fixed words, and an exception is its class.
 */
final class BrokerLines {

    private static final String BROKER = "org.apache.activemq.";
    private static final Pattern CODED = Pattern.compile("(AMQ\\d{6}: [^\\[{=\"'\\n\\r:]*).*", Pattern.DOTALL);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_KINDS = 1000;

    private static final class Kind {
        private long said = System.nanoTime() - PAUSE_NANOS;
        private int more;
    }

    private final Map<String, Kind> kinds = new HashMap<>();

    static boolean isOne(LogRecord record) {
        return record.getLoggerName() != null && record.getLoggerName().startsWith(BROKER);
    }

    /** Whether the line is written; it is another one then. */
    synchronized boolean isWritten(LogRecord record) {
        String text = text(record);
        int more = 0;
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            if (kinds.size() > MOST_KINDS) {
                kinds.clear();
            }
            Kind kind = kinds.computeIfAbsent(text, first -> new Kind());
            if (System.nanoTime() - kind.said < PAUSE_NANOS) {
                kind.more++;
                return false;
            }
            more = kind.more;
            kind.more = 0;
            kind.said = System.nanoTime();
        }
        record.setMessage(more == 0 ? text : text + " (and " + more + " times more before)");
        record.setParameters(null);
        record.setThrown(null);
        return true;
    }

    private static String text(LogRecord record) {
        Matcher coded = CODED.matcher(String.valueOf(record.getMessage()));
        String what = coded.matches() ? coded.group(1).strip() : "no text of its own";
        return record.getThrown() == null ? what : what + " (" + record.getThrown().getClass().getSimpleName() + ")";
    }
}
