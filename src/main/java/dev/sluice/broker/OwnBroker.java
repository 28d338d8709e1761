package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.watch.Ending;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/**
 * Connections to a broker that belongs to the ledger, and to no other. Each is looked at before anybody has it, for
 * each may lead to another broker: one of several in the URL, or one that came back in another's place.
 */
final class OwnBroker implements ConnectionFactory {

    private final ActiveMQConnectionFactory factory;
    private final BrokerMark mark;
    private final Ending ending;

    OwnBroker(ActiveMQConnectionFactory factory, BrokerMark mark, Ending ending) {
        this.factory = factory;
        this.mark = mark;
        this.ending = ending;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return ours(factory.createConnection());
    }

    @Override
    public Connection createConnection(String username, String password) throws JMSException {
        return ours(factory.createConnection(username, password));
    }

    private Connection ours(Connection connection) throws JMSException {
        try {
            try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                if (!mark.isOurs(((ActiveMQSession) session).getCoreSession())) {
                    throw new IOException("nothing is taken before the ledger is there");
                }
            }
            return connection;
        } catch (ConfigProblem e) {
            ending.because(e);
            throw refused(connection, e);
        } catch (IOException | ActiveMQException | RuntimeException e) {
            throw refused(connection, e);
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    private static JMSException refused(Connection connection, Exception reason) throws JMSException {
        connection.close();
        JMSException refused = new JMSException(reason.getMessage());
        refused.setLinkedException(reason);
        return refused;
    }

    @Override
    public JMSContext createContext() {
        throw new UnsupportedOperationException("the flows use connections");
    }

    @Override
    public JMSContext createContext(String username, String password) {
        return createContext();
    }

    @Override
    public JMSContext createContext(String username, String password, int mode) {
        return createContext();
    }

    @Override
    public JMSContext createContext(int mode) {
        return createContext();
    }
}
