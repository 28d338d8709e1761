package dev.sluice.outcome;

import dev.sluice.cipher.CannotCipher;
import dev.sluice.signing.CannotSign;
import dev.sluice.token.TokenRefused;
import java.io.IOException;

/** Tells from an exception whether the call certainly never left, or may have. */
public final class Failures {

    private Failures() {
    }

    /**
     * @param handedOver whether the request was handed to the HTTP client; before that nothing can have happened
     */
    public static Outcome outcome(Throwable failure, boolean handedOver) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotSign refused) {
                return Outcome.of(Kind.REFUSED, Category.VALIDATION, null, refused.getMessage());
            }
            if (cause instanceof CannotCipher refused && refused.isOfKey() && !handedOver) {
                return Outcome.of(Kind.REFUSED, Category.CONFIGURATION, null, refused.getMessage());
            }
            if (cause instanceof TokenRefused refused) {
                return Outcome.of(Kind.REFUSED, Category.AUTHENTICATION, null, refused.getMessage());
            }
            if (cause instanceof NotSent) {
                return Outcome.of(Kind.NOT_SENT, Category.UNAVAILABLE, null,
                        "the provider cannot be reached (" + cause.getCause().getClass().getSimpleName() + ")");
            }
        }
        if (!handedOver) {
            return Outcome.of(Kind.NOT_SENT,
                    root(failure) instanceof IOException ? Category.UNAVAILABLE : Category.CONFIGURATION, null,
                    "the request could not be made (" + root(failure).getClass().getSimpleName() + ")");
        }
        return Outcome.of(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null,
                "no answer came (" + root(failure).getClass().getSimpleName() + ")");
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
