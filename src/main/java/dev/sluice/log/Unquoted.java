package dev.sluice.log;

import dev.sluice.text.QuotesNothing;
import dev.sluice.text.Shown;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A failure without what it says: its kind, its causes and where in the code it happened. A library's exception may
 * quote the message that it failed on; only one that {@link QuotesNothing} is told with its text.
 */
public final class Unquoted extends Throwable {

    private static final int MOST_CAUSES = 8;
    private static final String OURS = "dev.sluice.";
    private static final Pattern CODE = Pattern.compile("AMQ\\d{6}");

    private final String kind;

    public Unquoted(Throwable failure) {
        this(failure, MOST_CAUSES);
    }

    private Unquoted(Throwable failure, int causes) {
        super(null, failure instanceof OutOfMemoryError ? failure : cause(failure.getCause(), causes));
        kind = failure.getClass().getName() + said(failure);
        setStackTrace(failure.getStackTrace());
    }

    /** That there is no memory stays what it is: it quotes nothing, and ends the process of whoever finds it. */
    private static @Nullable Throwable cause(@Nullable Throwable cause, int causes) {
        return cause instanceof OutOfMemoryError ? cause
                : cause == null || causes == 0 ? null : new Unquoted(cause, causes - 1);
    }

    /** One line: what failed at the bottom of it, and where that was. */
    public static String text(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; root.getCause() != null && !(root instanceof QuotesNothing) && i < MOST_CAUSES; i++) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + said(root) + place(root);
    }

    /** Nothing, but of an exception of ours that quotes nothing, and of the broker's its code. */
    private static String said(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof QuotesNothing) {
            return ": " + Shown.line(message.lines().findFirst().orElse(""));
        }
        Matcher code = CODE.matcher(message);
        return code.lookingAt() ? " " + code.group() : "";
    }

    /** The first place that is Sluice's own; else the first. */
    private static String place(Throwable failure) {
        List<StackTraceElement> trace = List.of(failure.getStackTrace());
        return Stream.concat(trace.stream().filter(frame -> frame.getClassName().startsWith(OURS)), trace.stream())
                .findFirst()
                .map(frame -> " at " + frame.getClassName().replaceFirst(".*\\.", "") + "." + frame.getMethodName()
                        + ":"
                        + frame.getLineNumber())
                .orElse("");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    @Override
    public String toString() {
        return kind;
    }
}
