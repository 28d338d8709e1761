package dev.sluice.log;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

/**
 * What Camel and the listeners below it write to the log of a flow that fails: bodies, headers, and what exceptions
 * say, which may quote both. Nobody can tell such a text from fixed words, so the line keeps who wrote it and the
 * exception's kind. What fails is told by Sluice itself, with route and step.
 */
final class FlowLines {

    private static final Pattern FLOWS = Pattern.compile("org\\.(apache\\.camel|springframework|messaginghub)\\..*");
    /** How the flows start and stop; no message has a part in it. */
    private static final Pattern LIFE = Pattern.compile("org\\.apache\\.camel\\.(impl|main|quarkus|dsl)\\..*");
    private static final String TRACER = "org.apache.camel.Tracing";
    /** How Camel's error handler begins, under whatever name an operator has it write. */
    private static final List<String> ERRORS = List.of("Failed delivery for (MessageId", "Rollback (MessageId",
            "Error processing exchange");
    private static final String EMPTY = "a flow failed; what is said of it is left out, for it may quote a message";

    private FlowLines() {
    }

    /** Below INFO there is nothing of theirs but messages and exceptions. */
    static boolean isBelowAll(LogRecord record) {
        return record.getLevel().intValue() < Level.INFO.intValue()
                && FLOWS.matcher(String.valueOf(record.getLoggerName())).matches();
    }

    static void empty(ExtLogRecord record) {
        if (record.getThrown() instanceof Unquoted) {
            return;
        }
        String logger = String.valueOf(record.getLoggerName());
        boolean high = record.getLevel().intValue() >= Level.WARNING.intValue();
        boolean life = LIFE.matcher(logger).matches() && record.getThrown() == null;
        if (FLOWS.matcher(logger).matches() && (high || record.getThrown() != null) && !life || logger.equals(TRACER)
                || ERRORS.stream().anyMatch(String.valueOf(record.getMessage())::startsWith)) {
            record.setMessage(
                    record.getThrown() == null ? EMPTY : EMPTY + " (" + Unquoted.text(record.getThrown()) + ")",
                    FormatStyle.NO_FORMAT);
            record.setParameters(null);
        }
    }
}
