package dev.sluice.ledger;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Looks at what the address of the ledger's server says of TLS; the driver does what it says. */
public final class LedgerUrl {

    private static final String SETTING = "sluice.ledger.url";
    private static final Pattern URL = Pattern.compile("jdbc:postgresql:(?://([^/?]*))?[^?]*(?:\\?(.*))?");
    private static final Set<String> CLEAR = Set.of("disable", "allow", "prefer");
    private static final List<String> FILES = List.of("sslrootcert", "sslcert", "sslkey");
    private static final String LOOPBACK = "|localhost|127(\\.[0-9]{1,3}){3}|\\[::1]";

    private LedgerUrl() {
    }

    public static void check(Config config, Mistakes mistakes) {
        String url = config.getConfigValue(SETTING).getValue();
        Matcher parts = URL.matcher(url == null ? "" : url.strip());
        if (!parts.matches()) {
            return;
        }
        Map<String, String> options = options(parts.group(2) == null ? "" : parts.group(2));
        String mode = options.get("sslmode");
        boolean secured = mode == null ? Set.of("", "true").contains(options.getOrDefault("ssl", "false"))
                : !CLEAR.contains(mode);
        boolean here = Stream.of((parts.group(1) == null ? "" : parts.group(1)).split(",", 0))
                .allMatch(host -> host.replaceFirst(":[0-9]*$", "").matches(LOOPBACK));
        if (!secured && !here) {
            mistakes.note(SettingPlace.mistake(Rule.PLAIN_LEDGER, config, SETTING, "does not say that the server is to"
                    + " be reached by TLS: add sslmode=verify-full, and sslrootcert where its CA is one of your own"));
        }
        FILES.stream().filter(name -> options.containsKey(name) && !Files.isReadable(Path.of(options.get(name))))
                .forEach(name -> mistakes.note(SettingPlace.mistake(Rule.UNREADABLE_CREDENTIAL, config, SETTING,
                        "the file of " + name + " cannot be read")));
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new HashMap<>();
        for (String option : query.split("&", 0)) {
            String[] parts = option.split("=", 2);
            options.put(parts[0], parts.length < 2 ? "" : decoded(parts[1]));
        }
        return options;
    }

    /** What is no encoding is told by the driver. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
