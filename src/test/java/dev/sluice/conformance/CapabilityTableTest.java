package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's table of capabilities is the one that the provider files give. */
class CapabilityTableTest {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- capabilities: made from config/providers by CapabilityTableTest -->\n";
    private static final String END = "<!-- end of capabilities -->";

    @Test
    void theReadmeShowsWhatTheProviderFilesSay() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        assertThat(begin).as("the README has the marker " + BEGIN).isPositive().isLessThan(end);
        String table = "\n" + CapabilityTable.of(Shipped.all()) + "\n";
        if (Boolean.getBoolean("sluice.write")) {
            Files.writeString(README, readme.substring(0, begin + BEGIN.length()) + table + readme.substring(end));
            return;
        }
        assertThat(readme.substring(begin + BEGIN.length(), end))
                .as("the README's table; make it anew with ./mvnw test -Dtest=CapabilityTableTest -Dsluice.write=true")
                .isEqualTo(table);
    }
}
