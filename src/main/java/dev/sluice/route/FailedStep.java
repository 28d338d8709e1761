package dev.sluice.route;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The step of a flow at which an exchange failed: the innermost, for those around it fail with the same exception. */
public record FailedStep(Throwable failure, RoutePlace place) {

    private static final String PROPERTY = "sluiceFailedStep";

    static void note(Exchange exchange, RoutePlace place) {
        Throwable failure = exchange.getException();
        FailedStep known = exchange.getProperty(PROPERTY, FailedStep.class);
        if (known == null || !known.isOf(failure)) {
            exchange.setProperty(PROPERTY, new FailedStep(failure, place));
        }
    }

    /** Where the exchange failed with this, where somebody saw it. */
    public static @Nullable RoutePlace of(Exchange exchange, Throwable failure) {
        FailedStep known = exchange.getProperty(PROPERTY, FailedStep.class);
        return known == null || !known.isOf(failure) ? null : known.place;
    }

    private boolean isOf(Throwable other) {
        for (Throwable cause = other; cause != null; cause = cause.getCause()) {
            if (cause == failure) {
                return true;
            }
        }
        return false;
    }
}
