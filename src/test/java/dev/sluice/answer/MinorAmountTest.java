package dev.sluice.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Secrets;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A provider that counts in minor units echoes them; they are compared with those that were sent. */
class MinorAmountTest {

    private static final String FILE = """
            family: orders
            enabled: true
            base-url: https://shop.test
            credentials: []
            accounts: {default: {}}
            minor-units: {USD: 2}
            timeouts: {connect: 5s, response: 30s}
            limits: {concurrency: 8, rate: 20}
            poll: {first-delay: 2s, factor: 2, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers: {codes: {}, statuses: {completed: [done]}, minor-units: [amount]}
            places: {reference: /id, status: /state, echo: {amount: /amount}, data: {amount: /amount, fee: /fee, currency: /currency}}
            operations:
              pay:
                path: /pay
                body: {amount: "{minorAmount}"}
                success: completed
                success-by: shape
                shape: [/id]
                lost: person
                echo: {amount: .minorAmount}
                fields: {type: object, properties: {amount: {type: string}, currency: {type: string}}}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1250, COMPLETED", "1250.0, COMPLETED", "1.25E3, COMPLETED", "12.50, ECHO_MISMATCH",
            "125000, ECHO_MISMATCH"})
    void whatIsEchoedIsComparedInMinorUnits(String echoed, Kind kind) throws Exception {
        Provider provider = GivenProviders.of(folder, "shop", FILE, Map.of());
        ObjectNode request = Json.object().put("requestId", "r-1");
        request.putObject("order").put("amount", "12.50").put("currency", "USD");
        provider.minorUnits().put(request);
        ObjectNode answer = Json.object().put("success", true).put("reference", "p-1").put("status", "done");
        answer.putObject("echo").put("amount", echoed);
        assertThat(Outcomes.interpret(provider, provider.operation("pay"), request, 200, null, answer, false,
                Secrets.NONE).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"12550, USD, 125.50", "12550, -, 125.50", "5, USD, 0.05", "-5, USD, -0.05",
            "12550.0, USD, 125.50", "1.5, USD, -", "12550, EUR, -", "x, USD, -"})
    void whatIsAnsweredInMinorUnitsIsPublishedAsAnAmount(String amount, String currency, String published)
            throws Exception {
        Provider provider = GivenProviders.of(folder, "shop", FILE, Map.of());
        ObjectNode request = Json.object().put("requestId", "r-1");
        request.putObject("order").put("amount", "12.50").put("currency", "USD");
        ObjectNode answer = Json.object().put("success", true).put("reference", "p-1").put("status", "done");
        answer.putObject("data").put("amount", amount).put("fee", "7").put("currency", currency);
        JsonNode data = Outcomes.interpret(provider, provider.operation("pay"), request, 200, null, answer, false,
                Secrets.NONE).data();
        assertThat(data.path("amount").asText(null)).isEqualTo(published);
        assertThat(data.path("fee").asText()).as("which the file does not list").isEqualTo("7");
    }
}
