package dev.sluice.call;

import dev.sluice.text.QuotesNothing;
import java.io.IOException;

/** A provider answered a login, and gave no token and no refusal. */
final class NoToken extends IOException implements QuotesNothing {

    NoToken() {
        super("the login was answered without a token");
    }
}
