package dev.sluice.log;

import dev.sluice.text.Shown;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A failure as a log may tell it: where it happened as it was, and what it says on one line. */
final class Told extends Throwable {

    private final transient String told;

    private Told(Throwable failure, Set<Throwable> before) {
        super(failure.getMessage() == null ? null : Shown.line(failure.getMessage()), of(failure.getCause(), before),
                true, true);
        told = Shown.line(failure.toString());
        setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            if (before.add(suppressed)) {
                addSuppressed(new Told(suppressed, before));
            }
        }
    }

    /** The failure itself where all that it and its causes say can be shown. */
    static Throwable of(Throwable failure) {
        if (harmless(failure, seen())) {
            return failure;
        }
        Set<Throwable> before = seen();
        before.add(failure);
        return new Told(failure, before);
    }

    @Override
    public String toString() {
        return told;
    }

    private static @Nullable Throwable of(@Nullable Throwable failure, Set<Throwable> before) {
        return failure == null || !before.add(failure) ? null : new Told(failure, before);
    }

    private static boolean harmless(@Nullable Throwable failure, Set<Throwable> before) {
        if (failure == null || !before.add(failure)) {
            return true;
        }
        String text = failure.toString();
        if (text != null && !text.equals(Shown.line(text)) || !harmless(failure.getCause(), before)) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!harmless(suppressed, before)) {
                return false;
            }
        }
        return true;
    }

    private static Set<Throwable> seen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
