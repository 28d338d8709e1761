package dev.sluice.watch;

import io.quarkus.runtime.LaunchMode;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.camel.quarkus.main.events.BeforeStart;

/**
 * The end of a process that ran out of memory: nobody knows what of it still works, and what it had in hand is
 * redelivered to the next. {@code -XX:+ExitOnOutOfMemoryError} ends it where the JVM throws the error, so the launcher
 * and the image have it; this ends it in the same way without the flag, and where a library throws the error itself.
 *
 * <p>Every thread's end comes here, every failed exchange, and whatever is logged: most of what runs in threads that
 * are not ours catches everything and goes on.
 */
@Singleton
public final class OutOfMemory {

    /** That of the flag. */
    private static final int EXIT_CODE = 3;
    private static final int DEEPEST = 50;
    /** Made while there is memory, and written without a lock that somebody may hold for ever. */
    private static final byte[] LINE = ("Sluice ends, for it is out of memory; give it more (-Xmx, or the"
            + " container's limit)."
            + " What it had in hand is redelivered at the next start\n").getBytes(StandardCharsets.UTF_8);
    private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);
    private static final AtomicBoolean ENDS = new AtomicBoolean();

    /** Held here, for a logger that nobody holds loses its handlers. */
    private final Logger everything = Logger.getLogger("");

    void heed(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) BeforeStart event) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            return;
        }
        Thread.UncaughtExceptionHandler others = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endsOn(failure);
            if (others != null) {
                others.uncaughtException(thread, failure);
            } else {
                everything.log(Level.SEVERE, "The thread " + thread.getName() + " ended", failure);
            }
        });
        everything.addHandler(new Heeding());
    }

    /** Ends the process at once where the failure, or one behind it, is that there is no memory; else does nothing. */
    public static void endsOn(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof OutOfMemoryError) {
                end();
            }
            cause = cause.getCause();
        }
    }

    private static void end() {
        while (!ENDS.compareAndSet(false, true)) {
            // Another thread says it and ends them all.
            LockSupport.park();
        }
        try {
            ERR.write(LINE);
        } catch (IOException e) {
            // Nobody hears it, and it ends all the same.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static final class Heeding extends Handler {

        @Override
        public void publish(LogRecord told) {
            endsOn(told.getThrown());
        }

        @Override
        public void flush() {
            // nothing is kept
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
