package dev.sluice.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/** Why no TLS comes about with a broker, which its client does not tell: tried once more, with nothing of the broker. */
final class BrokerTlsFault {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final String SET = "a certificate that it trusts; set sluice.broker.certificate-file and"
            + " sluice.broker.key-file to one of its clients.";
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\S+)");

    private BrokerTlsFault() {
    }

    /** What is wrong, and how to mend it; none where nobody listens there, or TLS is not what is wrong. */
    static Optional<String> at(TransportConfiguration place, SSLContext context) {
        return at(place, context, PATIENCE_MILLIS);
    }

    /** @param patience how long each answer is waited for, in milliseconds */
    static Optional<String> at(TransportConfiguration place, SSLContext context, int patience) {
        Map<String, Object> params = place.getParams();
        String host = String.valueOf(params.get(TransportConstants.HOST_PROP_NAME));
        int port = Integer.parseInt(String.valueOf(params.get(TransportConstants.PORT_PROP_NAME)));
        boolean named = !"false".equals(String.valueOf(params.get(TransportConstants.VERIFY_HOST_PROP_NAME)));
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), patience);
            plain.setSoTimeout(patience);
            return shaken((SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true), named);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> shaken(SSLSocket socket, boolean named) {
        if (named) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        try {
            socket.startHandshake();
        } catch (SocketTimeoutException e) {
            // As Artemis does that takes none, and as one does that has too much to do.
            return Optional
                    .of("says nothing by TLS: it is slow, or takes none there; try once more, or name a port that"
                            + " takes TLS.");
        } catch (IOException e) {
            return Optional.of(why(e));
        }
        // In TLS 1.3 the broker looks at the client's certificate when the client thinks that it is done.
        try {
            return socket.getInputStream().read() < 0 ? Optional.of(ended()) : Optional.empty();
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(alert(e).orElseGet(BrokerTlsFault::ended));
        }
    }

    private static String ended() {
        return "ended the connection; it may want " + SET;
    }

    /** What the broker says in TLS itself. */
    private static Optional<String> alert(IOException failure) {
        Matcher alert = ALERT.matcher(String.valueOf(failure.getMessage()));
        if (!alert.lookingAt()) {
            return Optional.empty();
        }
        String name = alert.group(1);
        return Optional.of(name.contains("certificate") || name.equals("handshake_failure")
                ? "lets in nobody without " + SET
                : "refuses TLS as this client speaks it (" + name + "); see the broker's log.");
    }

    private static String why(IOException failure) {
        Optional<String> certificate = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(CertificateException.class::isInstance).map(cause -> String.valueOf(cause.getMessage()))
                .findFirst();
        if (certificate.isPresent()) {
            return certificate.get().startsWith("No ")
                    ? "shows a certificate of another name; write the name that it has into SLUICE_BROKER_URL"
                            + " (setting sluice.broker.url)."
                    : "shows a certificate that is not trusted or has ended; set sluice.broker.trust-file to the CA that"
                            + " issued it.";
        }
        return alert(failure).orElse(
                "does not answer by TLS; name a port that takes TLS, or write tcp:// for one that takes none.");
    }
}
