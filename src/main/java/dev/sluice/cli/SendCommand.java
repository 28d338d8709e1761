package dev.sluice.cli;

import dev.sluice.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice send}: all documents of a file in one transaction, so that a failure has sent none. */
@Command(name = "send")
final class SendCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", arity = "1")
    private String file;
    @Option(names = "--queue", paramLabel = "Q")
    private @Nullable String queue;
    @Option(names = "--reply-to", paramLabel = "Q")
    private @Nullable String replyTo;
    @Option(names = "--correlation-id", paramLabel = "X")
    private @Nullable String correlationId;

    SendCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        GivenFile given = new GivenFile(surroundings, file);
        List<Request> requests = requests(given);
        List<String> queues = requests.stream().map(request -> queue == null ? request.queue() : queue).toList();
        BrokerSettings settings = BrokerSettings.read(surroundings.home(), surroundings.environment());
        try (BrokerClient broker = BrokerClient.connect(settings)) {
            queues.stream().distinct().forEach(broker::mustHave);
            for (int i = 0; i < requests.size(); i++) {
                broker.send(queues.get(i), requests.get(i).body(), replyTo, correlationId);
            }
            broker.commit();
        }
        for (int i = 0; i < requests.size(); i++) {
            surroundings.out().println(Shown.line("sent  " + queues.get(i) + "  " + requests.get(i).name()));
        }
        return 0;
    }

    private List<Request> requests(GivenFile given) {
        byte[] bytes = given.bytes();
        List<byte[]> documents = new ArrayList<>();
        try {
            documents.addAll(Documents.split(bytes));
            if (documents.isEmpty() && queue == null) {
                throw Problem.failed("there is nothing in " + given.told() + " to send.");
            }
        } catch (Documents.NotJson e) {
            if (queue == null) {
                throw Problem.failed(given.told() + " is not JSON that can be sent: " + e.getMessage()
                        + ". Mend it, or name --queue to send the bytes as they are.");
            }
            return List.of(Request.unreadable(bytes));
        }
        if (documents.isEmpty()) {
            return List.of(Request.unreadable(bytes));
        }
        if (documents.size() == 1 && !startsArray(bytes)) {
            Request only = Request.of(documents.get(0));
            return List.of(new Request(new Body(bytes), only.name(), only.queues(), only.isQuestion()));
        }
        return documents.stream().map(Request::of).toList();
    }

    private static boolean startsArray(byte[] bytes) {
        int i = 0;
        while (i < bytes.length && bytes[i] <= ' ') {
            i++;
        }
        return i < bytes.length && bytes[i] == '[';
    }
}
