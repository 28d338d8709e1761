package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A document to be sent, and as much of it as is needed to choose its queue and to name it.
 *
 * @param isQuestion whether it has a requestId and nothing else, and so asks for that request's status
 */
record Request(Body body, String name, List<String> queues, boolean isQuestion) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> QUEUES = new TreeMap<>(Map.of(
            "order", "orders.requests", "otp", "otp.requests", "license", "licenses.requests"));

    /** @param json an object */
    static Request of(byte[] json) {
        try {
            JsonNode document = JSON.readTree(json);
            List<String> queues = QUEUES.entrySet().stream()
                    .filter(queue -> document.has(queue.getKey())).map(Map.Entry::getValue).toList();
            String id = document.path("requestId").asText("");
            return new Request(new Body(json), id.isEmpty() ? "(no requestId)" : id, queues,
                    !id.isEmpty() && document.size() == 1);
        } catch (IOException e) {
            return unreadable(json);
        }
    }

    static Request unreadable(byte[] bytes) {
        return new Request(new Body(bytes), "(not readable)", List.of(), false);
    }

    /** @throws Problem when not exactly one of the members that name a family is there */
    String queue() {
        if (queues.size() != 1) {
            throw Problem.usage(name + " has " + (queues.isEmpty() ? "none" : "more than one")
                    + " of the members order, otp and license, which choose the queue; name it with --queue."
                    + (isQuestion ? " A requestId alone asks how that request stands: --queue orders.requests.status,"
                            + " otp.requests.status or licenses.requests.status." : ""));
        }
        return queues.get(0);
    }
}
