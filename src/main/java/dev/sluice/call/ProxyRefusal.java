package dev.sluice.call;

import dev.sluice.text.QuotesNothing;
import java.io.IOException;

/** A proxy made no way to the provider; what it answers is nothing that the provider said. */
final class ProxyRefusal extends IOException implements QuotesNothing {

    ProxyRefusal(int status) {
        super("the proxy answers CONNECT with " + status);
    }
}
