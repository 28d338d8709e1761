package dev.sluice.queue;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * By which keys Sluice knows its own messages, as settings give them, or files that settings name.
 *
 * @param keys     the newest first; none where messages are not signed
 * @param unsigned whether messages without a signature are taken all the same
 */
public record MessageKeys(List<byte[]> keys, boolean unsigned) {

    public static final MessageKeys NONE = new MessageKeys(List.of(), true);

    private static final int LEAST_BYTES = 32;
    private static final Key NEWEST = new Key("sluice.messages.key", "sluice.messages.key-file");
    private static final Key PREVIOUS = new Key("sluice.messages.key-previous", "sluice.messages.key-previous-file");
    private static final String UNSIGNED = "sluice.messages.unsigned";

    /** The settings of a key: itself, or a file that holds it. */
    private record Key(String setting, String file) {
    }

    /** @throws ConfigProblem where a key cannot be had or is too short, or the settings do not go together */
    public static MessageKeys of(Config config) {
        Optional<byte[]> newest = key(config, NEWEST);
        Optional<byte[]> previous = key(config, PREVIOUS);
        boolean unsigned = !"refuse".equals(text(config, UNSIGNED).orElse(""));
        if (newest.isEmpty() && previous.isPresent()) {
            throw problem(config, PREVIOUS.setting, "is the key before another: set sluice.messages.key too");
        }
        if (newest.isEmpty() && !unsigned) {
            throw problem(config, UNSIGNED, "would have every message refused, for none is signed without a key: set"
                    + " sluice.messages.key");
        }
        if (newest.isPresent() && previous.isPresent() && Arrays.equals(newest.get(), previous.get())) {
            throw problem(config, PREVIOUS.setting, "is the same as sluice.messages.key: leave it out, or set the one"
                    + " before");
        }
        return new MessageKeys(Stream.of(newest, previous).flatMap(Optional::stream).toList(), unsigned);
    }

    /** Tells of what {@link #of} would refuse. */
    public static void check(Config config, Mistakes mistakes) {
        mistakes.of(() -> of(config));
    }

    private static Optional<byte[]> key(Config config, Key key) {
        Optional<String> text = text(config, key.setting);
        Optional<String> file = text(config, key.file);
        if (text.isPresent() && file.isPresent()) {
            throw problem(config, key.file, "is a second place of the same key: set it or " + key.setting);
        }
        String setting = file.isPresent() ? key.file : key.setting;
        return text.or(() -> file.map(name -> content(config, key, name))).map(base64 -> {
            try {
                byte[] bytes = Base64.getDecoder().decode(base64.strip());
                if (bytes.length >= LEAST_BYTES) {
                    return bytes;
                }
            } catch (IllegalArgumentException e) {
                // Told below.
            }
            throw problem(config, setting, (file.isPresent() ? "its file must hold " : "must be ") + LEAST_BYTES
                    + " bytes or more in base64, as openssl rand -base64 32 makes them");
        });
    }

    private static String content(Config config, Key key, String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw problem(config, key.file, "the file " + file + " cannot be read");
        }
    }

    private static Optional<String> text(Config config, String setting) {
        return config.getOptionalValue(setting, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static ConfigProblem problem(Config config, String setting, String reason) {
        return new ConfigProblem(SettingPlace.mistake(Rule.UNUSABLE_SETTING, config, setting, reason));
    }
}
