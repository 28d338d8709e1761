package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page's table of capabilities is the one that the provider files give. */
class CapabilityTableTest {

    private static final Path PAGE = Path.of("docs/providers.md");
    private static final String BEGIN = "<!-- capabilities: made from config/providers by CapabilityTableTest -->\n";
    private static final String END = "<!-- end of capabilities -->";

    @Test
    void thePageShowsWhatTheProviderFilesSay() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertThat(begin).as(PAGE + " has the marker " + BEGIN).isPositive().isLessThan(end);
        String table = "\n" + CapabilityTable.of(Shipped.all()) + "\n";
        if (Boolean.getBoolean("sluice.write")) {
            Files.writeString(PAGE, page.substring(0, begin + BEGIN.length()) + table + page.substring(end));
            return;
        }
        assertThat(page.substring(begin + BEGIN.length(), end))
                .as("the table of " + PAGE + "; make it anew with ./mvnw test -Dtest=CapabilityTableTest"
                        + " -Dsluice.write=true")
                .isEqualTo(table);
    }
}
