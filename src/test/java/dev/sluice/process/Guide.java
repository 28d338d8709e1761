package dev.sluice.process;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The two files of the guide's invented provider, as the page has them. */
final class Guide {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n((?:description:|- route:).+?)^```");

    private Guide() {
    }

    /** The file of data, and the file of routes. */
    static List<String> blocks(Workplace place) throws IOException {
        return BLOCK.matcher(Files.readString(place.file("routes/providers/README.md"))).results()
                .map(block -> block.group(1)).toList();
    }
}
