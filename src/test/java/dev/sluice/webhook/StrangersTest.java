package dev.sluice.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.outcome.Secrets;
import dev.sluice.provider.Events;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class StrangersTest {

    @Test
    void theNameOfAnEventIsToldOnceAndWithoutCredentialsAndNumbers() {
        List<String> told = new ArrayList<>();
        Logger log = Logger.getLogger(Strangers.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                told.add(entry.getMessage());
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        log.addHandler(handler);
        try {
            Strangers strangers = new Strangers(new SimpleMeterRegistry());
            for (int i = 0; i < 2; i++) {
                strangers.count("aeterna", Events.Sort.UNKNOWN, "paid +447546756743 with token-of-ours",
                        new Secrets(List.of("token-of-ours")));
            }
        } finally {
            log.removeHandler(handler);
        }
        assertThat(told).singleElement().asString().contains("paid **** with ****").doesNotContain("4475")
                .doesNotContain("token-of-ours");
    }
}
