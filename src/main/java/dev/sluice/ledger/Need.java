package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A request that needs a person, or may come to.
 *
 * @param result the result that was published last, as JSON text, if any was
 * @param said   what is known beside it: the provider's word after the end, which members an answer repeated otherwise,
 *               or why nothing was sent
 */
public record Need(Kind kind, RequestRow request, @Nullable String result, @Nullable String said) {

    /** By risk, the largest first. What is unheard began to be sent and is silent since. */
    public enum Kind {
        UNRESOLVED(Risk.MONEY), CONTRADICTED(Risk.MONEY), DOUBTED(Risk.MONEY), UNHEARD(Risk.MONEY),
        UNKNOWN(Risk.FAILING), UNSENT(Risk.FAILING), UNKNOWN_LONG(Risk.SLOW), SILENT(Risk.SLOW);

        private final Risk risk;

        Kind(Risk risk) {
            this.risk = risk;
        }

        public Risk risk() {
            return risk;
        }
    }

    /** What is at stake, the most first. */
    public enum Risk {
        MONEY("Money at risk"), FAILING("Failing now"), SLOW("Slow");

        private final String text;

        Risk(String text) {
            this.text = text;
        }

        /** As a person reads it. */
        public String text() {
            return text;
        }
    }
}
