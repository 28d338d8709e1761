package dev.sluice.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.apache.activemq.artemis.core.client.ActiveMQClientLogger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What libraries write to the log and Sluice goes by, as the versions in use write it. */
class TextsOfOthersTest {

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private Logger logger;
    private Level level;

    @AfterEach
    void listenNoMore() {
        if (logger != null) {
            logger.removeHandler(handler);
            logger.setLevel(level);
            logger.setUseParentHandlers(true);
        }
    }

    /** {@code Room} of the package broker reads it. */
    @Test
    void theBrokersClientSaysThatAnAddressTakesNoMessages() throws IOException {
        try (InputStream logger = ActiveMQClientLogger.class.getResourceAsStream("ActiveMQClientLogger_impl.class")) {
            assertThat(new String(logger.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains("AMQ212054: Destination address={} ");
        }
    }

    @Test
    void whatCamelsErrorHandlerSaysOfAMessageIsLeftOut() throws Exception {
        listen("flows.of.an.operator");
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(defaultErrorHandler().log("flows.of.an.operator"));
                    from("direct:fails").throwException(new IllegalStateException("pin 1234"));
                }
            });
            camel.start();
            camel.createProducerTemplate().send("direct:fails", exchange -> exchange.getMessage().setBody("pin 1234"));
        }
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.getMessage()).contains("pin 1234");
            assertThat(new OneLine().isLoggable(record)).isTrue();
            assertThat(record.getMessage()).startsWith("a flow failed").doesNotContain("1234");
        });
    }

    private void listen(String name) {
        logger = Logger.getLogger(name);
        level = logger.getLevel();
        logger.setLevel(Level.ALL);
        // What a console shows is changed in the record itself.
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }
}
