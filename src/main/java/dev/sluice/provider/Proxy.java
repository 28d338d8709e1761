package dev.sluice.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy by which a provider is called.
 *
 * @param username by which it knows who calls, where it asks
 * @param password of that user
 * @param except   hosts that are called without it, and with them all whose names end with theirs
 */
public record Proxy(String host, int port, @Nullable String username, @Nullable KeptText password,
        List<String> except) {

    public Proxy {
        except = List.copyOf(except);
    }

    /** Whether calls to a host go by it. Those to this machine never do. */
    public boolean isFor(String host) {
        String name = bare(host);
        return !BaseUrl.isLoopback(host) && except.stream().map(Proxy::bare)
                .noneMatch(one -> name.equals(one) || name.endsWith("." + one));
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "").replaceAll("[\\[\\]]", "");
        if (name.indexOf(':') < 0) {
            return name;
        }
        try {
            // With a colon it is an address, and nobody is asked for it. It can be written in several ways.
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            return name;
        }
    }
}
