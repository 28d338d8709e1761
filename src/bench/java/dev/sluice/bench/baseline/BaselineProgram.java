package dev.sluice.bench.baseline;

import dev.sluice.bench.program.Asking;
import dev.sluice.bench.program.Hambit;
import dev.sluice.bench.program.OrderLedger;
import dev.sluice.bench.program.ProgramSettings;
import dev.sluice.bench.program.Submission;
import dev.sluice.bench.program.Warnings;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A thread for each consumer of each queue, a few connections to the broker for all of them. */
public final class BaselineProgram {

    /** One alone is what all its sessions wait for. */
    private static final int CONNECTIONS = 4;

    private BaselineProgram() {
    }

    public static void main(String[] arguments) throws JMSException, SQLException, InterruptedException {
        Warnings.only();
        ProgramSettings settings = ProgramSettings.read(System.getenv());
        OrderLedger ledger = new OrderLedger(new HeldConnections(settings));
        Hambit hambit = new Hambit(settings);
        // Prefetch by bytes: at the default of 1 MiB one consumer hoards the backlog.
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                settings.broker() + "?consumerWindowSize=8192");
        List<Connection> brokers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            brokers.add(factory.createConnection());
        }
        CountDownLatch there = new CountDownLatch(2 * settings.consumers());
        for (int i = 0; i < settings.consumers(); i++) {
            Connection broker = brokers.get(i % CONNECTIONS);
            new Thread(new Consumer(broker, settings, ProgramSettings.REQUESTS,
                    message -> Submission.begin(ledger, hambit, message.getText(), message.getJMSMessageID()), there),
                    "requests-" + i).start();
            new Thread(new Consumer(broker, settings, ProgramSettings.POLLS,
                    message -> Asking.begin(ledger, hambit, message.getText()), there), "polls-" + i).start();
        }
        there.await();
        for (Connection broker : brokers) {
            broker.start();
        }
        System.out.println(ProgramSettings.READY);
    }
}
