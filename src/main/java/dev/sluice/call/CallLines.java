package dev.sluice.call;

import dev.sluice.outcome.Kind;
import dev.sluice.passage.Calling;
import dev.sluice.step.Step;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * What the log says of calls: a line for each, where that is wanted, and which order and step every line is about that
 * is written from the begin of a call until it is recorded, where lines have fields. Nothing of what was sent or
 * answered.
 */
@Singleton
public class CallLines {

    private static final Logger LOG = Logger.getLogger(CallLines.class);

    private final boolean each;
    private final boolean fields;

    public CallLines(@ConfigProperty(name = "sluice.log.calls") boolean each,
            @ConfigProperty(name = "sluice.log.json") boolean fields) {
        this.each = each;
        this.fields = fields;
    }

    /** The thread's lines are about this step. */
    void begin(Step step) {
        if (fields) {
            MDC.put("requestId", step.entry().key().name());
            MDC.put("provider", step.provider().name());
            MDC.put("operation", step.entry().operation());
            MDC.put("step", step.id());
        }
    }

    void called(Calling calling, Kind kind) {
        Step step = calling.step();
        if (each && step != null) {
            int http = calling.answeredWith();
            LOG.infof("%s/%s: %s of %s: %s after %d ms%s", calling.provider().name(), calling.account().name(),
                    calling.call(), step.entry().key().name(), kind.word(),
                    TimeUnit.NANOSECONDS.toMillis(calling.nanos()), http == 0 ? "" : ", HTTP " + http);
        }
    }

    /** The thread's lines are about no step any more. */
    public void end() {
        if (fields) {
            MDC.remove("requestId");
            MDC.remove("provider");
            MDC.remove("operation");
            MDC.remove("step");
        }
    }
}
