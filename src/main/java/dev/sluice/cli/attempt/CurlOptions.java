package dev.sluice.cli.attempt;

import dev.sluice.provider.KeptText;
import dev.sluice.provider.Proxy;
import dev.sluice.provider.Reach;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How curl is told to reach a provider as Sluice does: by what stands in files, for no secret is written down. */
final class CurlOptions {

    private final Map<String, String> options = new LinkedHashMap<>();

    private CurlOptions() {
    }

    static Map<String, String> of(Reach reach, String account, URI uri) {
        CurlOptions made = new CurlOptions();
        Proxy proxy = reach.proxy();
        if (proxy != null && proxy.isFor(uri.getHost())) {
            made.options.put("--proxy", "http://" + proxy.host() + ":" + proxy.port());
        }
        if (uri.getScheme().equals("https")) {
            made.file("--cacert", reach.trust());
            Reach.Client client = reach.clients().get(account);
            if (client != null) {
                made.file("--cert", client.certificate());
                made.file("--key", client.key());
            }
        }
        return made.options;
    }

    private void file(String option, @Nullable KeptText kept) {
        if (kept != null && kept.file() != null) {
            options.put(option, kept.file().toString());
        }
    }
}
