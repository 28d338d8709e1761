package dev.sluice.route;

import dev.sluice.text.QuotesNothing;

/** A flow reads what nobody set. Not one of jq's exceptions, for {@code ?} and {@code //} would pass over those. */
final class Unset extends RuntimeException implements QuotesNothing {

    Unset(String what) {
        super("it reads " + what + " that is not set");
    }
}
