package dev.sluice.cipher;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Keeps one session an account. Who needs one first makes it while the others wait for it, or for its failure. From its
 * renewal on one makes the next while the others still use the old one; a renewal that fails is nobody's failure before
 * the old one's end. For any number of threads.
 */
@Singleton
public final class Sessions {
    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
    private final SingleFlight<Session> exchanges = new SingleFlight<>();
    private final Clock clock;

    public Sessions(Clock clock) {
        this.clock = clock;
    }

    /**
     * A session that may be used now.
     *
     * @param exchange makes a new one: asks the provider; its failure is thrown as it is
     */
    public Session of(String provider, String account, Callable<Session> exchange) throws Exception {
        String name = provider + "/" + account;
        Session kept = sessions.get(name);
        if (kept != null && isUsable(kept) && (isYoung(kept) || exchanges.isRunning(name))) {
            return kept;
        }
        try {
            return exchanges.result(name, () -> {
                Session meanwhile = sessions.get(name);
                if (meanwhile != null && isYoung(meanwhile)) {
                    return meanwhile;
                }
                Session made = exchange.call();
                sessions.put(name, made);
                return made;
            });
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Exception failed) {
            if (kept != null && isUsable(kept)) {
                return kept;
            }
            throw failed;
        }
    }

    /** Forgets a session that the provider did not take, unless another one took its place meanwhile. */
    public void forget(Session session) {
        sessions.values().remove(session);
    }

    /** Forgets those of all whose {@code <provider>/<account>} is such. */
    public void forget(Predicate<String> names) {
        sessions.keySet().removeIf(names);
    }

    private boolean isUsable(Session session) {
        return clock.instant().isBefore(session.end());
    }

    private boolean isYoung(Session session) {
        return clock.instant().isBefore(session.renewal());
    }
}
