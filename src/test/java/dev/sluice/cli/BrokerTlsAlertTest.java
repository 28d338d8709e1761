package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.Authority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.junit.jupiter.api.Test;

/** What is told of the ways in which the other side ends TLS, or says nothing. */
class BrokerTlsAlertTest {

    private static final int GENEROUS = 60_000;

    /** The other side of one connection. */
    private interface Broker {
        void speak(Socket socket) throws Exception;
    }

    @Test
    void whoSaysNothingMayWellSpeakTls() throws Exception {
        assertThat(told(socket -> socket.getInputStream().readAllBytes(), SSLContext.getDefault(), 200))
                .hasValueSatisfying(told -> assertThat(told).contains("it is slow, or takes none")
                        .doesNotContain("tcp://"));
    }

    @Test
    void anAlertAboutCertificatesIsAMissingOne() throws Exception {
        for (int alert : new int[]{40, 42, 116}) {
            assertThat(alerted(alert)).as("alert %d", alert).hasValueSatisfying(
                    told -> assertThat(told).contains("lets in nobody without a certificate",
                            "sluice.broker.certificate-file"));
        }
    }

    @Test
    void anyOtherAlertIsToldAsItIs() throws Exception {
        assertThat(alerted(70)).hasValueSatisfying(
                told -> assertThat(told).contains("(protocol_version)").doesNotContain("certificate"));
    }

    @Test
    void whoEndsTheConnectionMayWantACertificate() throws Exception {
        Authority ours = new Authority("ours");
        SSLContext server = ours.issue("localhost").server(ours);
        assertThat(told(plain -> {
            SSLSocket socket = (SSLSocket) server.getSocketFactory().createSocket(plain, null, true);
            socket.setUseClientMode(false);
            socket.startHandshake();
            socket.close();
        }, server, GENEROUS)).hasValueSatisfying(told -> assertThat(told).contains("ended the connection; it may want",
                "sluice.broker.certificate-file"));
    }

    /** As a broker does that refuses a certificate and is gone before it is heard. */
    @Test
    void whoIsGoneAmidTlsIsNotToBeReachedInTheClear() throws Exception {
        assertThat(told(socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        }, SSLContext.getDefault(), GENEROUS)).hasValueSatisfying(
                told -> assertThat(told).contains("ended the connection; it may want").doesNotContain("tcp://"));
    }

    @Test
    void whoAnswersInTheClearTakesNoTls() throws Exception {
        assertThat(told(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }, SSLContext.getDefault(), GENEROUS)).hasValueSatisfying(told -> assertThat(told).contains("write tcp://"));
    }

    private static Optional<String> alerted(int alert) throws Exception {
        return told(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write(new byte[]{21, 3, 3, 0, 2, 2, (byte) alert});
            socket.getInputStream().readAllBytes();
        }, SSLContext.getDefault(), GENEROUS);
    }

    private static Optional<String> told(Broker broker, SSLContext client, int patience) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Thread accepts = new Thread(() -> {
                try (Socket socket = listening.accept()) {
                    broker.speak(socket);
                } catch (IOException e) {
                    // The client went away.
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            accepts.setDaemon(true);
            accepts.start();
            return BrokerTlsFault.at(new TransportConfiguration("netty", Map.of("host", "localhost", "port",
                    listening.getLocalPort())), client, patience);
        }
    }
}
