package dev.sluice.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/** Why no TLS comes about with a broker, which its client does not tell: tried once more, with nothing of the broker. */
final class BrokerTlsFault {

    private static final int PATIENCE_MILLIS = 3_000;
    private static final String NO_CLIENT = "lets in nobody without a certificate that it trusts; set"
            + " sluice.broker.certificate-file and sluice.broker.key-file to one of its clients.";

    private BrokerTlsFault() {
    }

    /** What is wrong, and how to mend it; none where nobody listens there, or TLS is not what is wrong. */
    static Optional<String> at(TransportConfiguration place, SSLContext context) {
        Map<String, Object> params = place.getParams();
        String host = String.valueOf(params.get(TransportConstants.HOST_PROP_NAME));
        int port = Integer.parseInt(String.valueOf(params.get(TransportConstants.PORT_PROP_NAME)));
        boolean named = !"false".equals(String.valueOf(params.get(TransportConstants.VERIFY_HOST_PROP_NAME)));
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
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
        } catch (IOException e) {
            return Optional.of(why(e));
        }
        // In TLS 1.3 the broker looks at the client's certificate when the client thinks that it is done.
        try {
            return socket.getInputStream().read() < 0 ? Optional.of(NO_CLIENT) : Optional.empty();
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(NO_CLIENT);
        }
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
        return String.valueOf(failure.getMessage()).startsWith("Received fatal alert") ? NO_CLIENT
                : "does not answer by TLS; name a port that takes TLS, or write tcp:// for one that takes none.";
    }
}
