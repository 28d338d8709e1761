package dev.sluice.bench;

import dev.sluice.bench.program.ProgramSettings;
import dev.sluice.bench.site.BenchFailure;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Who sends the orders of one run and hears of them. */
public final class Upstream implements AutoCloseable {

    private static final int AT_ONCE = 500;

    private final Connection connection;
    private final String run;

    /** @param run tells its orders from those of other runs */
    public Upstream(String broker, String run) throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker);
        // What is sent steadily must not wait for the answer to what was sent before.
        factory.setBlockOnDurableSend(false);
        this.connection = factory.createConnection();
        this.run = run;
        connection.start();
    }

    /** Sends so many orders, some hundred in a transaction; they are on the broker's disk when it returns. */
    public void fill(int orders) throws JMSException {
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(ProgramSettings.REQUESTS))) {
            for (int order = 0; order < orders; order++) {
                producer.send(session.createTextMessage(request(order)));
                if (order % AT_ONCE == AT_ONCE - 1) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    /** Sends one, from the order with this number on, at each of these moments of {@link System#nanoTime}. */
    public void feed(int first, long[] due) throws JMSException {
        try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(ProgramSettings.REQUESTS))) {
            int order = first;
            for (long moment : due) {
                for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                producer.send(session.createTextMessage(request(order++)));
            }
        }
    }

    /** Has the book told of every result from now on. */
    public void listen(ResultBook book) throws JMSException {
        Session session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE);
        session.createConsumer(session.createQueue(ProgramSettings.RESULTS)).setMessageListener(message -> {
            long now = System.nanoTime();
            try {
                book.take(order(message), String.valueOf(message.getStringProperty("status")), now);
            } catch (JMSException e) {
                throw new BenchFailure("a result that cannot be read", e);
            }
        });
    }

    /** -1 where it is none of this run's. */
    private int order(Message result) throws JMSException {
        String requestId = String.valueOf(result.getStringProperty("requestId"));
        return requestId.startsWith(run + "-") ? Integer.parseInt(requestId.substring(run.length() + 1)) : -1;
    }

    private String request(int order) {
        return """
                {"requestId":"%s-%d","operation":"fiat-to-crypto","order":{"amount":"%d.50","currency":"BRL",\
                "token":"USDT","network":"ETH","address":"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24"},\
                "metadata":{"tenant":"shop-%d"}}""".formatted(run, order, 100 + order % 900, order % 50);
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
