package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no result may look like: the flows' tests rely on these schemas being strict. */
class ResultRulesTest {

    private static final PublishedSchemas SCHEMAS = PublishedSchemas.of(Given.contract());

    @ParameterizedTest
    @ValueSource(strings = {"requestId", "family", "provider", "account", "operation", "sequence", "status", "final",
            "providerReference", "providerStatus", "data", "error", "metadata", "replayed", "occurredAt"})
    void everyMemberIsThere(String member) {
        ObjectNode result = example("orders.result.completed");
        result.remove(member);
        assertRefused("orders", result);
    }

    @ParameterizedTest(name = "{0} with {1} = {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "orders.result.completed        | final             | false",
            "orders.result.failed           | final             | false",
            "orders.result.pending          | final             | true",
            "orders.result.unknown          | final             | true",
            "orders.result.unresolved       | final             | true",
            "orders.result.completed        | error             |"
                    + " {'category':'PROVIDER','code':null,'message':'m','retryable':false}",
            "orders.result.accepted         | error             |"
                    + " {'category':'PROVIDER','code':null,'message':'m','retryable':false}",
            "orders.result.failed           | error             | null",
            "orders.result.rejected         | error             | null",
            "orders.result.unknown          | error             | null",
            "orders.result.unresolved       | error             | null",
            "orders.result.failed           | error             |"
                    + " {'category':'OOPS','code':null,'message':'m','retryable':false}",
            "orders.result.failed           | error             |"
                    + " {'category':'PROVIDER','message':'m','retryable':false}",
            "orders.result.failed           | error             |"
                    + " {'category':'PROVIDER','code':32,'message':'m','retryable':false}",
            "orders.result.failed           | error             |"
                    + " {'category':'PROVIDER','code':null,'message':'m','retryable':true}",
            "orders.result.failed           | error             |"
                    + " {'category':'LIMIT','code':null,'message':'m','retryable':false}",
            "orders.result.unknown          | error             |"
                    + " {'category':'TIMEOUT','code':null,'message':'m','retryable':true}",
            "orders.result.completed        | sequence          | 0",
            "orders.result.unresolved       | sequence          | 0",
            "orders.result.completed        | sequence          | -1",
            "orders.result.completed        | sequence          | '3'",
            "orders.result.completed        | requestId         | null",
            "orders.result.rejected-by-provider | requestId     | null",
            "orders.result.completed        | provider          | null",
            "orders.result.rejected         | replayed          | true",
            "orders.result.completed        | status            | 'DONE'",
            "orders.result.completed        | family            | 'otp'",
            "orders.result.completed        | occurredAt        | 1795259000",
            "orders.result.completed        | providerStatus    | 8",
            "orders.result.completed        | data              | {'amount':100.00}",
            "orders.result.completed        | data              | {'orderId':'OC1'}",
            "orders.result.completed        | data              | {'completedAt':'1795259000'}",
            "orders.result.completed        | metadata          | {'tenant':7}",
            "orders.result.unknown          | resolvedBy        | 'operator'",
            "orders.result.completed        | colour            | 'red'",
            "orders.result.completed        | data              | []",
            "orders.result.completed        | data              | null",
            "orders.result.completed        | data              | {'topup_rate':1.5}",
            "orders.result.rejected         | data              | {'amount':'100.00'}",
            "orders.result.card-topup-completed | data          | {'confirmations':19}",
            "orders.result.card-topup-completed | data          | {'expiresAt':'1795259000'}",
            "orders.result.card-topup-completed | data          | {'merchant_order_sn':'HTP-1'}",
            "orders.result.payout-completed | data              | {'status':'COMPLETED','state':'paid'}",
            "otp.result.sent                | data              | []",
            "otp.result.sent                | data              | {'otpId':221276323}",
            "otp.result.sent                | data              | {'mobile':'+447700900123'}",
            "otp.result.verified            | data              | {'pin':'012345'}",
            "licenses.result.check          | data              | []",
            "licenses.result.check          | data              | null",
            "licenses.result.check          | data              | 'encrypted'",
            "licenses.result.check          | family            | 'license'",
            "licenses.result.device-limit   | error             |"
                    + " {'category':'LIMIT','code':'409','message':'m','retryable':false}",
            "result.properties.completed    | isFinal           | 'true'",
            "result.properties.completed    | sequence          | '3'",
            "dead-letter.properties.unreadable | deadCategory   | 'OOPS'",
            "dead-letter.properties.unreadable | deadReason     | ''",
    })
    void whatTheContractExcludesIsRefused(String example, String member, String value) {
        ObjectNode document = example(example);
        JsonSchema schema = SCHEMAS.ofExample(example + ".json");
        assertThat(schema.validate(document)).isEmpty();
        document.set(member, Given.quoted(value));
        assertThat(schema.validate(document)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "orders.result.balance          | [{'amount':0.5}]",
            "orders.result.disputes         | {'total':0}",
            "orders.result.countries        | []",
            "orders.result.topup-rate       | '1.5'",
            "orders.result.transactions     | null",
            "licenses.result.login          | {'anything':[{'at':'all'}]}",
    })
    void aReadHandsOnWhateverTheProviderHas(String example, String data) {
        ObjectNode result = example(example);
        result.set("data", Given.quoted(data));
        assertThat(SCHEMAS.ofExample(example + ".json").validate(result)).isEmpty();
    }

    @Test
    void aReadThatDidNotCompleteHasNoDataOfItsOwn() {
        ObjectNode result = example("orders.result.balance");
        result.put("status", "UNKNOWN").put("final", false)
                .set("error", Given.quoted("{'category':'TIMEOUT','code':null,'message':'m','retryable':false}"));
        assertRefused("orders", result);
        result.putObject("data");
        assertThat(SCHEMAS.get("orders.result.schema.json").validate(result)).isEmpty();
    }

    @Test
    void aLimitAtTheEndMayBeTriedAgainUnderANewId() {
        ObjectNode result = example("orders.result.failed");
        result.set("error", Given.quoted("{'category':'LIMIT','code':null,'message':'m','retryable':true}"));
        assertThat(SCHEMAS.get("orders.result.schema.json").validate(result)).isEmpty();
    }

    private static void assertRefused(String family, JsonNode result) {
        assertThat(SCHEMAS.get(family + ".result.schema.json").validate(result)).isNotEmpty();
    }

    private static ObjectNode example(String name) {
        return (ObjectNode) Given.json(Given.EXAMPLES.resolve(name + ".json"));
    }
}
