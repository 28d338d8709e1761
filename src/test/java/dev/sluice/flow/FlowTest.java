package dev.sluice.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.given.Patience;
import io.quarkus.arc.Arc;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.core.CamelRuntime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What every flow test has: the world around Sluice, and the check that nothing published breaks the contract. */
abstract class FlowTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    World world;

    /** What is waited for without a limit of its own; a busy machine may stand still for a while. */
    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Patience.PATIENCE);
    }

    /** A test does not run the main class, which starts the flows otherwise. */
    @BeforeEach
    void everyPublicQueueIsRead() {
        if (!Arc.container().instance(CamelContext.class).get().isStarted()) {
            Arc.container().instance(CamelRuntime.class).get().start(new String[0]);
        }
        world.upstream();
    }

    @AfterEach
    void nothingPublishedBreaksTheContract() {
        world.witness().verify();
    }

    /** A requestId that nobody used. */
    static String id(String what) {
        return what + "-" + COUNT.incrementAndGet();
    }

    /** A phone number that nobody used, without plus sign; the last five digits tell the double what to do. */
    static String mobile(String lastFive) {
        return String.format("4477%06d%s", COUNT.incrementAndGet(), lastFive);
    }

    /** Sends a request over AMQP to the shared queue of its family, and returns its id. */
    String send(ObjectNode request) {
        return send(world.upstream(), Outgoing.to(sharedQueue(request), request));
    }

    String send(Upstream upstream, Outgoing message) {
        ObjectNode request = Requests.read((String) message.body());
        world.witness().sent(request, message.correlationId());
        upstream.send(message);
        return request.path("requestId").asText();
    }

    static String sharedQueue(ObjectNode request) {
        return List.of("send", "verify", "balance").contains(request.path("operation").asText())
                ? "otp.requests" : "orders.requests";
    }

    /** The result of this request after which nothing comes by itself. */
    Result end(String id) {
        return world.witness().await(id, "the end", result -> result.isStep() && result.isEnd());
    }

    Result status(String id, String status) {
        return world.witness().await(id, status, result -> result.isStep() && result.status().equals(status));
    }

    /** The refusal of this request outside of its history. */
    Result refusal(String id) {
        return world.witness().await(id, "a refusal", result -> result.sequence() == 0);
    }

    Result replay(String id) {
        return world.witness().await(id, "a replay", Result::replayed);
    }

    /** The statuses of this request so far, by sequence. */
    List<String> history(String id) {
        return world.witness().of(id).stream().filter(Result::isStep)
                .sorted(java.util.Comparator.comparingInt(Result::sequence)).map(Result::status).toList();
    }

    long created(String id) {
        return world.effects().count("hambit", "order-created", id)
                + world.effects().attempts().stream().filter(attempt -> id.equals(attempt.about()))
                        .mapToInt(a -> a.times()).sum();
    }

    long otpsSent(String mobile) {
        return world.effects().count("messagehub", "otp-sent", mobile);
    }
}
