package dev.sluice.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The address of a provider: over TLS, unless it is on this machine or the operator allows it to go without. */
final class BaseUrl {

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern LOOPBACK = Pattern.compile(
            "localhost|127(\\." + BYTE + "){3}|\\[(::1|(0{1,4}:){7}0{0,3}1)]",
            Pattern.CASE_INSENSITIVE);

    private BaseUrl() {
    }

    /** Whether a host is this machine. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]").matches();
    }

    /** What is wrong with it, if anything; an empty one is none. Quotes no more of it than the host. */
    static @Nullable String fault(String url, boolean plainAllowed) {
        if (url.isEmpty()) {
            return null;
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return "is not a URL";
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            return "must have a host, and neither user name nor password";
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "has a port that there is not";
        }
        boolean plain = uri.getScheme().equals("http") && !LOOPBACK.matcher(uri.getHost()).matches();
        return plain && !plainAllowed ? "would send credentials and orders to " + uri.getHost()
                + " without TLS: use https, or allow it for this provider with plain-http: true" : null;
    }
}
