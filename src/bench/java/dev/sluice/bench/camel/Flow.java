package dev.sluice.bench.camel;

import dev.sluice.bench.program.Asking;
import dev.sluice.bench.program.Hambit;
import dev.sluice.bench.program.OrderLedger;
import dev.sluice.bench.program.ProgramSettings;
import dev.sluice.bench.program.Question;
import dev.sluice.bench.program.Recorded;
import dev.sluice.bench.program.Step;
import dev.sluice.bench.program.Submission;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/**
 * The two routes: receive, act, call, act, publish. A failure is left to the consumer, which rolls the message back.
 */
final class Flow {

    private static final String STEP = "step";

    private final ProgramSettings settings;
    private final OrderLedger ledger;
    private final Hambit hambit;

    Flow(ProgramSettings settings, OrderLedger ledger, Hambit hambit) {
        this.settings = settings;
        this.ledger = ledger;
        this.hambit = hambit;
    }

    void define(RouteBuilder routes) {
        routes.errorHandler(routes.noErrorHandler());
        route(routes, ProgramSettings.REQUESTS, this::submit);
        route(routes, ProgramSettings.POLLS, this::ask);
    }

    /** A second call is needed only where the first asked about an order that nobody has. */
    private void route(RouteBuilder routes, String queue, Processor beginning) {
        routes.from("jms:queue:" + queue + "?concurrentConsumers=" + settings.consumers()).routeId(queue)
                .process(beginning)
                .filter(Flow::asks).process(this::question).to(provider()).process(Flow::answered).end()
                .filter(Flow::asks).process(this::question).to(provider()).process(Flow::answered).end()
                .filter(exchange -> step(exchange).publication().result().isPresent())
                .process(Flow::result).to(ExchangePattern.InOnly, "jms:queue:" + ProgramSettings.RESULTS).end()
                .filter(exchange -> step(exchange).publication().poll().isPresent())
                .process(Flow::poll)
                .to(ExchangePattern.InOnly, "jms:queue:" + ProgramSettings.POLLS + "?deliveryDelay="
                        + settings.pollDelayMs())
                .end();
    }

    private String provider() {
        return settings.provider() + "?httpMethod=POST&copyHeaders=false";
    }

    private void submit(Exchange exchange) throws IOException, SQLException {
        begun(exchange, Submission.begin(ledger, hambit, text(exchange),
                exchange.getMessage().getHeader("JMSMessageID", String.class)));
    }

    private void ask(Exchange exchange) throws IOException {
        begun(exchange, Asking.begin(ledger, hambit, text(exchange)));
    }

    private static String text(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    private static void begun(Exchange exchange, Step step) {
        exchange.setProperty(STEP, step);
        exchange.getMessage().removeHeaders("*");
    }

    private static boolean asks(Exchange exchange) {
        return step(exchange).question().isPresent();
    }

    private void question(Exchange exchange) {
        Question question = step(exchange).question().orElseThrow();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        question.headers().forEach(message::setHeader);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json;charset=utf-8");
        message.setHeader(Exchange.HTTP_PATH, question.path());
        message.setBody(question.body());
    }

    private static void answered(Exchange exchange) throws IOException, SQLException {
        step(exchange).answered(exchange.getMessage().getBody(byte[].class));
    }

    private static void result(Exchange exchange) {
        Recorded result = step(exchange).publication().result().orElseThrow();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader("requestId", result.requestId());
        message.setHeader("status", result.status());
        message.setHeader("sequence", result.sequence());
        message.setHeader("JMSCorrelationID", result.requestId());
        message.setBody(result.body());
    }

    private static void poll(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(step(exchange).publication().poll().orElseThrow().text());
    }

    private static Step step(Exchange exchange) {
        return exchange.getProperty(STEP, Step.class);
    }
}
