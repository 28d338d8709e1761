package dev.sluice.config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The folder of what is embedded. One process has it, as long as it runs: two would spoil each other's broker and
 * ledger. The lock is the system's, which ends with the process however that ends; what stands in its file is only
 * told.
 */
@Singleton
public class DataFolder implements AutoCloseable {

    private static final String SETTING = "setting sluice.data: ";
    private static final String LOCK = "lock";
    /** Beyond what is written, for there are systems on which nobody reads what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int LONGEST_HOLDER = 200;
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("------rwx");
    private static final Logger LOG = Logger.getLogger(DataFolder.class);

    private final Path folder;
    /** Held for ever: a channel that nobody holds is closed, and the lock gone. */
    private @Nullable FileChannel channel;

    /** @throws ConfigProblem where another process has it, or it cannot be made */
    @Inject
    DataFolder(@ConfigProperty(name = "sluice.data") String data,
            @ConfigProperty(name = "sluice.broker.embedded") boolean embeddedBroker,
            @ConfigProperty(name = "sluice.ledger.url") Optional<String> ledger) {
        this.folder = Path.of(data);
        if (embeddedBroker || ledger.filter(url -> !url.isBlank()).isEmpty()) {
            take();
            openToOthers(folder).ifPresent(told -> LOG.warn(SETTING + told));
        }
    }

    private DataFolder(Path folder) {
        this.folder = folder;
        take();
    }

    /**
     * Has the folder until it is closed.
     *
     * @throws ConfigProblem where another process has it
     */
    public static DataFolder of(Path folder) {
        return new DataFolder(folder);
    }

    /** What is to be mended where others than its user and group can read what is in the folder. */
    public static Optional<String> openToOthers(Path folder) {
        try {
            return Files.getPosixFilePermissions(folder).stream().noneMatch(OTHERS::contains)
                    // Only its owner could mend it: a volume that was mounted is not ours.
                    || !Files.getOwner(folder).equals(Files.getOwner(folder.resolve(LOCK)))
                            ? Optional.empty()
                            : Optional.of(
                                    "the folder " + folder + ", which has requests and the key of their hashes, is open"
                                            + " to others on this machine: chmod 700 " + folder);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** The folder, where this process has it. */
    public Optional<Path> taken() {
        return channel == null ? Optional.empty() : Optional.of(folder);
    }

    private void take() {
        try {
            make();
        } catch (IOException e) {
            throw new ConfigProblem(SETTING + "the folder " + folder + " cannot be made: " + e.getMessage());
        }
        try {
            FileChannel opened = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            channel = opened;
            if (!isLocked(opened)) {
                throw taken(opened);
            }
            tell(opened);
        } catch (IOException e) {
            throw new ConfigProblem(
                    SETTING + "the folder " + folder + " cannot be locked for this process: " + why(e));
        }
    }

    /** One that is there may be a link, and keeps its rights. */
    private void make() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path whole = folder.toAbsolutePath();
        if (whole.getParent() != null) {
            Files.createDirectories(whole.getParent());
        }
        try {
            if (whole.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(whole, PosixFilePermissions.asFileAttribute(OURS));
            } else {
                Files.createDirectory(whole);
            }
        } catch (FileAlreadyExistsException e) {
            // By another that starts as well; whose it is, the lock decides.
            if (!Files.isDirectory(whole)) {
                throw e;
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Of a folder without the right the system says its name alone. */
    private static String why(IOException e) {
        return e instanceof AccessDeniedException ? "this user may not write there; have chown or chmod let it"
                : String.valueOf(e.getMessage());
    }

    private ConfigProblem taken(FileChannel channel) {
        return new ConfigProblem(SETTING + "another Sluice has the folder " + folder + ": " + holder(channel)
                + "; stop it, or set another folder");
    }

    private static String holder(FileChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HOLDER);
        try {
            channel.read(bytes, 0);
        } catch (IOException e) {
            // Then it is not told which.
        }
        String holder = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return holder.matches("process [ -~]+") ? holder : "it does not say which process it is";
    }

    /** Of a disk that is full nobody hears which process it is; the lock holds all the same. */
    private static void tell(FileChannel channel) {
        Instant since = ProcessHandle.current().info().startInstant().orElseGet(Instant::now)
                .truncatedTo(ChronoUnit.SECONDS);
        String host = System.getenv("HOSTNAME");
        String holder = "process " + ProcessHandle.current().pid() + (host == null ? "" : " on " + host)
                + ", since " + since + "\n";
        try {
            channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException e) {
            // see above
        }
    }
}
