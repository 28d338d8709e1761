package dev.sluice.call;

import dev.sluice.tls.TlsIdentity;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;

/**
 * Secures a connection with the identity of the call that makes it: TLS 1.2 or 1.3, to a provider whose certificate is
 * valid now, of an issuer that is believed, and for the host that was meant. There is no way round any of it.
 */
final class StrictTls implements TlsSocketStrategy {

    private static final String[] VERSIONS = {TLS.V_1_3.getId(), TLS.V_1_2.getId()};

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext context)
            throws IOException {
        TlsIdentity identity = (TlsIdentity) Objects.requireNonNull(HttpClientContext.cast(context).getUserToken());
        SSLSocket tls = new DefaultClientTlsStrategy(identity.context(), VERSIONS, null, SSLBufferMode.STATIC,
                HostnameVerificationPolicy.BOTH, HttpsSupport.getDefaultHostnameVerifier())
                .upgrade(socket, host, port, attachment, context);
        try {
            // Java asks this of all but one that is trusted itself.
            ((X509Certificate) tls.getSession().getPeerCertificates()[0]).checkValidity();
            return tls;
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            tls.close();
            throw new SSLPeerUnverifiedException("the certificate is not valid now");
        }
    }
}
