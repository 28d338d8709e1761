package dev.sluice.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.NoSuchAlgorithmException;
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
    private static final int GLANCE_MILLIS = 2_000;
    private static final Pattern NO_TLS = Pattern.compile("(?i)unrecognized SSL message");
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
        boolean named = !"false".equals(String.valueOf(params.get(TransportConstants.VERIFY_HOST_PROP_NAME)));
        try (Socket plain = new Socket()) {
            int port = Integer.parseInt(String.valueOf(params.get(TransportConstants.PORT_PROP_NAME)));
            plain.connect(new InetSocketAddress(host, port), patience);
            plain.setSoTimeout(patience);
            return shaken((SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true), named);
        } catch (IOException | IllegalArgumentException e) {
            // The latter of a place without a port.
            return Optional.empty();
        }
    }

    /** Whether TLS is spoken where this client was to speak in the clear; nothing of it is believed. */
    static boolean takesTls(TransportConfiguration place) {
        Map<String, Object> params = place.getParams();
        try (Socket plain = new Socket()) {
            String host = String.valueOf(params.get(TransportConstants.HOST_PROP_NAME));
            int port = Integer.parseInt(String.valueOf(params.get(TransportConstants.PORT_PROP_NAME)));
            plain.connect(new InetSocketAddress(host, port), GLANCE_MILLIS);
            plain.setSoTimeout(GLANCE_MILLIS);
            ((SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket(plain, host, port, true))
                    .startHandshake();
            return true;
        } catch (IOException e) {
            return certificate(e).isPresent() || alert(e).isPresent();
        } catch (NoSuchAlgorithmException | IllegalArgumentException e) {
            return false;
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

    private static Optional<String> certificate(IOException failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(CertificateException.class::isInstance).map(cause -> String.valueOf(cause.getMessage()))
                .findFirst();
    }

    private static String why(IOException failure) {
        Optional<String> certificate = certificate(failure);
        if (certificate.isPresent()) {
            return certificate.get().startsWith("No ")
                    ? "shows a certificate of another name; write the name that it has into SLUICE_BROKER_URL"
                            + " (setting sluice.broker.url)."
                    : "shows a certificate that is not trusted or has ended; set sluice.broker.trust-file to the CA that"
                            + " issued it.";
        }
        // Who refuses a certificate may be gone before it was read why; only other words than those of TLS tell of none.
        return alert(failure).orElseGet(() -> NO_TLS.matcher(String.valueOf(failure.getMessage())).find()
                ? "does not answer by TLS; name a port that takes TLS, or write tcp:// for one that takes none."
                : ended());
    }
}
