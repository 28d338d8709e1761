package dev.sluice.bench.site;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/** The broker, one process for all runs. */
public final class Broker implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration CONSUMERS_GO = Duration.ofSeconds(30);

    private final Child child;
    private final String url;

    private Broker(Child child, String url) {
        this.child = child;
        this.url = url;
    }

    static Broker start(Path folder) throws IOException, InterruptedException {
        int port = Ports.free();
        Child child = Child.program("broker", folder.resolve("broker"), "-Xmx1g", BrokerProgram.class,
                List.of(Integer.toString(port), folder.resolve("broker").toString()), Map.of(), BrokerProgram.READY);
        child.awaitLine(START);
        return new Broker(child, "tcp://127.0.0.1:" + port);
    }

    public String url() {
        return url;
    }

    Duration cpu() {
        return child.cpu();
    }

    /** Takes away every queue that a system made, and with them what is in them. */
    void empty() throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            try {
                emptyOnce();
                return;
            } catch (ActiveMQException e) {
                if (System.nanoTime() - began > CONSUMERS_GO.toNanos()) {
                    throw new BenchFailure("the broker's queues cannot be taken away", e);
                }
                Thread.sleep(100);
            }
        }
    }

    private void emptyOnce() throws ActiveMQException {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(url);
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession()) {
            session.start();
            for (String queue : queues(session)) {
                session.deleteQueue(SimpleString.of(queue));
            }
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new BenchFailure("the broker does not tell its queues", e);
        }
    }

    private static List<String> queues(ClientSession session) throws Exception {
        try (ClientRequestor requestor = new ClientRequestor(session, "activemq.management")) {
            ClientMessage question = session.createMessage(false);
            ManagementHelper.putAttribute(question, ResourceNames.BROKER, "queueNames");
            List<String> names = new ArrayList<>();
            for (Object name : (Object[]) ManagementHelper.getResult(requestor.request(question))) {
                if (name.toString().matches("orders[.].*|otp[.].*|licenses[.].*|sluice[.].*")) {
                    names.add(name.toString());
                }
            }
            return names;
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
