package dev.sluice.ledger;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Looks at what the address of the ledger's server says of TLS; the driver does what it says. */
public final class LedgerUrl {

    private static final String SETTING = "sluice.ledger.url";
    private static final Set<String> CLEAR = Set.of("disable", "allow", "prefer");
    private static final List<PGProperty> FILES = List.of(PGProperty.SSL_ROOT_CERT, PGProperty.SSL_CERT,
            PGProperty.SSL_KEY);
    private static final String LOOPBACK = "localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?";

    private LedgerUrl() {
    }

    public static void check(Config config, Mistakes mistakes) {
        String url = config.getConfigValue(SETTING).getValue();
        Properties said = url == null ? null : Driver.parseURL(url.strip(), null);
        if (said == null) {
            return;
        }
        String mode = PGProperty.SSL_MODE.getOrDefault(said);
        boolean secured = mode == null
                ? Set.of("", "true").contains(said.getProperty("ssl", "false").toLowerCase(Locale.ROOT))
                : !CLEAR.contains(mode.toLowerCase(Locale.ROOT));
        boolean here = Arrays.stream(String.valueOf(PGProperty.PG_HOST.getOrDefault(said)).split(",", 0))
                .allMatch(host -> host.matches(LOOPBACK));
        if (!secured && !here) {
            mistakes.note(SettingPlace.mistake(Rule.PLAIN_LEDGER, config, SETTING, "does not say that the server is to"
                    + " be reached by TLS: add sslmode=verify-full, and sslrootcert where its CA is one of your own"));
        }
        for (PGProperty property : FILES) {
            String file = property.getOrDefault(said);
            if (file != null && !Files.isReadable(Path.of(file))) {
                mistakes.note(SettingPlace.mistake(Rule.UNREADABLE_CREDENTIAL, config, SETTING,
                        "the file of " + property.getName() + " cannot be read"));
            }
        }
    }
}
