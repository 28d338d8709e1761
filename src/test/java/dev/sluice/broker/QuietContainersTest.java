package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.junit.jupiter.api.Test;

/** A container logs by the name of its class: each says that the broker is away, and what is in a message it refuses. */
class QuietContainersTest {

    @Test
    void noContainerOfOursLogsAnything() throws IOException {
        Properties settings = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/application.properties")) {
            settings.load(in);
        }
        List<String> containers = new ClassFileImporter().importPackages("dev.sluice").stream()
                .filter(type -> type.isAssignableTo(DefaultJmsMessageListenerContainer.class)).map(JavaClass::getName)
                .toList();
        assertThat(containers).contains(QuietContainer.class.getName(), BatchContainer.class.getName())
                .allSatisfy(name -> assertThat(settings)
                        .containsEntry("quarkus.log.category.\"" + name + "\".level", "OFF"));
    }
}
