package dev.sluice.outcome;

import java.util.function.Supplier;

/**
 * Whether a request of a call has left. The HTTP client says so when it writes one, on the thread that makes the call;
 * nobody else knows for certain.
 */
public final class Departure {

    private static final ThreadLocal<Departure> CURRENT = new ThreadLocal<>();

    private volatile boolean left;

    private Departure() {
    }

    /** A call begins on this thread. */
    public static Departure begin() {
        Departure departure = new Departure();
        CURRENT.set(departure);
        return departure;
    }

    /** The call goes on on this thread, which may be another one. */
    public void goesOn() {
        CURRENT.set(this);
    }

    /** A request leaves on this thread. */
    public static void leaves() {
        Departure current = CURRENT.get();
        if (current != null) {
            current.left = true;
        }
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

    public boolean hasLeft() {
        return left;
    }
}
