package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each operation takes in the family's object, and how a refusal words it. */
class FieldRulesTest {

    private static final Contract CONTRACT = Given.contract();
    private static final String ID = "must be 1 to 64 of A-Z a-z 0-9 _ -, or an integer of at most 19 digits that"
            + " is not negative";
    private static final String MOMENT = "must be an RFC 3339 time with Z or an offset, like 2026-11-21T12:00:00Z";
    private static final String POST_CODE = "must be 1 to 16 of A-Z a-z 0-9, space and -, or an integer of at most"
            + " 10 digits that is not negative";
    private static final String FREE = "must be a text of at most 1024 characters, an integer of at most 18 digits,"
            + " true or false";
    private static final String NAME = "must have as its name a letter, then up to 63 of A-Z a-z 0-9 _ -";
    private static final String SHORT = "must be a text of 1 to 255 characters";
    private static final String DEVICE = "'uid':'u','clientOS':'iOS 17.0','clientModel':'iPhone 15"
            + " Pro','clientOSVersion':'17.0.1'";
    private static final String CARD = "'cardType':'VIRTUAL','countryId':49,'address':'1 Example Street'";

    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "aeterna  | payin        | {'currency':'EUR'}                                 | order.amount             |"
                    + " is required",
            "aeterna  | payout       | {'amount':'1'}                                     | order.currency           |"
                    + " is required",
            "aeterna  | payin        | {'amount':'1','currency':'eur'}                    | order.currency           |"
                    + " must be 2 to 10 of A-Z 0-9",
            "aeterna  | payin        | {'amount':'1','currency':'EUR','iban':'DE02'}      | order.iban               |"
                    + " is not a known member",
            "aeterna  | payin        | {'amount':'1','currency':'EUR','fields':['iban']}  | order.fields             |"
                    + " must be an object",
            "aeterna  | payin        | {'amount':'1','currency':'EUR','fields':{'a':{}}}  | order.fields.a           |"
                    + " must be a string or an integer or a boolean",
            "aeterna  | payin        | {'amount':'1','currency':'EUR','fields':{'a':[]}}  | order.fields.a           |"
                    + " must be a string or an integer or a boolean",
            "aeterna  | payin        | {'amount':'1','currency':'EUR','fields':{'a':null}} | order.fields.a          |"
                    + " must be a string or an integer or a boolean",
            "aeterna  | payin        | {'amount':'1','currency':'EUR','fields':{'a':1.50}} | order.fields.a          |"
                    + " must be a string or an integer or a boolean",
            "aeterna  | balance      | {'fields':{'1st':'x'}}                             | order.fields.1st         |"
                    + " NAME",
            "aeterna  | balance      | {'fields':{'a.b':'x'}}                             | order.fields.a.b         |"
                    + " NAME",
            "aeterna  | balance      | {'fields':{'a':1000000000000000000}}               | order.fields.a           |"
                    + " FREE",
            "aeterna  | statistics   | {'from':'2026-11-01'}                              | order.from               |"
                    + " is not a known member",
            "htp      | card-topup   | {'cardId':508}                                     | order.amount             |"
                    + " is required",
            "htp      | card-topup   | {'amount':'5'}                                     | order.cardId             |"
                    + " is required",
            "htp      | card-topup   | {'amount':'5','cardId':'../1'}                     | order.cardId           "
                    + "  | ID",
            "htp      | card-topup   | {'amount':'5','cardId':-1}                         | order.cardId           "
                    + "  | ID",
            "htp      | card-topup   | {'amount':'5','cardId':5.0}                        | order.cardId             |"
                    + " must be a string or an integer",
            "htp      | card-topup   | {'amount':'5','cardId':5e2}                        | order.cardId             |"
                    + " must be a string or an integer",
            "htp      | card-topup   | {'amount':'5','cardId':508,'method':'agent_pay'}   | order.method             |"
                    + " must be one of agent-pay, user-pay",
            "htp      | card-request | {'cardType':'VIRTUAL','countryId':49}               | order.address            |"
                    + " is required",
            "htp      | card-request | {CARD,'postCode':true}                             | order.postCode           |"
                    + " must be a string or an integer",
            "htp      | card-request | {CARD,'postCode':''}                               | order.postCode           |"
                    + " POSTCODE",
            "htp      | card-request | {CARD,'postCode':' 1'}                             | order.postCode           |"
                    + " POSTCODE",
            "htp      | card-request | {CARD,'postCode':-10115}                           | order.postCode           |"
                    + " POSTCODE",
            "htp      | card-request | {CARD,'postCode':10115.0}                          | order.postCode           |"
                    + " must be a string or an integer",
            "htp      | card-request | {'cardType':'GOLD','countryId':49,'address':'a','postCode':1} | order.cardType |"
                    + " must be one of VIRTUAL, PHYSICAL",
            "htp      | card-request | {'cardType':'VIRTUAL','countryId':49,'address':'','postCode':1} | order.address"
                    + " | SHORT",
            "htp      | transactions | {'page':0}                                         | order.page               |"
                    + " must be at least 1",
            "htp      | transactions | {'page':1.0}                                       | order.page               |"
                    + " must be an integer",
            "htp      | transactions | {'limit':1001}                                     | order.limit              |"
                    + " must be at most 1000",
            "htp      | transactions | {'startDate':'2026-11-01'}                         | order.startDate          |"
                    + " MOMENT",
            "htp      | transactions | {'sortOrder':'up'}                                 | order.sortOrder          |"
                    + " must be one of asc, desc",
            "htp      | transactions | {'sortBy':'id;drop'}                               | order.sortBy             |"
                    + " must be 1 to 32 of a-z _",
            "htp      | info         | {'language':'en'}                                  | order.language           |"
                    + " is not a known member",
            "htp      | simulate-paid | {'providerReference':'a b'}                       | order.providerReference  |"
                    + " must be 1 to 128 of A-Z a-z 0-9 . _ : -",
            "authtool | package      | {'token':'x'}                                      | license.token            |"
                    + " is not a known member",
            "authtool | check        | {'uid':'u'}                                        | license.clientOS         |"
                    + " is required",
            "authtool | check        | {DEVICE,'key':'k'}                                 | license.key              |"
                    + " is not a known member",
            "authtool | login        | {DEVICE}                                           | license.key              |"
                    + " is required",
            "authtool | login        | {DEVICE,'key':''}                                  | license.key              |"
                    + " SHORT",
            "authtool | login        | {DEVICE,'key':17}                                  | license.key              |"
                    + " must be a string",
    })
    void aBrokenRuleIsRefusedNamingFieldAndRule(String provider, String operation, String fields, String field,
            String rule) {
        JsonNode content = asRead(fields.replace("DEVICE", DEVICE).replace("CARD", CARD));
        String member = field.substring(0, field.indexOf('.'));
        assertThat(CONTRACT.checkFields(provider, operation, content, member))
                .contains(new Violation(field, words(rule)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "aeterna  | payin        | {'amount':'1','currency':'EUR','fields':{'a':'','b_c':17,'d-e':true,'f':-5}}",
            "aeterna  | disputes     | {'fields':{}}",
            "htp      | card-topup   | {'amount':'5','cardId':'508'}",
            "htp      | card-topup   | {'amount':'5','cardId':0}",
            "htp      | card-request | {CARD,'postCode':'EC1A 1BB'}",
            "htp      | card-request | {CARD,'postCode':10115,'method':'user-pay'}",
            "htp      | transactions | {'cardId':508,'page':1,'limit':1000,'sortBy':'created_at','sortOrder':'desc'}",
            "authtool | login        | {DEVICE,'key':'ключ'}",
    })
    void whatTheContractAllowsPasses(String provider, String operation, String fields) {
        JsonNode content = asRead(fields.replace("DEVICE", DEVICE).replace("CARD", CARD));
        assertThat(CONTRACT.checkFields(provider, operation, content, "order")).isEmpty();
    }

    @Test
    void freeFieldsAreFewAndShort() {
        assertThat(free("'a':'" + "é".repeat(1024) + "'")).isNull();
        assertThat(free("'a':'" + "é".repeat(1025) + "'")).isEqualTo(new Violation("order.fields.a", FREE));
        assertThat(free(many(64))).isNull();
        assertThat(free(many(65))).isEqualTo(new Violation("order.fields", "must have at most 64 members"));
        assertThat(free("'" + "a".repeat(65) + "':'x'").rule()).isEqualTo(NAME);
    }

    @Test
    void textsCountCharacters() {
        for (int length : new int[]{255, 256}) {
            String key = "🦆".repeat(length);
            assertThat(
                    CONTRACT.checkFields("authtool", "login", asRead("{" + DEVICE + ",'key':'" + key + "'}"), "license")
                            .isEmpty())
                    .isEqualTo(length == 255);
        }
    }

    @Test
    void aLicencesKeyIsKeptMasked() {
        assertThat(CONTRACT.ledgerRules("authtool", "login")).containsOnly(Map.entry("key", "masked"));
        assertThat(CONTRACT.ledgerRules("authtool", "check")).isEmpty();
    }

    private static Violation free(String members) {
        return CONTRACT.checkFields("aeterna", "balance", asRead("{'fields':{" + members + "}}"), "order").orElse(null);
    }

    private static String many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'a" + i + "':'x'").collect(Collectors.joining(","));
    }

    /** Through the reader that the door uses: it alone decides which number is a decimal and which an integer. */
    private static JsonNode asRead(String fields) {
        try {
            String request = "{'order':" + fields + "}";
            return Json.read(request.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Json.Numbers.AMOUNT_AS_TEXT)
                    .get("order");
        } catch (Unreadable e) {
            throw new IllegalArgumentException(fields, e);
        }
    }

    private static String words(String rule) {
        return switch (rule) {
            case "ID" -> ID;
            case "MOMENT" -> MOMENT;
            case "POSTCODE" -> POST_CODE;
            case "FREE" -> FREE;
            case "NAME" -> NAME;
            case "SHORT" -> SHORT;
            default -> rule;
        };
    }
}
