package dev.sluice.bench.baseline;

import dev.sluice.bench.program.Poll;
import dev.sluice.bench.program.ProgramSettings;
import dev.sluice.bench.program.Publication;
import dev.sluice.bench.program.Question;
import dev.sluice.bench.program.Recorded;
import dev.sluice.bench.program.Step;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** One thread with a transacted session and an HTTP connection of its own. */
final class Consumer implements Runnable {

    /** What a message of its queue makes it do. */
    @FunctionalInterface
    interface Beginning {

        Step of(TextMessage message) throws JMSException, IOException, SQLException;
    }

    private final Connection broker;
    private final ProgramSettings settings;
    private final String queue;
    private final Beginning beginning;
    private final CountDownLatch there;

    /** @param there counted down once it can be given messages */
    Consumer(Connection broker, ProgramSettings settings, String queue, Beginning beginning, CountDownLatch there) {
        this.broker = broker;
        this.settings = settings;
        this.queue = queue;
        this.beginning = beginning;
        this.there = there;
    }

    @Override
    public void run() {
        try (Session session = broker.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
                MessageProducer results = session.createProducer(session.createQueue(ProgramSettings.RESULTS));
                MessageProducer polls = session.createProducer(session.createQueue(ProgramSettings.POLLS));
                KeptLine line = new KeptLine(URI.create(settings.provider()))) {
            polls.setDeliveryDelay(settings.pollDelayMs());
            there.countDown();
            while (consumer.receive() instanceof TextMessage message) {
                try {
                    publish(session, results, polls, done(beginning.of(message), line));
                    session.commit();
                } catch (IOException | SQLException e) {
                    System.out.println(queue + ": " + e);
                    session.rollback();
                }
            }
        } catch (JMSException | IOException e) {
            System.out.println(queue + ": " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private static Publication done(Step step, KeptLine line) throws IOException, SQLException {
        for (Optional<Question> next = step.question(); next.isPresent(); next = step.question()) {
            step.answered(line.post(next.get()));
        }
        return step.publication();
    }

    private static void publish(Session session, MessageProducer results, MessageProducer polls,
            Publication publication) throws JMSException {
        if (publication.result().isPresent()) {
            Recorded result = publication.result().get();
            TextMessage message = session.createTextMessage(result.body());
            message.setStringProperty("requestId", result.requestId());
            message.setStringProperty("status", result.status());
            message.setIntProperty("sequence", result.sequence());
            message.setJMSCorrelationID(result.requestId());
            results.send(message);
        }
        if (publication.poll().isPresent()) {
            Poll poll = publication.poll().get();
            polls.send(session.createTextMessage(poll.text()));
        }
    }
}
