package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.Departure;
import dev.sluice.passage.Calling;
import dev.sluice.provider.Account;
import dev.sluice.provider.Credentials;
import dev.sluice.provider.Provider;
import dev.sluice.trace.Part;
import jakarta.inject.Singleton;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Calls to a provider beside all orders: for a token, for keys, to see whether it answers or what an account has. That
 * one has left says nothing of the order's call that needs it.
 */
@Singleton
public class SideCalls {

    /** The call by which a provider is asked whether it answers. */
    public static final String PING = "ping";

    private final ProducerTemplate template;

    SideCalls(ProducerTemplate template) {
        this.template = template;
    }

    /**
     * What the provider's own flow {@code direct:<provider>-<call>} makes of its answer; of one that HTTP calls a failure
     * only whether it refuses the credentials.
     *
     * @param needs the call that needs it
     * @throws Exception what the flow ended with; a {@link Slip} where it makes nothing
     */
    JsonNode ask(Calling needs, String call, ObjectNode body) throws Exception {
        Provider provider = needs.provider();
        Exchange answer = call(provider, needs.account(), needs.credentials(), needs.trace(), call, call, body);
        Exception failure = ProviderFlow.end(answer);
        if (failure != null) {
            throw failure;
        }
        JsonNode read = answer.getMessage().getBody(JsonNode.class);
        if (read == null) {
            throw new Slip("direct:" + provider.name() + "-" + call + " makes no document of the answer");
        }
        return Calling.of(answer).http() / 100 == 2 ? read
                : Json.object().put("refused", read.path("refused").asBoolean(false));
    }

    /**
     * One of an operation that only reads, for no order.
     *
     * @param request that the operation's flow begins with
     * @return        how that flow ended
     */
    Exchange read(Provider provider, String account, String operation, ObjectNode request) {
        Account its = provider.account(account);
        return call(provider, its, its.present(), Part.NONE, operation, operation, request);
    }

    /** The HTTP status of the answer to the provider's {@code ping}, 0 where none came. */
    public int ping(Provider provider, String account) {
        Account its = provider.account(account);
        Exchange answer = call(provider, its, its.present(), Part.NONE, PING, "http", Json.object());
        return answer.getException() == null ? Calling.of(answer).http() : 0;
    }

    private Exchange call(Provider provider, Account account, Credentials credentials, Part trace, String call,
            String flow, ObjectNode body) {
        Exchange answer = Departure.apart(() -> template.request("direct:" + provider.name() + "-" + flow, exchange -> {
            Calling.beside(exchange, provider, account, call, credentials).trace(trace);
            exchange.getMessage().setBody(body);
        }));
        Calling.of(answer).settle();
        return answer;
    }
}
