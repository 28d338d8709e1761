package dev.sluice.text;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

/**
 * Makes every record of the log one line that shows what it holds, whoever logs it: a name or a text of others can bring
 * neither a line of its own nor anything that a terminal obeys. A stack trace keeps its lines; what its exceptions say
 * stands on one each.
 */
@LoggingFilter(name = "one-line")
public final class OneLine implements Filter {

    private static final int LONGEST_MESSAGE = 4_000;

    private final BrokerLines brokerLines = new BrokerLines();

    /** Lets every record pass but what the broker repeats, and changes those that need it. */
    @Override
    public boolean isLoggable(LogRecord record) {
        if (BrokerLines.isOne(record) && !brokerLines.isWritten(record)) {
            return false;
        }
        if (record instanceof ExtLogRecord extended) {
            String message = extended.getFormattedMessage();
            String shown = Shown.line(message, LONGEST_MESSAGE);
            if (shown != null && !shown.equals(message)) {
                extended.setMessage(shown, FormatStyle.NO_FORMAT);
                extended.setParameters(null);
            }
            extended.setThreadName(Shown.line(extended.getThreadName()));
        }
        if (record.getThrown() != null) {
            record.setThrown(Told.of(record.getThrown()));
        }
        return true;
    }
}
