package dev.sluice.cli.report;

import dev.sluice.cli.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** The end of the file that Sluice writes its log to, where it writes one. */
final class LogTail {

    private static final int MOST_BYTES = 2 << 20;

    private LogTail() {
    }

    /** @throws Problem where there is none; says where the log is then */
    static List<String> of(Path home, Config config) throws IOException {
        boolean written = List.of("quarkus.log.file.enabled", "quarkus.log.file.enable").stream()
                .anyMatch(name -> config.getOptionalValue(name, String.class).filter("true"::equals).isPresent());
        if (!written) {
            throw Problem.failed("Sluice writes its log to its standard output: add the end of what journalctl -u"
                    + " sluice, kubectl logs or your own file of it has, or set quarkus.log.file.enabled=true.");
        }
        Path file = home.resolve(config.getOptionalValue("quarkus.log.file.path", String.class).orElse("quarkus.log"));
        if (!Files.isReadable(file)) {
            throw Problem.failed("the log is to be in " + file + ", which cannot be read here.");
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            boolean cut = channel.size() > MOST_BYTES;
            channel.position(Math.max(0, channel.size() - MOST_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // A read may bring less than there is.
            }
            List<String> lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines()
                    .toList();
            return cut ? lines.subList(1, lines.size()) : lines;
        }
    }
}
