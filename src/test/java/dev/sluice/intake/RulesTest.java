package dev.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Mistakes;
import dev.sluice.contract.Contract;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Outcome.Failure;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider does not take is refused at the door, before there is a claim. */
class RulesTest {

    private static final String FILE = """
            family: orders
            enabled: true
            base-url: https://shop.test
            credentials: []
            accounts: {default: {}}
            minor-units: {USD: 2, JPY: 0, KWD: 3}
            request-id: {max-length: 12, characters: A-Za-z0-9-}
            timeouts: {connect: 5s, response: 30s}
            limits: {concurrency: 8, rate: 20}
            poll: {first-delay: 2s, factor: 2, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers: {codes: {}}
            operations:
              pay:
                path: /pay
                body: {amount: "{minorAmount}"}
                success: completed
                success-by: shape
                shape: [/id]
                lost: person
                fields:
                  type: object
                  required: [amount]
                  additionalProperties: false
                  properties:
                    amount: {$ref: "common.schema.json#/$defs/amount"}
                    currency: {type: string}
            """;

    @TempDir
    private Path folder;
    private GivenLedger database;
    private Ledger ledger;

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            12.50, USD, r-1, -
            12.5, USD, r-1, -
            12.500, USD, r-1, -
            12.505, USD, r-1, order.amount: must be a number with no more than 2 digits
            0.001, USD, r-1, order.amount: must be a number with no more than 2 digits
            12, JPY, r-1, -
            12.0, JPY, r-1, -
            12.5, JPY, r-1, order.amount: must be a number with no more than 0 digits
            1.234, KWD, r-1, -
            12, EUR, r-1, order.currency: must be one of those
            12, -, r-1, order.currency: must be one of those
            12, USD, abcdefgh-123, -
            12, USD, abcdefgh-1234, requestId: must have no more than 12 characters
            12, USD, r_1, requestId: must be made of A-Za-z0-9- for this provider
            12, USD, r:1, requestId: must be made of A-Za-z0-9- for this provider
            """)
    void whatAProviderDoesNotTakeIsRefused(String amount, String currency, String requestId, String told)
            throws IOException {
        ObjectNode request = Json.object().put("requestId", requestId).put("operation", "pay");
        ObjectNode order = request.putObject("order").put("amount", amount);
        if (currency != null) {
            order.put("currency", currency);
        }
        Failure refused = refused(request);
        if (told == null) {
            assertThat(refused).isNull();
        } else {
            assertThat(refused.category()).isEqualTo(Category.VALIDATION);
            assertThat(refused.message()).startsWith(told);
        }
    }

    /** It is answered with what became of the first, which was taken before the file said so. */
    @Test
    void aRequestThatIsKnownIsNoOtherOneForWhatTheProviderTakesNow() throws Exception {
        ObjectNode request = Json.object().put("requestId", "r_1").put("operation", "pay");
        request.putObject("order").put("amount", "12.505").put("currency", "EUR");
        assertThat(refused(request.deepCopy())).isNotNull();
        ledger.claim(Entry.wanted(new Key("orders", "r_1"), "shop", "default", "pay", "hash", Json.object(),
                Json.object()), "s", false);
        assertThat(refused(request)).isNull();
    }

    @Test
    void aRequestIdOfWhichAShortFormIsSentIsNotRefused() throws Exception {
        ObjectNode request = Json.object().put("requestId", "abcdefgh-1234_5").put("operation", "pay");
        request.putObject("order").put("amount", "12.50").put("currency", "USD");
        assertThat(refused(request.deepCopy())).isNotNull();
        assertThat(refused(FILE.replace("A-Za-z0-9-}", "A-Za-z0-9-, short-form: true}"), request)).isNull();
        assertThat(request.path("requestId").asText()).isEqualTo("abcdefgh-1234_5");
    }

    @BeforeEach
    void open() throws Exception {
        database = new GivenLedger();
        ledger = database.ledger(new MovedClock());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private Failure refused(ObjectNode request) throws IOException {
        return refused(FILE, request);
    }

    private Failure refused(String file, ObjectNode request) throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), file);
        Mistakes mistakes = new Mistakes();
        Providers providers = new Providers(folder, GivenProviders.config(Map.of()), Map.of(), mistakes);
        assertThat(mistakes.all()).isEmpty();
        Contract contract = Contract.of("contract", providers.trees(), wrong -> {
            throw new AssertionError(wrong);
        });
        try {
            new Rules(contract, providers, null, ledger).admit("orders", "", request, "shop");
            return null;
        } catch (Refused e) {
            return e.failure();
        }
    }
}
