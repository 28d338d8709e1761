package dev.sluice.cipher;

import jakarta.inject.Singleton;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which mode each account's provider speaks, once that was found out. For any number of threads. */
@Singleton
public final class ModeMemory {
    private final ConcurrentHashMap<String, String> modes = new ConcurrentHashMap<>();
    private final SingleFlight<String> probing = new SingleFlight<>();

    /** The remembered mode, null where there is none. */
    public @Nullable String known(String provider, String account) {
        return modes.get(name(provider, account));
    }

    /** Keeps what was found out, unless it is not certain. */
    public void remember(String provider, String account, Detected detected) {
        if (detected.certain()) {
            modes.put(name(provider, account), detected.mode());
        }
    }

    /**
     * The remembered mode, or what the probe finds. Of many that ask at once only one probes; the others wait for its
     * result or its failure.
     */
    public String mode(String provider, String account, Callable<Detected> probe) throws Exception {
        String known = known(provider, account);
        return known != null ? known : probing.result(name(provider, account), () -> {
            String meanwhile = known(provider, account);
            if (meanwhile != null) {
                return meanwhile;
            }
            Detected detected = probe.call();
            remember(provider, account, detected);
            return detected.mode();
        });
    }

    /** Forgets a mode in which a payload did not open, unless another was found out meanwhile. */
    public void forget(String provider, String account, @Nullable String mode) {
        if (mode != null) {
            modes.remove(name(provider, account), mode);
        }
    }

    /** Forgets those of all whose {@code <provider>/<account>} is such. */
    public void forget(Predicate<String> names) {
        modes.keySet().removeIf(names);
    }

    private static String name(String provider, String account) {
        return provider + "/" + account;
    }
}
