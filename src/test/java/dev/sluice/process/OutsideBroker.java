package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.config.ha.SharedStorePrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * A broker outside of Sluice, a process of its own with a journal on the disk, told of addresses what an external
 * broker must be told.
 */
final class OutsideBroker implements AutoCloseable {

    private static final Duration LONGEST_WAY = Duration.ofMinutes(5);
    private static final String SHARED = "shared-store";

    private final int port;
    private final Process process;

    OutsideBroker(int port, Path folder) throws IOException {
        this(port, folder, Map.of());
    }

    /** @param passings where it is to end itself; returns once it listens, or has ended */
    OutsideBroker(int port, Path folder, Map<Point, Integer> passings) throws IOException {
        this(port, folder, Point.arguments(passings, 0), List.of());
        awaitListening();
    }

    /** One that lets only this user in. */
    OutsideBroker(int port, Path folder, String user, String password) throws IOException {
        this(port, folder, List.of(), List.of(user, password));
        awaitListening();
    }

    /** One of several with this store, of whom one serves and the others wait until it is gone. */
    static OutsideBroker sharing(int port, Path folder) throws IOException {
        return new OutsideBroker(port, folder, List.of("-D" + SHARED + "=true"), List.of());
    }

    private OutsideBroker(int port, Path folder, List<String> arguments, List<String> user) throws IOException {
        this.port = port;
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        command.addAll(arguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OutsideBroker.class.getName(),
                Integer.toString(port), folder.toString()));
        command.addAll(user);
        Files.createDirectories(folder);
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile())).start();
    }

    private void awaitListening() {
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50))
                .until(() -> listens() || !process.isAlive());
    }

    /** As kill -9 does it. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    void awaitOwnEnd(Point point) throws InterruptedException {
        assertThat(process.waitFor(LONGEST_WAY.toMillis(), TimeUnit.MILLISECONDS)).as("the broker passes " + point)
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(Point.EXIT_CODE);
    }

    /** Bytes that it has given to the disk. */
    long written() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "io")).stream()
                .filter(line -> line.startsWith("write_bytes:")).mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .sum();
    }

    /** Queues of Sluice that nobody reads now; those that it only writes, and its mark, do not count. */
    List<String> unread() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
                ClientSession session = locator.createSessionFactory().createSession()) {
            session.start();
            ClientMessage question = session.createMessage(false);
            ManagementHelper.putAttribute(question, ResourceNames.BROKER, "queueNames");
            List<String> unread = new ArrayList<>();
            for (Object name : (Object[]) ManagementHelper
                    .getResult(new ClientRequestor(session, "activemq.management").request(question))) {
                if (name.toString().matches("[a-z]+[.]requests.*|sluice[.].*")
                        && !name.toString().matches("sluice[.](dead|attention|ledger)")
                        && session.queueQuery(SimpleString.of(name.toString())).getConsumerCount() == 0) {
                    unread.add(name.toString());
                }
            }
            return unread;
        }
    }

    boolean listens() {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("outside").setPersistenceEnabled(true).setJournalType(JournalType.NIO)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setSecurityEnabled(args.length > 2).setJMXManagementEnabled(false).setMaxDiskUsage(-1);
        configuration.addAcceptorConfiguration("clients", "tcp://127.0.0.1:" + args[0] + "?protocols=CORE,AMQP");
        configuration.addAddressSetting("#", new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.ANYCAST).setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAutoDeleteQueues(false).setAutoDeleteAddresses(false)
                .setDeadLetterAddress(SimpleString.of("sluice.undelivered"))
                .setExpiryAddress(SimpleString.of("sluice.undelivered"))
                .setMaxDeliveryAttempts(100).setRedeliveryDelay(500).setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(60_000)
                .setMaxSizeBytes(5 << 20).setPageSizeBytes(1 << 20).setMaxReadPageBytes(4 << 20));
        configuration.addAddressSetting("sluice.polls.#", new AddressSettings().setMaxSizeBytes(-1));
        if (Boolean.getBoolean(SHARED)) {
            configuration.setHAPolicyConfiguration(
                    new SharedStorePrimaryPolicyConfiguration().setFailoverOnServerShutdown(true));
        }
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        if (args.length > 2) {
            SecurityConfiguration users = new SecurityConfiguration(Map.of(args[2], args[3]),
                    Map.of(args[2], List.of("all")));
            broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
            configuration.putSecurityRoles("#",
                    Set.of(new Role("all", true, true, true, true, true, true, true, true, true, true, true, true)));
        }
        broker.setConfiguration(configuration);
        broker.start();
    }
}
