package dev.sluice.cli.dead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.TerminalJson;
import dev.sluice.ledger.Key;
import dev.sluice.queue.Queues;
import dev.sluice.text.Shown;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice dead show}: one message with its body, in which nobody can read a phone number or a PIN. */
@Command(name = "show")
final class ShowDeadCommand implements Callable<Integer> {

    private static final int LABEL = 13;

    private final Surroundings surroundings;

    @Parameters(paramLabel = "ID", arity = "1")
    private String id;
    @Option(names = "--json")
    private boolean json;

    ShowDeadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        MaskedBody masked = MaskedBody.by(surroundings.home());
        try (BrokerClient broker = BrokerClient
                .connect(BrokerSettings.read(surroundings.home(), surroundings.environment()))) {
            DeadQueue queue = new DeadQueue(broker);
            DeadLetter letter = queue.named(List.of(id)).get(0);
            byte[][] body = new byte[1][];
            queue.look(DeadQueue.equal("JMSMessageID", "ID:" + letter.id()), (found, message) -> {
                body[0] = Content.of(message);
                return false;
            });
            if (body[0] == null) {
                throw Problem.failed(id + " is not on " + Queues.DEAD + " any more; somebody else took it.");
            }
            show(letter, body[0].length, masked.of(body[0], Key.named("", letter.requestId()).requestId()));
        }
        return 0;
    }

    private void show(DeadLetter letter, int bytes, JsonNode body) {
        if (json) {
            ObjectNode whole = letter.json().put("bytes", bytes);
            whole.set("body", body);
            surroundings.out().println(TerminalJson.line(whole));
            return;
        }
        line("id", letter.id());
        line("died", letter.at() + (letter.queue().isEmpty() ? "" : " on " + letter.queue()));
        line("why", letter.category() + ": " + letter.reason());
        line("fingerprint", letter.fingerprint());
        line("request", letter.requestId());
        line("correlation", letter.correlationId());
        line("reply-to", letter.replyTo());
        line("body", letter.kind() + ", " + bytes + " bytes, masked");
        surroundings.out().println();
        (body.isTextual() ? List.of(Shown.whole(body.asText())) : TerminalJson.lines(body))
                .forEach(surroundings.out()::println);
        surroundings.out().println();
        surroundings.out().println(letter.internal() ? "It is Sluice's own and cannot be replayed; ./sluice dead"
                + " discard "
                + letter.shortId() + " --by NAME --why TEXT takes it away."
                : "What can be done: ./sluice dead replay|discard " + letter.shortId() + " --by NAME --why TEXT");
    }

    private void line(String label, String text) {
        if (!text.isEmpty()) {
            surroundings.out().println(Shown.line(label + " ".repeat(LABEL - label.length()) + text));
        }
    }
}
