package dev.sluice.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Sender;
import org.jspecify.annotations.Nullable;

/** A client of each protocol that sends to people over TLS, and in the clear where nothing secures it. */
enum TlsClient {

    CORE {
        @Override
        void send(int port, @Nullable SSLContext tls, @Nullable String user, @Nullable String password, int millis)
                throws Exception {
            try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://localhost:" + port)) {
                if (tls != null) {
                    SecuredClients.secure(factory.getServerLocator(), Optional.of(() -> tls));
                }
                factory.setCallTimeout(millis);
                try (var connection = factory.createConnection(user, password); var session = connection
                        .createSession(false, jakarta.jms.Session.AUTO_ACKNOWLEDGE)) {
                    session.createProducer(session.createQueue(QUEUE)).send(session.createTextMessage("{}"));
                }
            }
        }
    },
    AMQP {
        @Override
        void send(int port, @Nullable SSLContext tls, @Nullable String user, @Nullable String password, int millis)
                throws Exception {
            ConnectionOptions options = new ConnectionOptions().requestTimeout(millis).openTimeout(millis);
            options.reconnectOptions().reconnectEnabled(false);
            if (user != null) {
                options.user(user).password(password).saslOptions().addAllowedMechanism("PLAIN");
            }
            if (tls != null) {
                options.sslOptions().sslEnabled(true).sslContextOverride(tls).verifyHost(true);
            }
            // In AMQP the sender says who it is, and is refused where it is not.
            byte[] self = (user == null ? OF_A_CERTIFICATE : user).getBytes(StandardCharsets.UTF_8);
            try (Client client = Client.create();
                    Connection connection = client.connect("localhost", port, options);
                    Sender sender = connection.openSender(QUEUE)) {
                sender.openFuture().get(millis, TimeUnit.MILLISECONDS);
                if (!sender.send(Message.create("{}").userId(self)).awaitSettlement(millis, TimeUnit.MILLISECONDS)
                        .remoteState().isAccepted()) {
                    throw new IOException("it was not accepted");
                }
            }
        }
    },
    STOMP {
        @Override
        void send(int port, @Nullable SSLContext tls, @Nullable String user, @Nullable String password, int millis)
                throws Exception {
            try (Socket socket = tls == null ? new Socket("localhost", port)
                    : tls.getSocketFactory().createSocket("localhost", port)) {
                socket.setSoTimeout(millis);
                if (socket instanceof SSLSocket secured) {
                    SSLParameters parameters = secured.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    secured.setSSLParameters(parameters);
                }
                String login = user == null ? "" : "login:" + user + "\npasscode:" + password + "\n";
                answered(socket, "CONNECT\naccept-version:1.2\nhost:x\n" + login + "\n", "CONNECTED");
                answered(socket, "SEND\ndestination:" + QUEUE + "\nreceipt:r\n\n{}", "RECEIPT");
            }
        }

        private static void answered(Socket socket, String frame, String with) throws IOException {
            socket.getOutputStream().write((frame + "\0").getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            for (int next = socket.getInputStream().read(); next > 0; next = socket.getInputStream().read()) {
                if (next != '\n' || answer.size() > 0) {
                    answer.write(next);
                }
            }
            if (!answer.toString(StandardCharsets.UTF_8).startsWith(with)) {
                throw new IOException(answer.toString(StandardCharsets.UTF_8));
            }
        }
    };

    /** Who gives no name. */
    static final String OF_A_CERTIFICATE = "shop-7";
    static final String QUEUE = "sluice.people";

    /** Throws where the broker took nothing, or said nothing for that long. */
    abstract void send(int port, @Nullable SSLContext tls, @Nullable String user, @Nullable String password, int millis)
            throws Exception;

    /** The same of what it is not expected to take. */
    void send(int port, @Nullable SSLContext tls, @Nullable String user, @Nullable String password) throws Exception {
        send(port, tls, user, password, 5_000);
    }
}
