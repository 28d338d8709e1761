package dev.sluice.ledger;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Which of the two datasources is in use follows from one setting, {@code sluice.ledger.url}: set, it is PostgreSQL.
 */
public final class LedgerSettings implements ConfigSourceFactory {

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue url = context.getValue("sluice.ledger.url");
        boolean server = url != null && url.getValue() != null && !url.getValue().isBlank();
        return List.of(new PropertiesConfigSource(Map.of(
                "quarkus.datasource.sqlite.active", String.valueOf(!server),
                "quarkus.datasource.postgresql.active", String.valueOf(server)), "sluice.ledger", 275));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(275);
    }
}
