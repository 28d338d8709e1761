package dev.sluice.conformance;

import dev.sluice.pages.MadePage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page's table of capabilities is the one that the provider files give. */
class CapabilityTableTest {

    private static final Path PAGE = Path.of("docs/providers.md");

    @Test
    void thePageShowsWhatTheProviderFilesSay() throws IOException {
        MadePage.is(MadePage.with(PAGE, "capabilities", CapabilityTable.of(Shipped.all())), PAGE, getClass());
    }
}
