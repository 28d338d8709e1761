package dev.sluice.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of a provider's file has every key that there is. */
class ProviderFilePageTest {

    private static final Path PAGE = Path.of("docs/provider-file.md");
    private static final List<SchemaKey> KEYS = SchemaKey.of(SchemaKey.PROVIDER_FILE);

    @Test
    void theTablesSayWhatTheSchemaSays() throws IOException {
        MadePage.is(MadePage.with(PAGE, "keys", KeyTables.of(KEYS)), PAGE, getClass());
    }

    @Test
    void everyKeyIsExplained() {
        assertThat(KEYS.stream().flatMap(SchemaKey::all)).isNotEmpty()
                .allSatisfy(key -> assertThat(key.description()).as(key.path()).isNotEmpty());
    }
}
