package dev.sluice.outcome;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request of a call has left. The HTTP client says so when it writes one, on the thread that makes the call;
 * nobody else knows for certain. Whoever is first wins: one that left before the call is closed may have left, and after
 * that none can.
 */
public final class Departure {

    private static final ThreadLocal<Departure> CURRENT = new ThreadLocal<>();

    private final boolean once;
    private boolean left;
    private boolean closed;

    private Departure(boolean once) {
        this.once = once;
    }

    /**
     * A call begins on this thread.
     *
     * @param once whether a second request of it could do what is asked a second time
     */
    public static Departure begin(boolean once) {
        Departure departure = new Departure(once);
        CURRENT.set(departure);
        return departure;
    }

    /**
     * A call goes on on this thread, which may be another one.
     *
     * @param call none where it is one for which nobody asks, such as a check of connectivity
     */
    public static void goesOn(@Nullable Departure call) {
        CURRENT.set(call);
    }

    /**
     * A request leaves on this thread.
     *
     * @throws SecondRequest where it must not, for one of this call has left already
     * @throws LateRequest   where the call is closed
     */
    public static void leaves() throws SecondRequest, LateRequest {
        Departure current = CURRENT.get();
        if (current != null) {
            current.leave();
        }
    }

    private synchronized void leave() throws SecondRequest, LateRequest {
        if (closed) {
            throw new LateRequest();
        }
        if (once && left) {
            throw new SecondRequest();
        }
        left = true;
    }

    /** What the call came to is about to be said: from now on nothing of it leaves, on whatever thread. */
    public synchronized void close() {
        closed = true;
    }

    /** Does what needs calls of its own, such as a login; that those left says nothing of the call that needs it. */
    public static <T> T apart(Supplier<T> calls) {
        Departure outer = CURRENT.get();
        try {
            CURRENT.remove();
            return calls.get();
        } finally {
            CURRENT.set(outer);
        }
    }

    public synchronized boolean hasLeft() {
        return left;
    }

    public synchronized boolean isClosed() {
        return closed;
    }
}
