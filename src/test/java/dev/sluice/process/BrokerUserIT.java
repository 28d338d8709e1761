package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.Ran;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * An embedded broker that listens beyond its machine, with the settings of a pod: one user, and nobody else, over any
 * protocol.
 */
@Execution(ExecutionMode.CONCURRENT)
class BrokerUserIT {

    private static final List<String[]> STRANGERS = List.of(new String[]{null, null}, new String[]{"", ""},
            new String[]{"sluice", ""},
            new String[]{"sluice", null}, new String[]{"sluice", "sluice"}, new String[]{"sluice", "Secret"},
            new String[]{"", "secret"},
            new String[]{"guest", "guest"}, new String[]{"admin", "admin"}, new String[]{"all", "secret"},
            // What Artemis' nodes call themselves unless told otherwise.
            new String[]{"ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"});

    @TempDir
    private Path folder;

    @Test
    void onlyTheUserIsLetInAndTheCommandsAreThatUser() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        for (String host : List.of("0.0.0.0", "::")) {
            Map<String, String> settings = new Settings().embedded(ports.get(0)).http(ports.get(1))
                    .set("sluice.broker.host", host)
                    .set("sluice.broker.username", "sluice").set("sluice.broker.password", "secret").environment();
            Workplace place = new Workplace(folder.resolve("place" + host.length()));
            try (SluiceProcess sluice = SluiceProcess.start(place, settings)) {
                String here = host.equals("::") ? "[::1]" : "127.0.0.1";
                ConnectionFactory core = new ActiveMQConnectionFactory("tcp://" + here + ":" + ports.get(0));
                ConnectionFactory amqp = new JmsConnectionFactory("amqp://" + here + ":" + ports.get(0));
                for (ConnectionFactory factory : List.of(core, amqp)) {
                    for (String[] stranger : STRANGERS) {
                        assertThatThrownBy(() -> connect(factory, stranger))
                                .as(String.join(" ", String.valueOf(stranger[0])))
                                .isInstanceOf(JMSException.class);
                    }
                    connect(factory, "sluice", "secret");
                }
                for (String[] stranger : STRANGERS) {
                    assertThat(stomp(here, ports.get(0), stranger)).startsWith("ERROR");
                }
                assertThat(stomp(here, ports.get(0), "sluice", "secret")).startsWith("CONNECTED");
                Ran ran = Ran.run(place.folder(), settings, "", "dead", "list");
                assertThat(ran.exitCode()).as(ran.err()).isZero();
                assertThat(sluice.said("secret")).isEmpty();
            }
        }
    }

    private static void connect(ConnectionFactory factory, String... user) throws JMSException {
        try (Connection connection = factory.createConnection(user[0], user[1])) {
            connection.start();
            connection.createSession();
        }
    }

    private static String stomp(String host, int port, String... user) throws Exception {
        try (Socket socket = new Socket(host.replaceAll("[\\[\\]]", ""), port)) {
            socket.setSoTimeout(60_000);
            String frame = "CONNECT\naccept-version:1.2\nhost:x\n" + (user[0] == null ? "" : "login:" + user[0] + "\n")
                    + (user[1] == null ? "" : "passcode:" + user[1] + "\n") + "\n\0";
            socket.getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(9), StandardCharsets.UTF_8);
        }
    }
}
