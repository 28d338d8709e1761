package dev.sluice.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.text.QuotesNothing;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** As a handler formats what passed the filter, in the form that Quarkus uses. */
class OneLineTest {

    private static final String EVIL = "a\r\n2026-11-28 INFO  all is paid\u001b[2J\u009b2J\u202e\u2028b";
    private static final String SHOWN = "a\\r\\n2026-11-28 INFO  all is paid\\u001b[2J\\u009b2J\\u202e\\u2028b";

    private final PatternFormatter formatter = new PatternFormatter("%-5p [%c] %s%e%n");

    @Test
    void aParameterOfAMessageBringsNoLineOfItsOwn() {
        ExtLogRecord record = record("A webhook for %s is refused: %s", FormatStyle.PRINTF);
        record.setParameters(new Object[]{"hambit", EVIL});
        assertThat(written(record)).isEqualTo("WARN  [x] A webhook for hambit is refused: " + SHOWN + "\n");
    }

    @Test
    void aMessageIsNotFormattedOnceMore() {
        ExtLogRecord record = record("100%s {0} " + EVIL, FormatStyle.NO_FORMAT);
        assertThat(written(record)).isEqualTo("WARN  [x] 100%s {0} " + SHOWN + "\n");
        assertThat(written(record)).as("by a second handler").isEqualTo("WARN  [x] 100%s {0} " + SHOWN + "\n");
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(written(record("x".repeat(1_000_000), FormatStyle.NO_FORMAT)))
                .hasSize("WARN  [x] ".length() + 4_000 + 1).endsWith("…\n");
    }

    /** Libraries quote in it what they could not read. */
    @Test
    void aStackTraceKeepsItsLinesAndNothingThatItsExceptionsSay() {
        IllegalStateException failure = new IllegalStateException(EVIL, new IllegalArgumentException("pin 059647"));
        failure.addSuppressed(new RuntimeException(EVIL));
        failure.getCause().addSuppressed(failure);
        ExtLogRecord record = record("it failed", FormatStyle.NO_FORMAT);
        record.setThrown(failure);
        String written = written(record);
        assertThat(written).startsWith("WARN  [x] it failed: java.lang.IllegalStateException\n\tat"
                + " dev.sluice.log.OneLineTest.")
                .contains("Caused by: java.lang.IllegalArgumentException\n").doesNotContain("059647", "all is paid");
        assertThat(written(record)).as("by a second handler").isEqualTo(written);
    }

    @Test
    void whatOurOwnExceptionsSayIsToldOnOneLine() {
        ExtLogRecord record = record("it failed", FormatStyle.NO_FORMAT);
        record.setThrown(new Ours());
        assertThat(written(record)).startsWith("WARN  [x] it failed: " + Ours.class.getName() + ": a  2026-11-28"
                + " INFO  all is paid\\u001b[2J");
    }

    private static final class Ours extends RuntimeException implements QuotesNothing {

        Ours() {
            super(EVIL.replace("\r\n", "  "));
        }
    }

    /** Nothing was received yet, and somebody must mend it. */
    @Test
    void whySluiceDoesNotStartIsToldWithTheExceptionsTexts() {
        IllegalStateException failure = new IllegalStateException(EVIL,
                new IllegalArgumentException("x".repeat(100_000)));
        ExtLogRecord record = record("it failed", FormatStyle.NO_FORMAT);
        record.setLoggerName("dev.sluice.start.StartFailure");
        record.setThrown(failure);
        String written = written(record);
        assertThat(written)
                .contains("it failed: java.lang.IllegalStateException: " + SHOWN + "\n\tat dev.sluice.log.OneLineTest.")
                .contains("Caused by: java.lang.IllegalArgumentException: xxx");
        assertThat(written.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(1_200));
    }

    @Test
    void whatFlowsWriteOfAMessageIsLeftOut() {
        for (String logger : new String[]{"org.apache.camel.processor.Pipeline",
                "org.springframework.jms.listener.Container"}) {
            ExtLogRecord debug = record("exchange has failed: pin 059647", FormatStyle.NO_FORMAT);
            debug.setLoggerName(logger);
            debug.setLevel(org.jboss.logmanager.Level.DEBUG);
            assertThat(new OneLine().isLoggable(debug)).isFalse();
            ExtLogRecord warn = record("exchange has failed: pin 059647", FormatStyle.NO_FORMAT);
            warn.setLoggerName(logger);
            assertThat(written(warn)).contains("a flow failed").doesNotContain("059647");
        }
        ExtLogRecord own = record("Failed delivery for (MessageId: 1 on ExchangeId: 2). Exhausted, caught: pin"
                + " 059647", FormatStyle.NO_FORMAT);
        assertThat(written(own)).as("under a name of the operator's").contains("a flow failed")
                .doesNotContain("059647");
        ExtLogRecord life = record("Timeout occurred during graceful shutdown", FormatStyle.NO_FORMAT);
        life.setLoggerName("org.apache.camel.impl.engine.DefaultShutdownStrategy");
        assertThat(written(life)).contains("Timeout occurred");
    }

    @Test
    void whatIsHarmlessIsLeftAsItIs() {
        ExtLogRecord record = record("%s is fine", FormatStyle.PRINTF);
        record.setParameters(new Object[]{"Zürich"});
        assertThat(new OneLine().isLoggable(record)).isTrue();
        assertThat(record.getMessage()).isEqualTo("%s is fine");
        assertThat(record.getParameters()).containsExactly("Zürich");
    }

    @Test
    void aRecordOfAnotherKindPasses() {
        assertThat(new OneLine().isLoggable(new LogRecord(Level.INFO, null))).isTrue();
    }

    private static ExtLogRecord record(String message, FormatStyle style) {
        ExtLogRecord record = new ExtLogRecord(org.jboss.logmanager.Level.WARN, message, style,
                OneLineTest.class.getName());
        record.setLoggerName("x");
        return record;
    }

    private String written(ExtLogRecord record) {
        assertThat(new OneLine().isLoggable(record)).isTrue();
        return formatter.format(record);
    }
}
