package dev.sluice.start;

import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * An operator's files of settings, each read once. A file that is half written is valid and lacks what comes last, such as
 * the address that overrides a provider's own; as settings hold secrets no fingerprint of them is told to anybody.
 */
final class SettingFiles {

    private static final int CONFIG_FOLDER = 260;

    private final Path home;
    private final List<String> profiles;
    /** By their names, those that count more last. */
    private final Map<Path, String> texts;

    private SettingFiles(Path home, List<String> profiles) throws IOException {
        this.home = home;
        this.profiles = profiles;
        this.texts = texts(home, profiles);
    }

    static SettingFiles read(Path home, List<String> profiles) throws IOException {
        return new SettingFiles(home, profiles);
    }

    /** Whether they say now what was read. */
    boolean areAsRead() throws IOException {
        return texts.equals(texts(home, profiles));
    }

    /** Those that count more last. */
    List<ConfigSource> sources() throws IOException {
        List<ConfigSource> sources = new ArrayList<>();
        for (Map.Entry<Path, String> file : texts.entrySet()) {
            Properties properties = new Properties();
            try {
                properties.load(new StringReader(file.getValue()));
            } catch (IllegalArgumentException e) {
                throw new IOException(file.getKey() + " cannot be read: " + e.getMessage(), e);
            }
            sources.add(new PropertiesConfigSource(properties, file.getKey().toUri().toString(),
                    CONFIG_FOLDER + sources.size()));
        }
        return sources;
    }

    private static Map<Path, String> texts(Path home, List<String> profiles) throws IOException {
        Map<Path, String> texts = new LinkedHashMap<>();
        read(home, "application.properties", texts);
        for (String profile : profiles) {
            read(home, "application-" + profile + ".properties", texts);
        }
        return texts;
    }

    private static void read(Path home, String name, Map<Path, String> texts) throws IOException {
        Path file = home.resolve("config").resolve(name);
        if (Files.exists(file)) {
            texts.put(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
    }
}
