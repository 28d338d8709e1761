package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.answer.Outcomes;
import dev.sluice.json.Json;
import dev.sluice.outcome.Failures;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.passage.Calling;
import dev.sluice.provider.Balance;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * Reads what an account has at its provider, by the operation that the provider's file names for that. It is beside all
 * orders: nothing of it is recorded.
 */
@Singleton
public class BalanceCall {

    private final SideCalls calls;
    private final Tokens tokens;
    private final Pace pace;

    BalanceCall(SideCalls calls, Tokens tokens, Pace pace) {
        this.calls = calls;
        this.tokens = tokens;
        this.pace = pace;
    }

    private record Said(Exchange answer, Calling calling, Outcome outcome) {
    }

    /**
     * How much there is, by currency. Where the token is refused it is read once more with another one.
     *
     * @throws BalanceUnread where the provider did not say it
     */
    public Map<String, BigDecimal> read(Provider provider, String account, Balance balance) {
        Operation operation = provider.operation(balance.operation());
        Said said = ask(provider, account, operation);
        if (hasForgotten(said)) {
            awaitTurn(said.calling);
            said = ask(provider, account, operation);
            hasForgotten(said);
        }
        Outcome outcome = said.outcome;
        JsonNode data = outcome.data();
        if (outcome.kind() != Kind.COMPLETED || data == null) {
            throw new BalanceUnread(outcome.error() == null ? "the answer is " + outcome.kind().word()
                    : outcome.why().message(), outcome.refusesCredentials());
        }
        return balance.in(data);
    }

    private Said ask(Provider provider, String account, Operation operation) {
        ObjectNode request = Json.object().put("requestId", "balance-" + UUID.randomUUID());
        Exchange answer = calls.read(provider, account, operation.name(), request);
        Calling calling = Calling.of(answer);
        return new Said(answer, calling, outcome(answer, calling, operation, request));
    }

    /** Whether the token that it was read with is refused, and gone now. */
    private boolean hasForgotten(Said said) {
        boolean refused = said.outcome.refusesCredentials() && said.calling.token() != null;
        if (refused) {
            tokens.forget(said.answer);
        }
        return refused;
    }

    private void awaitTurn(Calling calling) {
        try {
            pace.next(calling);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BalanceUnread("Sluice ends", false);
        }
    }

    private Outcome outcome(Exchange answer, Calling calling, Operation operation, ObjectNode request) {
        Exception failure = ProviderFlow.end(answer);
        if (failure != null) {
            return Failures.outcome(failure, calling.reached(), " in the routes of " + calling.name());
        }
        String unread = calling.unread();
        if (unread != null) {
            return Outcomes.unread(calling.provider(), operation, request, calling.http(), calling.retryAfter(), unread,
                    false, tokens.secrets(calling));
        }
        JsonNode said = answer.getMessage().getBody() instanceof ObjectNode object ? object : Json.object();
        return Outcomes.interpret(calling.provider(), operation, request, calling.http(), calling.retryAfter(), said,
                false, tokens.secrets(calling));
    }
}
