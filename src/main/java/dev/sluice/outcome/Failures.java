package dev.sluice.outcome;

import com.fasterxml.jackson.core.JacksonException;
import dev.sluice.cipher.CannotCipher;
import dev.sluice.signing.CannotSign;
import dev.sluice.text.QuotesNothing;
import java.io.IOException;
import org.apache.hc.core5.http.HttpException;

/**
 * What a call came to that an exception ended, or that its flow made nothing of: whether it certainly never left, or
 * may have. An exception's own text is told only where it is Sluice's.
 */
public final class Failures {

    /** How far a call came. */
    public enum Reached {
        /** Its request was not written: nothing can have happened. */
        NOTHING,
        /** It was written, and no answer was read. */
        PROVIDER,
        /** An answer was read. */
        ANSWER
    }

    private Failures() {
    }

    /** @param where the place in the flows with a blank before it, or nothing: {@code  in route x, step y} */
    public static Outcome outcome(Throwable failure, Reached reached, String where) {
        boolean left = reached != Reached.NOTHING;
        for (Throwable cause = left ? null : failure; cause != null; cause = cause.getCause()) {
            if (isOfKey(cause)) {
                return Outcome.of(Kind.NOT_SENT, Category.CONFIGURATION, null, "not sent: " + told(cause));
            }
            if (cause instanceof CannotSign refused) {
                return Outcome.of(Kind.REFUSED, Category.VALIDATION, null, told(refused));
            }
            if (cause instanceof CannotSend refused && refused.isOfKey()) {
                return Outcome.of(Kind.NOT_SENT, Category.CONFIGURATION, null, "not sent: " + told(refused));
            }
            if (cause instanceof CannotSend refused) {
                return Outcome.of(Kind.REFUSED, Category.VALIDATION, null, told(refused));
            }
            if (cause instanceof TokenRefused refused) {
                return Outcome.of(Kind.REFUSED, Category.AUTHENTICATION, null, told(refused));
            }
            if (cause instanceof NotSent notSent) {
                return Outcome.of(Kind.NOT_SENT, Category.UNAVAILABLE, null,
                        "the provider cannot be reached (" + notSent.why() + ")");
            }
        }
        return isOfFlow(failure) ? ofFlow(reached, where + ": " + told(root(failure)))
                : left ? Outcome.of(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null,
                        "no answer came (" + told(root(failure)) + ")")
                        : Outcome.of(Kind.NOT_SENT, Category.UNAVAILABLE, null,
                                "not sent: the request could not be made (" + told(root(failure)) + ")");
    }

    /** The flow is at fault, and neither the network nor the provider. */
    public static Outcome ofFlow(Reached reached, String where) {
        return switch (reached) {
            case NOTHING -> Outcome.of(Kind.NOT_SENT, Category.CONFIGURATION, null, "not sent: the request could"
                    + " not be made" + where);
            case PROVIDER -> Outcome.of(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null, "sent, and then the call"
                    + " failed" + where);
            case ANSWER -> Outcome.of(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null, "an answer came and could not"
                    + " be put into Sluice's words" + where);
        };
    }

    /** A question that names neither the order's number nor its reference may be answered with anything. */
    public static Outcome aboutNothing() {
        return Outcome.of(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null, "the provider was asked, but the question"
                + " names neither the"
                + " order's number nor the provider's reference, so its answer says nothing");
    }

    /** Whether a flow, or what it calls, failed by itself. */
    public static boolean isOfFlow(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // What JSON parsers throw is an IOException too.
            boolean network = cause instanceof IOException
                    && !(cause instanceof JacksonException || cause instanceof SecondRequest)
                    || cause instanceof HttpException;
            if (network || cause instanceof CannotSign || cause instanceof CannotSend
                    || cause instanceof TokenRefused
                    || isOfKey(cause)) {
                return false;
            }
        }
        return true;
    }

    /** A key of the account is at fault: it may be mended, and the order is not to end by it. */
    private static boolean isOfKey(Throwable cause) {
        return cause instanceof CannotSign unsigned && unsigned.isOfKey()
                || cause instanceof CannotCipher closed && closed.isOfKey();
    }

    private static String told(Throwable root) {
        return root instanceof QuotesNothing ? String.valueOf(root.getMessage()) : root.getClass().getSimpleName();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
