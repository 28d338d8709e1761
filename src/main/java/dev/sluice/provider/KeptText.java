package dev.sluice.provider;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text that a setting gives itself, or that a file holds, which is read each time.
 *
 * @param text where the setting is the text
 * @param file where it, or a key of the provider's file, names one
 */
public record KeptText(@Nullable String text, @Nullable Path file) {

    /** Without its last line end; empty where the file cannot be read now, or holds nothing. */
    public Optional<String> read() {
        return read(StandardCharsets.UTF_8);
    }

    /** The same of a file that is written in another way. */
    Optional<String> read(Charset charset) {
        if (file == null) {
            return Optional.ofNullable(text);
        }
        try {
            String content = Files.readString(file, charset).replaceFirst("\\r?\\n$", "");
            return content.isEmpty() ? Optional.empty() : Optional.of(content);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return file == null ? "a text" : file.toString();
    }
}
