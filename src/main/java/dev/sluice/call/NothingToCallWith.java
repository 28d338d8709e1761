package dev.sluice.call;

import dev.sluice.text.QuotesNothing;
import java.io.IOException;

/** A provider answered a call for a token, or for keys, and gave neither them nor a refusal. */
final class NothingToCallWith extends IOException implements QuotesNothing {

    NothingToCallWith(String message) {
        super(message);
    }
}
