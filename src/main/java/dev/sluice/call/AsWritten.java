package dev.sluice.call;

import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/**
 * Has a request leave as it stands, for a signature may cover every part of it. Camel would keep back {@code Date},
 * {@code Host} and other headers, and encode a tilde of the address. What only steers Camel stays here.
 */
final class AsWritten extends HttpHeaderFilterStrategy {

    /** The header that holds path and query on the way to the client; HTTP/1 has no header of such a name. */
    static final String TARGET = ":path";
    /** The header that holds the account whose call it is on the way to the client. */
    static final String ACCOUNT = ":account";

    private static final String STEERS = "Camel";

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return name.regionMatches(true, 0, STEERS, 0, STEERS.length());
    }

    /** Gives the request its path and query, where they came with it. */
    static void address(HttpRequest request) {
        Header target = request.getFirstHeader(TARGET);
        if (target != null) {
            request.removeHeaders(TARGET);
            request.setPath(target.getValue());
        }
    }
}
