package dev.sluice.cli.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes that a start loads, as the JVM keeps them for the next one: with JDK 25 and newer an AOT cache, with older
 * ones a CDS archive. It holds for one JDK and for the program beside which it lies; of another one the JVM takes the
 * classes from where they are.
 *
 * @param file    what the JVM writes and reads
 * @param options how it is told to read it, as a file that {@code java @…} takes
 */
public record ClassArchive(Path file, Path options) {

    private static final int FIRST_WITH_CACHE = 25;
    /** As {@code sluice} tells newer JDKs: an AOT cache is only read with those that it was written with. */
    private static final List<String> QUIET = Runtime.version().feature() < 24 ? List.of()
            : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** The one of the JDK that runs this. */
    public static ClassArchive of(Path program) {
        String name = "classes-" + System.getProperty("java.version");
        return new ClassArchive(program.resolve(name + (isCache() ? ".aot" : ".jsa")),
                program.resolve(name + ".options"));
    }

    private static boolean isCache() {
        return Runtime.version().feature() >= FIRST_WITH_CACHE;
    }

    /** What makes a JVM write it when it ends. */
    List<String> writing() {
        return options((isCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file);
    }

    /** What makes a JVM read it; nothing where there is none. */
    public List<String> reading() {
        return Files.exists(options) ? List.of("@" + options) : List.of();
    }

    /** Once the archive is there: an archive that does not fit must not be told of by each start. */
    void writeOptions() throws IOException {
        List<String> lines = new ArrayList<>(
                options(quoted((isCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file)));
        lines.addAll(List.of(isCache() ? "-Xlog:aot*=off" : "-Xlog:cds*=off", "-Xlog:class+path*=off"));
        Files.write(options, lines);
    }

    private static List<String> options(String archive) {
        List<String> options = new ArrayList<>(QUIET);
        options.add(archive);
        return options;
    }

    private static String quoted(String option) {
        return '"' + option.replace("\\", "\\\\") + '"';
    }
}
