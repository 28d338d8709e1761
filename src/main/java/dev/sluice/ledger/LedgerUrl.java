package dev.sluice.ledger;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Looks at what the address of the ledger's server says of TLS and of its schema; the driver does what it says. */
public final class LedgerUrl {

    /** Names as they are written, and nothing that a password could be behind. */
    private static final Pattern SCHEMAS = Pattern.compile("[\\w$\", -]{1,200}");
    private static final String SETTING = "sluice.ledger.url";
    private static final Set<String> CLEAR = Set.of("disable", "allow", "prefer");
    private static final List<String> FILES = List.of("sslrootcert", "sslcert", "sslkey");
    private static final String LOOPBACK = "localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?";

    private LedgerUrl() {
    }

    public static void check(Config config, Mistakes mistakes) {
        String url = config.getConfigValue(SETTING).getValue();
        Map<String, String> said = url == null ? Map.of() : read(url.strip());
        if (said.isEmpty()) {
            return;
        }
        String mode = said.get("sslmode");
        boolean secured = mode == null
                ? Set.of("", "true").contains(said.getOrDefault("ssl", "false").toLowerCase(Locale.ROOT))
                : !CLEAR.contains(mode.toLowerCase(Locale.ROOT));
        boolean here = Arrays.stream(said.getOrDefault("PGHOST", "").split(",", 0))
                .allMatch(host -> host.matches(LOOPBACK));
        if (!secured && !here) {
            mistakes.note(SettingPlace.mistake(Rule.PLAIN_LEDGER, config, SETTING, "does not say that the server is to"
                    + " be reached by TLS: add sslmode=verify-full, and sslrootcert where its CA is one of your own"));
        }
        for (String property : FILES) {
            String file = said.get(property);
            if (file != null && !Files.isReadable(Path.of(file))) {
                mistakes.note(SettingPlace.mistake(Rule.UNREADABLE_CREDENTIAL, config, SETTING,
                        "the file of " + property + " cannot be read"));
            }
        }
    }

    /** The place as people are told of it: without its parameters, which may hold a password, but with its schema. */
    public static String place(String url) {
        return url.replaceFirst("[?;].*", "") + schema(url).map(schema -> ", schema " + schema).orElse("");
    }

    /** What is wrong, where none of the schemas that it names is there; tables are in the first that is. */
    static Optional<String> missing(String url, Connection server) throws SQLException {
        Optional<String> schema = schema(url);
        return schema.isEmpty() || !new Sql(server)
                .query(row -> "", "SELECT 1 WHERE current_schema() IS NOT NULL").isEmpty()
                        ? Optional.empty()
                        : Optional.of("there is no schema " + schema.get() + ": have it made by CREATE SCHEMA, or mend"
                                + " currentSchema in sluice.ledger.url");
    }

    private static Optional<String> schema(String url) {
        return Optional.ofNullable(read(url.strip()).get("currentSchema")).map(String::strip)
                .filter(schema -> SCHEMAS.matcher(schema).matches());
    }

    /** As the driver reads it, with its defaults; nothing of what is no address of its. */
    private static Map<String, String> read(String url) {
        Map<String, String> said = new HashMap<>();
        try {
            for (DriverPropertyInfo property : DriverManager.getDriver(url).getPropertyInfo(url, new Properties())) {
                if (property.value != null) {
                    said.put(property.name, property.value);
                }
            }
        } catch (SQLException e) {
            return Map.of();
        }
        return said;
    }
}
