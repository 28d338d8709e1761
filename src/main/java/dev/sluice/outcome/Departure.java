package dev.sluice.outcome;

import java.util.function.Supplier;

/**
 * Whether a request of a call has left. The HTTP client says so when it writes one, on the thread that makes the call;
 * nobody else knows for certain.
 */
public final class Departure {

    private static final ThreadLocal<Departure> CURRENT = new ThreadLocal<>();

    private final boolean once;
    private volatile boolean left;

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
     * @param call null where it is one for which nobody asks, such as a check of connectivity
     */
    public static void goesOn(Departure call) {
        CURRENT.set(call);
    }

    /**
     * A request leaves on this thread.
     *
     * @throws SecondRequest where it must not, for one of this call has left already
     */
    public static void leaves() throws SecondRequest {
        Departure current = CURRENT.get();
        if (current != null) {
            if (current.once && current.left) {
                throw new SecondRequest();
            }
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
