package dev.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigProblem;
import dev.sluice.provider.GivenProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which keys Sluice knows its own messages, as settings say. */
class MessageKeysTest {

    private static final String KEY = base64(32, 1);
    private static final String OTHER = base64(48, 2);

    @TempDir
    private Path folder;

    @Test
    void withoutAKeyNothingIsSigned() {
        assertThat(keys(Map.of())).isEqualTo(MessageKeys.NONE);
        assertThat(keys(Map.of("key", " ", "key-file", ""))).isEqualTo(MessageKeys.NONE);
    }

    @Test
    void theNewestComesFirstAndUnsignedOnesAreTakenUntilASettingSaysOtherwise() {
        MessageKeys keys = keys(Map.of("key", KEY, "key-previous", OTHER));
        assertThat(keys.keys()).containsExactly(Base64.getDecoder().decode(KEY), Base64.getDecoder().decode(OTHER));
        assertThat(keys.unsigned()).isTrue();
        assertThat(keys(Map.of("key", KEY, "unsigned", "refuse")).unsigned()).isFalse();
    }

    @Test
    void aKeyMayLieInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
        Path previous = Files.writeString(folder.resolve("previous"), OTHER);
        assertThat(keys(Map.of("key-file", file.toString(), "key-previous-file", previous.toString())).keys())
                .containsExactly(Base64.getDecoder().decode(KEY), Base64.getDecoder().decode(OTHER));
    }

    @Test
    void whatCannotBeUsedIsToldWithItsSettingAndWithoutTheKey() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        refused(Map.of("key", base64(31, 7)), "sluice.messages.key: must be 32 bytes or more");
        refused(Map.of("key", "a pass phrase that somebody thought of, of many letters"),
                "sluice.messages.key: must be");
        refused(Map.of("key-file", "/no/such/file"), "sluice.messages.key-file: the file /no/such/file cannot be read");
        refused(Map.of("key-file", empty.toString()), "sluice.messages.key-file: its file must hold 32 bytes");
        refused(Map.of("key", KEY, "key-file", empty.toString()), "sluice.messages.key-file: is a second place");
        refused(Map.of("key-previous", KEY), "sluice.messages.key-previous: is the key before another");
        refused(Map.of("key", KEY, "key-previous", KEY), "sluice.messages.key-previous: is the same as");
        refused(Map.of("key", KEY, "key-previous", "short"), "sluice.messages.key-previous: must be 32 bytes");
        refused(Map.of("unsigned", "refuse"), "sluice.messages.unsigned: would have every message refused");
    }

    private static void refused(Map<String, String> settings, String words) {
        assertThatThrownBy(() -> keys(settings)).isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith("setting " + words)
                .satisfies(refusal -> List.of("key", "key-previous").forEach(name -> assertThat(refusal.getMessage())
                        .doesNotContain(settings.getOrDefault(name, "there is none"))));
    }

    private static MessageKeys keys(Map<String, String> settings) {
        Map<String, String> whole = new HashMap<>();
        settings.forEach((name, value) -> whole.put("sluice.messages." + name, value));
        return MessageKeys.of(GivenProviders.config(whole));
    }

    private static String base64(int length, int seed) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
