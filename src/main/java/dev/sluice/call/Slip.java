package dev.sluice.call;

import dev.sluice.text.QuotesNothing;

/** A flow did not do what it is there for. */
final class Slip extends RuntimeException implements QuotesNothing {

    Slip(String what) {
        super(what);
    }
}
