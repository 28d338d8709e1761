package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderFieldsTest {

    private static final String CLOSED = "'type':'object','additionalProperties':false,'properties':{'id':";

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{'type':'object','additionalProperties':false,'requird':['id']} | operations.buy.fields.requird | is no"
                    + " keyword of JSON Schema 2020-12",
            "{'type':'object','additionalProperties':false,'required':'id'} | operations.buy.fields.required | is not"
                    + " JSON Schema 2020-12",
            "{@{'type':'text'}}} | operations.buy.fields.properties.id.type | is not JSON Schema 2020-12",
            "{@{'patern':'^a$'}}} | operations.buy.fields.properties.id.patern | is no keyword of JSON Schema 2020-12",
            "{@{'pattern':'[a'}}} | operations.buy.fields.properties.id.pattern | is no regular expression",
            "{@{'$ref':'common.schema.json#/$defs/nothing'}}} | operations.buy.fields.properties.id.$ref | leads to"
                    + " nothing",
            "{@{'$ref':'https://example.com/schema.json'}}} | operations.buy.fields.properties.id.$ref | leads to"
                    + " nothing",
            "{@{'oneOf':[{'type':'string'},{'minimun':1}]}}} | operations.buy.fields.properties.id.oneOf.1.minimun | is"
                    + " no keyword",
            "{'type':'object','properties':{'id':{'type':'string'}}} | operations.buy.fields | lets unknown members"
                    + " pass",
            "{'type':'object','additionalProperties':false,'required':['ix'],'properties':{'id':{'type':'string'}}} |"
                    + " operations.buy.fields.required | names ix",
            "'none' | operations.buy.fields | must be a JSON Schema",
    })
    void aWrongSchemaIsRefusedWithItsKeyAndReason(String fields, String key, String reason) {
        WrongFields wrong = catchThrowableOfType(WrongFields.class, () -> contract(fields.replace("@", CLOSED)));
        assertThat(wrong.all()).anySatisfy(one -> {
            assertThat(one.provider()).isEqualTo("shop");
            assertThat(one.key()).isEqualTo(key);
            assertThat(one.reason()).startsWith(reason);
        });
        assertThat(wrong).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("provider shop: " + key + ": " + reason);
        assertThat(wrong.getMessage().lines()).hasSize(1);
    }

    @Test
    void anOperationWithoutFieldsIsRefusedToo() {
        JsonNode file = Given.quoted("{'family':'orders','operations':{'buy':{'path':'/buy'}}}");
        assertThat(catchThrowableOfType(WrongFields.class, () -> new Contract("contract", Map.of("shop", file))).all())
                .singleElement().extracting(WrongFields.Wrong::key).isEqualTo("operations.buy.fields");
    }

    @Test
    void aNewProviderIsPublishedAndCheckedWithoutAnyCode() {
        Contract contract = contract("{" + CLOSED
                + "{'$ref':'common.schema.json#/$defs/identifier','x-ledger':'never'}},'required':['id']}");
        assertThat(contract.checkFields("shop", "buy", Given.quoted("{'id':'a b'}"), "order").orElseThrow().field())
                .isEqualTo("order.id");
        assertThat(contract.checkFields("shop", "buy", Given.quoted("{'id':7}"), "order")).isEmpty();
        assertThat(contract.ledgerRules("shop", "buy")).containsExactly(Map.entry("id", "never"));
        ObjectNode published = (ObjectNode) Given
                .json(contract.published("orders.request.schema.json").orElseThrow().body());
        assertThat(published.at("/properties/provider/enum").toString()).isEqualTo("[\"shop\"]");
        assertThat(PublishedSchemas.of(contract).get("orders.request.schema.json").validate(
                Given.quoted("{'requestId':'a','operation':'buy','provider':'shop','order':{'id':'a b'}}")))
                .isNotEmpty();
        assertThat(PublishedSchemas.of(contract).get("orders.request.schema.json").validate(
                Given.quoted("{'requestId':'a','operation':'buy','provider':'shop','order':{'id':'a'}}"))).isEmpty();
    }

    @Test
    void anExactOperationOfANewProviderIsPublishedAsARead() {
        ObjectNode file = (ObjectNode) Given.quoted(
                "{'family':'otp','operations':{'list':{'fields':{'type':'object','additionalProperties':false}}}}");
        ObjectNode result = (ObjectNode) Given.json(Given.EXAMPLES.resolve("otp.result.balance.json"));
        result.put("provider", "shop").put("operation", "list").set("data", Given.quoted("[1]"));
        assertThat(resultSchema(file).validate(result)).isNotEmpty();
        ((ObjectNode) file.at("/operations/list")).put("exact", true);
        assertThat(resultSchema(file).validate(result)).isEmpty();
        assertThat(resultSchema(file).validate(result.deepCopy().put("operation", "send"))).isNotEmpty();
        assertThat(resultSchema(file).validate(result.deepCopy().put("provider", "other"))).isNotEmpty();
    }

    private static JsonSchema resultSchema(JsonNode file) {
        return PublishedSchemas.of(new Contract("contract", Map.of("shop", file))).get("otp.result.schema.json");
    }

    private static Contract contract(String fields) {
        ObjectNode file = (ObjectNode) Given.quoted("{'family':'orders','operations':{'buy':{}}}");
        ((ObjectNode) file.at("/operations/buy")).set("fields", Given.quoted(fields));
        return new Contract("contract", Map.of("shop", file));
    }
}
