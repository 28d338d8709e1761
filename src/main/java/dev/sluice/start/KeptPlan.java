package dev.sluice.start;

import dev.sluice.config.PublicSettings;
import dev.sluice.ledger.PlanMark;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the files that a Sluice runs by, in its data folder, for {@code ./sluice diff}: the files may be edited
 * meanwhile. Of its settings it has those that hold no secret.
 */
public final class KeptPlan {

    private KeptPlan() {
    }

    /** Where it is; laid out as the folder that Sluice runs in. */
    public static Path in(Path data) {
        return data.resolve("plan");
    }

    /** The fingerprint of a copy, as the log and the ledger have it. */
    public static @Nullable String mark(Path copy) {
        return PlanFiles.mark(copy).text();
    }

    /**
     * Made beside the former one, so that what is there is whole.
     *
     * @param mark of the files that run
     * @throws IOException also where the files are others by now
     */
    static void keep(Path home, Path data, PlanMark mark) throws IOException {
        Path made = data.resolve("plan.new");
        remove(made);
        for (Path file : PlanFiles.all(home)) {
            Path to = made.resolve(home.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
        if (!PlanFiles.mark(made).equals(mark)) {
            remove(made);
            throw new IOException("its files are others already");
        }
        Properties settings = new Properties();
        PublicSettings.written(home).forEach((name, value) -> {
            if (PublicSettings.isPublic(name)) {
                settings.setProperty(name, value);
            }
        });
        Files.createDirectories(made.resolve("config"));
        try (Writer writer = Files.newBufferedWriter(made.resolve("config/application.properties"),
                StandardCharsets.UTF_8)) {
            settings.store(writer, null);
        }
        remove(in(data));
        Files.move(made, in(data));
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
