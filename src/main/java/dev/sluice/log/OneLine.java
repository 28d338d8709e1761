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
    private static final String LIBRARY = "org.sqlite.SQLiteJDBCLoader";
    private static final String LIBRARY_LEFT = "Failed to delete old native lib";

    private final BrokerLines brokerLines = new BrokerLines();

    /**
     * Lets every record pass but what the broker repeats, what flows tell of messages, and of a library that SQLite left
     * in the temporary folder and two starts delete at once; changes those that need it.
     */
    @Override
    @SuppressWarnings("deprecation") // The record knows its style of parameters; a formatter would have to ask it.
    public boolean isLoggable(LogRecord record) {
        if (FlowLines.isBelowAll(record) || BrokerLines.isOne(record) && !brokerLines.isWritten(record)
                || isOfLibraryLeft(record)) {
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

    private static boolean isOfLibraryLeft(LogRecord record) {
        return LIBRARY.equals(record.getLoggerName()) && String.valueOf(record.getMessage()).startsWith(LIBRARY_LEFT);
    }
}
