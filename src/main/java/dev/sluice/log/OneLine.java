package dev.sluice.log;

import dev.sluice.text.Shown;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

/**
 * Makes every record of the log one line that shows what it holds, whoever logs it: a name or a text of others can
 * bring neither a line of its own nor anything that a terminal obeys. A stack trace keeps its lines; what its
 * exceptions say is left out, for they quote messages. Only why Sluice does not start is told with the exceptions'
 * texts: nothing was received then.
 */
@LoggingFilter(name = "one-line")
public final class OneLine implements Filter {

    private static final int LONGEST_MESSAGE = 4_000;
    private static final String START = "dev.sluice.start.StartFailure";

    private final BrokerLines brokerLines = new BrokerLines();

    /**
     * Lets every record pass but what the broker repeats and what flows tell of messages, and changes those that need
     * it.
     */
    @Override
    @SuppressWarnings("deprecation") // The record knows its style of parameters; a formatter would have to ask it.
    public boolean isLoggable(LogRecord record) {
        if (FlowLines.isBelowAll(record) || BrokerLines.isOne(record) && !brokerLines.isWritten(record)) {
            return false;
        }
        if (record instanceof ExtLogRecord extended) {
            FlowLines.empty(extended);
            String message = extended.getFormattedMessage();
            String shown = Shown.line(message, LONGEST_MESSAGE);
            if (shown != null && !shown.equals(message)) {
                extended.setMessage(shown, FormatStyle.NO_FORMAT);
                extended.setParameters(null);
            }
            extended.setThreadName(Shown.line(extended.getThreadName()));
        }
        if (record.getThrown() != null) {
            record.setThrown(START.equals(record.getLoggerName()) ? Told.of(record.getThrown())
                    : record.getThrown() instanceof Unquoted told ? told : new Unquoted(record.getThrown()));
        }
        return true;
    }
}
