package dev.sluice.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The settings that an operator wrote into files, and which of them hold no secret. */
public final class PublicSettings {

    private static final String PROFILE = "%prod.";
    private static final List<String> FILES = List.of("config/application.properties",
            "config/application-prod.properties");
    /** Of a provider's account all that is none of these is a credential. */
    private static final Pattern OF_AN_ACCOUNT = Pattern
            .compile("[^.]+\\.accounts\\.[^.]+\\.((poll|retry|limits|breaker)\\..+|base-url|[^.]+-file)");
    private static final Pattern OF_A_PROVIDER = Pattern
            .compile("(?i)[^.]+\\.(?!accounts\\.)(?!.*(authorization|secret|passw|api-?key|cookie)[^.]*$).+");
    private static final String PROVIDERS = "sluice.providers.";
    private static final Pattern SECRET = Pattern
            .compile(".*(password|username|tokens\\.key|messages\\.key(-previous)?|(broker|ledger)\\.url)");

    private PublicSettings() {
    }

    /** By the names without a profile; of one that stands twice the one that counts. */
    public static Map<String, String> written(Path home) throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (String file : FILES) {
            Path path = home.resolve(file);
            if (Files.isRegularFile(path)) {
                Properties properties = new Properties();
                try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                    properties.load(reader);
                } catch (IllegalArgumentException e) {
                    throw new IOException(path + " cannot be read: " + e.getMessage(), e);
                }
                Set<String> names = properties.stringPropertyNames();
                names.stream().filter(name -> !name.startsWith("%"))
                        .forEach(name -> written.put(name, properties.getProperty(name)));
                names.stream().filter(name -> name.startsWith(PROFILE)).forEach(
                        name -> written.put(name.substring(PROFILE.length()), properties.getProperty(name)));
            }
        }
        return written;
    }

    /** Whether its value may be shown and kept: one of Sluice's of which nobody makes a secret. */
    public static boolean isPublic(String name) {
        if (name.startsWith(PROVIDERS)) {
            String key = name.substring(PROVIDERS.length());
            return OF_AN_ACCOUNT.matcher(key).matches() || OF_A_PROVIDER.matcher(key).matches();
        }
        return KnownSettings.names().contains(name) && !SECRET.matcher(name).matches();
    }
}
