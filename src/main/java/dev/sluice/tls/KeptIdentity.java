package dev.sluice.tls;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An identity as its files are. They are looked at once a second at most; while one of them cannot be used, what they
 * held before counts, and the log says so once. A certificate that is not valid now never takes the place of another.
 */
public final class KeptIdentity {

    /** Reads the files. */
    public interface Files {
        TlsMaterial read() throws UnusableCertificate;
    }

    private static final Logger LOG = Logger.getLogger(KeptIdentity.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final Files files;
    private final Clock clock;
    private long looked;
    private @Nullable TlsMaterial material;
    private @Nullable TlsIdentity identity;
    private @Nullable UnusableCertificate fault;

    /** @param name as the log calls it */
    public KeptIdentity(String name, Files files, Clock clock) {
        this.name = name;
        this.files = files;
        this.clock = clock;
    }

    /** @throws UnusableCertificate where its files could never be used */
    public synchronized TlsIdentity now() throws UnusableCertificate {
        if (identity == null || System.nanoTime() - looked > LOOK_NANOS) {
            look();
            looked = System.nanoTime();
        }
        if (identity == null) {
            throw Objects.requireNonNull(fault);
        }
        return identity;
    }

    private void look() {
        try {
            TlsMaterial read = files.read();
            if (identity == null || !read.equals(material)) {
                TlsIdentity made = TlsIdentity.of(read);
                made.checkBegun(clock.instant());
                if (identity != null) {
                    made.checkNotEnded(clock.instant());
                    LOG.infof("%s: its certificates are others than before, and new connections are made with them",
                            name);
                }
                identity = made;
                material = read;
            }
            fault = null;
        } catch (UnusableCertificate e) {
            if (identity != null && fault == null) {
                LOG.warnf("%s: %s: %s; what there was before counts until it can be used", name, e.part().word(),
                        e.reason());
            }
            fault = e;
        }
    }
}
