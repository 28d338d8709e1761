package dev.sluice.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

class BrokerLinesTest {

    private final OneLine lines = new OneLine();

    @Test
    void aComplaintIsWrittenOnceAMinuteHoweverOftenItComes() {
        List<String> written = new ArrayList<>();
        IntStream.range(0, 1000).forEach(time -> written.addAll(written(
                "AMQ222151: removing consumer which did not handle a message, consumer=" + time + ", message=Reference["
                        + time + "]",
                null)));
        assertThat(written).containsExactly("AMQ222151: removing consumer which did not handle a message, consumer");
    }

    @Test
    void nothingOfAMessageIsWritten() {
        String message = "CoreMessage[messageID=7,properties=TypedProperties[pin=1234]]";
        for (String line : List.of("AMQ144012: Journal Record sized at 500, which is too close. Record = " + message,
                "AMQ222149: Sending message " + message + " to Dead Letter Address", "AMQ332069: Sent ERROR frame"
                        + " to STOMP client 1.2.3.4:5: pin 1234",
                "cannot convert pin 1234", "AMQ222000: a line\npin 1234", "")) {
            assertThat(written(line, new IllegalStateException("pin 1234", new RuntimeException(message)))).as(line)
                    .noneMatch(written -> written.contains("1234"));
        }
    }

    @Test
    void othersAreLeftAlone() {
        LogRecord record = new ExtLogRecord(Level.WARNING, "a=1", BrokerLinesTest.class.getName());
        record.setLoggerName("dev.sluice.step.Steps");
        assertThat(lines.isLoggable(record)).isTrue();
        assertThat(record.getMessage()).isEqualTo("a=1");
    }

    private List<String> written(String text, Throwable thrown) {
        ExtLogRecord record = new ExtLogRecord(Level.WARNING, text, ExtLogRecord.FormatStyle.NO_FORMAT,
                BrokerLinesTest.class.getName());
        record.setLoggerName("org.apache.activemq.artemis.core.server");
        record.setThrown(thrown);
        if (!lines.isLoggable(record)) {
            return List.of();
        }
        assertThat(record.getThrown()).isNull();
        return List.of(record.getFormattedMessage());
    }
}
