package dev.sluice.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A change of a file that is certain to be what was meant. Bytes that it does not speak of stay as they are.
 *
 * @param line    the first line that it changes, counted from 1
 * @param end     the line behind the last one that it takes away; the same as line where it takes none away
 * @param at      where the text begins in the line, in bytes
 * @param text    what stands there
 * @param instead what is to stand there
 */
public record Mend(Path file, int line, int end, int at, String text, String instead) {

    public static Mend replaced(Path file, int line, int at, String text, String instead) {
        return new Mend(file, line, line, at, bytes(text), bytes(instead));
    }

    /** @param text how the first of the lines begins */
    public static Mend deleted(Path file, int line, int end, String text) {
        return new Mend(file, line, end, 0, bytes(text), "");
    }

    /**
     * Writes the file anew, beside it and then in its place, so that a full disk loses nothing.
     *
     * @return whether all that is to be changed stood there
     */
    public boolean write() throws IOException {
        List<String> lines = new ArrayList<>();
        Collections.addAll(lines, Files.readString(file, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1));
        if (line < 1 || line > lines.size() || !lines.get(line - 1).startsWith(text, at)) {
            return false;
        }
        if (end > line) {
            lines.subList(line - 1, Math.min(end - 1, lines.size())).clear();
        } else {
            String was = lines.get(line - 1);
            lines.set(line - 1, was.substring(0, at) + instead + was.substring(at + text.length()));
        }
        Path real = file.toRealPath();
        Path beside = Files.createTempFile(real.toAbsolutePath().getParent(), "." + real.getFileName(), ".mended");
        try {
            Files.copy(real, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(beside, String.join("", lines), StandardCharsets.ISO_8859_1);
            Files.move(beside, real, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
        return true;
    }

    /** As a person reads what was done. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (end > line + 1 ? "lines " + line + " to " + (end - 1) + " are taken away"
                : end > line ? "the line is taken away"
                        : instead.isEmpty() ? "what should not stand there is taken away"
                                : text + " is " + instead + " now");
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
