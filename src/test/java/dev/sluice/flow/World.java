package dev.sluice.flow;

import dev.sluice.sandbox.Effects;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/**
 * Everything around one running Sluice: the providers' doubles, the line to them, and the upstream systems' clients.
 */
final class World implements AutoCloseable {

    static final Duration ORDER = Duration.ofMillis(300);
    static final Duration TOKEN_LIFE = Duration.ofSeconds(6);
    static final Duration OTP_LIFE = Duration.ofSeconds(60);

    private static final AtomicInteger PORTS = new AtomicInteger(ThreadLocalRandom.current().nextInt(20_000, 30_000));

    private final int http = freePort();
    private final int broker = freePort();
    private final int outward = freePort();
    private final MovableClock clock = new MovableClock();
    private final SandboxServer sandbox = SandboxServer.start(0, SandboxSettings.defaults().withClock(clock)
            .withOrderDuration(ORDER).withTokenLife(TOKEN_LIFE).withOtpLife(OTP_LIFE));
    private final Line line = new Line(outward, sandbox.port());
    private final Meddler meddler = new Meddler(sandbox.port());
    private final Witness witness = new Witness(new ContractRules("http://127.0.0.1:" + http + "/contract/"));
    private JmsUpstream upstream;

    int httpPort() {
        return http;
    }

    int brokerPort() {
        return broker;
    }

    /** Where Sluice reaches a provider. */
    String baseUrl(String provider) {
        return "http://127.0.0.1:" + outward + "/sandbox/" + provider;
    }

    /** Where Sluice reaches a provider whose answers are meddled with. */
    String meddledUrl(String provider) {
        return "http://127.0.0.1:" + meddler.port() + "/sandbox/" + provider;
    }

    Line line() {
        return line;
    }

    Meddler meddler() {
        return meddler;
    }

    /** What time it is at the doubles. */
    MovableClock clock() {
        return clock;
    }

    Effects effects() {
        return sandbox.effects();
    }

    Witness witness() {
        return witness;
    }

    /** The AMQP client that reads every public queue of Sluice's, connected when it is first needed. */
    synchronized JmsUpstream upstream() {
        if (upstream == null) {
            upstream = JmsUpstream.amqp(broker);
            upstream.listen("orders.results", witness::result);
            upstream.listen("otp.results", witness::result);
            upstream.listen("sluice.dead", witness::deadLetter);
        }
        return upstream;
    }

    /** How many messages a queue holds, those that are being worked on among them. */
    long waiting(String queue) {
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker);
                var connection = factory.createConnection();
                var session = connection.createSession()) {
            return ((ActiveMQSession) session).getCoreSession().queueQuery(SimpleString.of(queue)).getMessageCount();
        } catch (JMSException | ActiveMQException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (upstream != null) {
            upstream.close();
        }
        line.close();
        meddler.close();
        sandbox.close();
    }

    /** Below those that the system gives to whoever connects, so that it is still free when it is listened on. */
    static int freePort() {
        while (true) {
            int port = PORTS.getAndIncrement();
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken; so is the next one perhaps
            }
        }
    }
}
