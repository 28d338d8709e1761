package dev.sluice.cli.doctor;

import dev.sluice.cli.Problem;
import dev.sluice.cli.RunningSluice;
import dev.sluice.config.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Whether the disk of the data has room, and the heap room in the container. */
final class MachineChecks {

    private static final Pattern SIZE = Pattern.compile("(\\d+)([KMGT]?)");
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_max_bytes\\{area=\"heap\"[^}]*} (\\S+)$");
    /** Beside the heap a JVM needs room for its code, threads and buffers. */
    private static final double MOST_HEAP = 0.8;
    private static final int ROOMY = 4;
    private static final Path LIMIT = Path.of("/sys/fs/cgroup/memory.max");

    private final Path home;
    private final Config config;
    private final RunningSluice running;
    private final Diagnosis diagnosis;

    MachineChecks(Path home, Config config, RunningSluice running, Diagnosis diagnosis) {
        this.home = home;
        this.config = config;
        this.running = running;
        this.diagnosis = diagnosis;
    }

    void look() {
        disk();
        try {
            memory(heap(running.get("/q/metrics")), limit(LIMIT));
        } catch (Problem e) {
            diagnosis.warn("memory", "nobody knows how large the heap is while no Sluice answers");
        }
    }

    private void disk() {
        Path data = home.resolve(config.getOptionalValue("sluice.data", String.class).orElse("data"));
        long least = size(config.getOptionalValue("sluice.broker.disk-free", String.class).orElse(""));
        if (!Files.isDirectory(data)) {
            diagnosis.warn("disk", "there is no folder " + data + " yet; run this where Sluice runs");
            return;
        }
        DataFolder.openToOthers(data).ifPresent(told -> diagnosis.warn("data", told));
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            String told = (free >> 20) + " MiB are free for " + data;
            if (free < least) {
                diagnosis.wrong("disk", told + ", less than sluice.broker.disk-free: the broker takes no messages; make"
                        + " room");
            } else if (free < ROOMY * least) {
                diagnosis.warn("disk", told + "; below " + (least >> 20) + " MiB the broker takes no messages: make"
                        + " room");
            } else {
                diagnosis.ok("disk", told);
            }
        } catch (IOException e) {
            diagnosis.wrong("disk", "what is free for " + data + " cannot be seen: " + e.getMessage());
        }
    }

    /** @param limit of the container, where there is one */
    void memory(OptionalLong heap, OptionalLong limit) {
        if (heap.isEmpty()) {
            diagnosis.warn("memory", "the metrics do not say how large the heap may be");
        } else if (limit.isEmpty()) {
            diagnosis.ok("memory",
                    "the heap may have " + (heap.getAsLong() >> 20) + " MiB, and no container has a limit");
        } else {
            String told = "the heap may have " + (heap.getAsLong() >> 20) + " MiB of the container's "
                    + (limit.getAsLong() >> 20);
            if (heap.getAsLong() >= limit.getAsLong()) {
                diagnosis.wrong("memory", told + ", and the container is killed first: set JAVA_OPTS to"
                        + " -XX:MaxRAMPercentage=60");
            } else if (heap.getAsLong() > MOST_HEAP * limit.getAsLong()) {
                diagnosis.warn("memory", told + ", and beside it a JVM needs room too: set JAVA_OPTS to"
                        + " -XX:MaxRAMPercentage=60");
            } else {
                diagnosis.ok("memory", told);
            }
        }
    }

    static OptionalLong heap(String metrics) {
        Matcher line = HEAP.matcher(metrics);
        long most = -1;
        while (line.find()) {
            most = Math.max(most, (long) Double.parseDouble(line.group(1)));
        }
        return most <= 0 ? OptionalLong.empty() : OptionalLong.of(most);
    }

    static OptionalLong limit(Path file) {
        return read(file).filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong).map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long size(String text) {
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        return size.matches() ? Long.parseLong(size.group(1)) << 10 * (" KMGT".indexOf(size.group(2).isEmpty() ? " "
                : size.group(2))) : 0;
    }
}
