package dev.sluice.cli;

import dev.sluice.broker.BrokerAccess;
import dev.sluice.broker.BrokerTlsSettings;
import dev.sluice.tls.TlsFiles;
import dev.sluice.tls.TlsIdentity;
import dev.sluice.tls.TlsMaterial;
import dev.sluice.tls.UnusableCertificate;
import dev.sluice.tls.UnusableCertificate.Part;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the broker: the same settings as Sluice itself.
 *
 * @param username where one is to be given
 * @param tls      what its connections are secured with
 * @param inside   whether it is the broker of a Sluice on this machine, whose own certificate alone is believed then
 */
public record BrokerSettings(String url, @Nullable String username, @Nullable String password, TlsFiles tls,
        boolean inside) {

    /** A broker that is reached in the clear. */
    public BrokerSettings(String url, @Nullable String username, @Nullable String password) {
        this(url, username, password, TlsFiles.NONE, false);
    }

    /** @throws Problem when the settings cannot be read */
    public static BrokerSettings read(Path home, Map<String, String> environment) {
        Settings settings = Settings.read(home, environment);
        Optional<String> url = settings.value("sluice.broker.url");
        TlsFiles tls = BrokerTlsSettings.files(home, settings::value);
        return new BrokerSettings(url.orElseGet(() -> inside(settings, tls)),
                settings.value("sluice.broker.username").orElse(null),
                settings.value("sluice.broker.password").orElse(null), tls, url.isEmpty());
    }

    private static String inside(Settings settings, TlsFiles tls) {
        String host = settings.value("sluice.broker.host", "127.0.0.1").replaceAll("[\\[\\]]", "");
        String port = settings.value("sluice.broker.port", "61616");
        // Sluice listens on all interfaces under these names; nobody can connect to them.
        String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "[::1]"
                : host.contains(":") ? "[" + host + "]" : host;
        // Whoever has that very certificate's key is it, under whatever name it is called here.
        return tls.certificate().isPresent() ? "ssl://" + reachable + ":" + port + "?verifyHost=false"
                : "tcp://" + reachable + ":" + port;
    }

    /** The URL without anything that may be secret. */
    public String address() {
        return url.replaceAll("[?;][^,)]*", "").replaceAll("//[^/@,]*@", "//");
    }

    /**
     * What to secure connections with; nothing where the URL says all of that.
     *
     * @throws Problem where there are files of it that cannot be used
     */
    Optional<SSLContext> context() {
        if (tls.equals(TlsFiles.NONE) || !BrokerAccess.isSecured(url)) {
            return Optional.empty();
        }
        try {
            return Optional.of(TlsIdentity.of(inside ? ofTheBroker() : tls.read()).context());
        } catch (UnusableCertificate e) {
            throw Problem.failed("the setting " + BrokerTlsSettings.of(e.part()) + ": " + tls.told(e) + ".", e);
        }
    }

    /** Its key is for whom the broker lets in with a certificate alone; others need not be able to read it. */
    private TlsMaterial ofTheBroker() throws UnusableCertificate {
        TlsMaterial whole;
        try {
            whole = new TlsFiles(Optional.empty(), tls.certificate(), tls.key(), tls.password()).read();
        } catch (UnusableCertificate e) {
            if (e.part() != Part.KEY) {
                throw e;
            }
            TlsMaterial certificate = new TlsFiles(Optional.empty(), tls.certificate(), Optional.empty(),
                    Optional.empty()).read().believingItself();
            return new TlsMaterial(certificate.trusted(), null, null, null);
        }
        return whole.believingItself();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return address();
    }
}
