package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {

    private static final String ORDER = "'amount':'100.00','currency':'BRL','token':'USDT','network':'ETH','address':'0x0CBF'";
    private static final String ADDRESS = "must be 1 to 128 printable ASCII characters without white space";
    private static final String AMOUNT = "must be an amount greater than zero: up to 18 digits without leading"
            + " zeros, then an optional fraction"
            + " of 1 to 18 digits";
    private static final String ID = "must be 1 to 64 of A-Z a-z 0-9 . _ : -, and not . or .. alone";
    private static final String MOMENT = "must be an RFC 3339 time with Z or an offset, like 2026-11-21T12:00:00Z";
    private static final String MOBILE = "must be a phone number in E.164 form: 7 to 15 digits, with or without +";

    private static final Contract CONTRACT = Given.contract();

    static Stream<Arguments> refused() {
        return Stream.of(
                envelope("'operation':'fiat-to-crypto'", "requestId", "is required"),
                envelope("'requestId':'a'", "operation", "is required"),
                envelope("'requestId':'','operation':'x'", "requestId", ID),
                envelope("'requestId':'two words','operation':'x'", "requestId", ID),
                envelope("'requestId':'" + "a".repeat(65) + "','operation':'x'", "requestId", ID),
                envelope("'requestId':'line\\n','operation':'x'", "requestId", ID),
                envelope("'requestId':'.','operation':'x'", "requestId", ID),
                envelope("'requestId':'..','operation':'x'", "requestId", ID),
                envelope("'requestId':17,'operation':'x'", "requestId", "must be a string"),
                envelope("'requestId':null,'operation':'x'", "requestId", "must be a string"),
                envelope("'requestId':'a','operation':['x']", "operation", "must be a string"),
                envelope("'requestId':'a','operation':'x','provider':'HamBit'", "provider",
                        "must be the name of a provider: a lower-case letter, then up to 31 of a-z 0-9 -"),
                envelope("'requestId':'a','operation':'x','account':'1st'", "account",
                        "must be a lower-case letter, then up to 31 lower-case letters and digits"),
                envelope("'requestId':'a','operation':'x','account':null", "account", "must be a string"),
                envelope("'requestId':'a','operation':'x','expiresAt':'tomorrow'", "expiresAt", MOMENT),
                envelope("'requestId':'a','operation':'x','expiresAt':'2026-11-21T12:00:00'", "expiresAt", MOMENT),
                envelope("'requestId':'a','operation':'x','expiresAt':'2026-02-30T12:00:00Z'", "expiresAt", MOMENT),
                envelope("'requestId':'a','operation':'x','expiresAt':1795262400", "expiresAt", "must be a string"),
                envelope("'requestId':'a','operation':'x','colour':'crimson'", "colour", "is not a known member"),
                envelope("'requestID':'a','operation':'x'", "requestID", "is not a known member"),
                envelope("'requestId':'a','operation':'x','otp':{}", "otp", "is not a known member"),
                envelope("'requestId':'a','operation':'x','order':'100.00'", "order", "must be an object"),
                envelope("'requestId':'a','operation':'x','metadata':['shop']", "metadata", "must be an object"),
                envelope("'requestId':'a','operation':'x','metadata':{'deep':{'shop':'crimson'}}", "metadata.deep",
                        "must be a string"),
                envelope("'requestId':'a','operation':'order-status','metadata':{'much':'" + "ä".repeat(2048) + "'}",
                        "metadata",
                        "must have at most 4096 bytes as compact JSON"),
                order("", "order", "is required"),
                order("'order':{}", "order.amount", "is required"),
                order("'order':{" + ORDER.replace("'amount':'100.00',", "") + "}", "order.amount", "is required"),
                order("'order':{" + ORDER.replace("amount", "amout") + "}", "order.amout", "is not a known member"),
                order("'order':{" + ORDER + ",'colour':'crimson'}", "order.colour", "is not a known member"),
                order("'order':{" + ORDER.replace("BRL", "EUR") + "}", "order.currency", "must be one of BRL, MXN"),
                order("'order':{" + ORDER.replace("USDT", "usdt") + "}", "order.token", "must be one of USDT"),
                order("'order':{" + ORDER.replace("ETH", "SOLANA") + "}", "order.network", "must be one of ETH,"
                        + " TRON, BSC"),
                order("'order':{" + ORDER.replace("100.00", "0") + "}", "order.amount", AMOUNT),
                order("'order':{" + ORDER.replace("100.00", "0.00") + "}", "order.amount", AMOUNT),
                order("'order':{" + ORDER.replace("100.00", "-1.5") + "}", "order.amount", AMOUNT),
                order("'order':{" + ORDER.replace("100.00", "007") + "}", "order.amount", AMOUNT),
                order("'order':{" + ORDER.replace("100.00", "1E3") + "}", "order.amount", AMOUNT),
                order("'order':{" + ORDER.replace("100.00", "1,50") + "}", "order.amount", AMOUNT),
                order("'order':{" + ORDER.replace("100.00", "12.") + "}", "order.amount", AMOUNT),
                order("'order':{" + ORDER.replace("100.00", "1234567890123456789") + "}", "order.amount", AMOUNT),
                order("'order':{" + ORDER.replace("'100.00'", "true") + "}", "order.amount", "must be a string or a"
                        + " number"),
                order("'order':{" + ORDER.replace("0x0CBF", "0x 0CBF") + "}", "order.address", ADDRESS),
                order("'order':{" + ORDER.replace("0x0CBF", "") + "}", "order.address", ADDRESS),
                order("'order':{" + ORDER + ",'remark':'" + "é".repeat(256) + "'}", "order.remark",
                        "must have at most 255 characters"),
                fields("orders", "hambit", "sideways", "'order':{}", "operation",
                        "must be one of crypto-to-fiat, fiat-to-crypto, order-status"),
                fields("orders", "nobody", "sideways", "'order':{}", "provider", "is not a known provider"),
                fields("orders", "hambit", "order-status", "'order':{}", "order",
                        "must have exactly one of: requestId, providerReference and direction"),
                fields("orders", "hambit", "order-status", "'order':{'providerReference':'OC1'}", "order.direction",
                        "is required"),
                fields("orders", "hambit", "order-status", "'order':{'requestId':'a','colour':'crimson'}",
                        "order.colour",
                        "is not a known member"),
                fields("orders", "hambit", "order-status", "'order':{'providerReference':'OC1','direction':'sideways'}",
                        "order.direction", "must be one of fiat-to-crypto, crypto-to-fiat"),
                fields("otp", "messagehub", "send", "'otp':{'mobile':'07700 900123'}", "otp.mobile", MOBILE),
                fields("otp", "messagehub", "send", "'otp':{'mobile':447700900123}", "otp.mobile", "must be a string"),
                fields("otp", "messagehub", "verify", "'otp':{'otpId':221276323,'mobile':'447700900123','pin':12345}",
                        "otp.pin",
                        "must be a string"),
                fields("otp", "messagehub", "verify", "'otp':{'otpId':221276323,'mobile':'447700900123','pin':'12x45'}",
                        "otp.pin",
                        "must be a string of 4 to 10 digits"),
                fields("otp", "messagehub", "verify", "'otp':{'otpId':-5,'mobile':'447700900123','pin':'12345'}",
                        "otp.otpId",
                        "must be 1 to 64 of A-Z a-z 0-9 _ -, or an integer of at most 19 digits that is not negative"),
                fields("otp", "messagehub", "verify", "'otp':{'otpId':'../auth','mobile':'447700900123','pin':'12345'}",
                        "otp.otpId",
                        "must be 1 to 64 of A-Z a-z 0-9 _ -, or an integer of at most 19 digits that is not negative"),
                fields("otp", "messagehub", "verify", "'otp':{'otpId':22.5,'mobile':'447700900123','pin':'12345'}",
                        "otp.otpId",
                        "must be a string or an integer"),
                fields("otp", "messagehub", "verify", "'otp':{'mobile':'447700900123','pin':'12345'}", "otp",
                        "must have exactly one of: otpId, sendRequestId"),
                fields("otp", "messagehub", "verify",
                        "'otp':{'otpId':5,'sendRequestId':'s','mobile':'447700900123','pin':'12345'}",
                        "otp", "must have exactly one of: otpId, sendRequestId"),
                fields("otp", "messagehub", "balance", "'otp':{'currency':'EUR'}", "otp.currency", "is not a known"
                        + " member"));
    }

    @ParameterizedTest(name = "{3}: {4}")
    @MethodSource("refused")
    void aBrokenRuleIsRefusedNamingFieldAndRule(String family, boolean ofEnvelope, JsonNode request, String field,
            String rule) {
        assertThat(broken(family, request)).contains(new Violation(field, rule));
        assertThat(CONTRACT.check(family, request).isPresent()).isEqualTo(ofEnvelope);
    }

    @ParameterizedTest(name = "{3}: {4}")
    @MethodSource("refused")
    void theRefusalNeverQuotesTheValue(String family, boolean ofEnvelope, JsonNode request, String field, String rule) {
        String text = broken(family, request).orElseThrow().text();
        for (String value : new String[]{"two words", "HamBit", "1st", "tomorrow", "crimson", "EUR", "usdt", "SOLANA",
                "1E3", "1,50",
                "sideways", "07700", "447700900123", "12345", "12x45", "../auth", "22.5"}) {
            assertThat(text).doesNotContain(value);
        }
    }

    /** What producers check with the published schema alone is what Sluice checks. */
    @ParameterizedTest(name = "{3}: {4}")
    @MethodSource("refused")
    void thePublishedSchemaRefusesItToo(String family, boolean ofEnvelope, JsonNode request, String field,
            String rule) {
        boolean onlyInCode = rule.contains("bytes as compact JSON");
        JsonSchema published = PublishedSchemas.of(CONTRACT).get(family + ".request.schema.json");
        assertThat(published.validate(request).isEmpty()).isEqualTo(onlyInCode);
    }

    @Test
    void aNumberAsAmountPassesThePublishedSchemaAsItPassesTheDoor() {
        JsonSchema published = PublishedSchemas.of(CONTRACT).get("orders.request.schema.json");
        JsonNode request = Given.quoted("{'requestId':'a','operation':'fiat-to-crypto','provider':'hambit','order':{"
                + ORDER.replace("'100.00'", "100.00") + "}}");
        assertThat(published.validate(request)).isEmpty();
        assertThat(broken("orders", request)).isEmpty();
    }

    @Test
    void lengthsCountCharactersNotUnits() {
        JsonNode request = Given.quoted("{'requestId':'a','operation':'fiat-to-crypto','provider':'hambit','order':{"
                + ORDER + ",'remark':'" + "🦆".repeat(255) + "'}}");
        assertThat(broken("orders", request)).isEmpty();
    }

    @Test
    void metadataOfExactlyFourKibibytesPasses() {
        String value = "a".repeat(Contract.MAX_METADATA - "{'k':''}".length());
        assertThat(CONTRACT.check("orders",
                Given.quoted("{'requestId':'a','operation':'x','metadata':{'k':'" + value + "'}}")))
                .isEmpty();
        assertThat(CONTRACT.check("orders",
                Given.quoted("{'requestId':'a','operation':'x','metadata':{'k':'a" + value + "'}}")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T12:00:00Z", "2026-11-21T12:00:00.123456789Z", "2026-11-21T12:00:00+02:00",
            "2026-11-21T12:00:00-00:00", "2024-02-29T23:59:59-12:00"})
    void everyMomentThatPassesIsAnInstant(String moment) {
        assertThat(CONTRACT.check("orders",
                Given.quoted("{'requestId':'a','operation':'x','expiresAt':'" + moment + "'}"))).isEmpty();
        assertThat(OffsetDateTime.parse(moment).toInstant()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2016-12-31T23:59:60Z", "2026-11-21T24:00:00Z", "2026-11-21T12:00:00+24:00",
            "2026-11-21 12:00:00Z",
            "2026-11-21T12:00Z", "2026-13-21T12:00:00Z", "2026-11-21T12:00:00+0200", "2026-11-21T12:00:00.1234567891Z",
            "2026-11-21T12:00:00+19:00", "2023-02-29T12:00:00Z"})
    void whatIsNoInstantIsRefused(String moment) {
        assertThat(CONTRACT.check("orders",
                Given.quoted("{'requestId':'a','operation':'x','expiresAt':'" + moment + "'}")))
                .contains(new Violation("expiresAt", MOMENT));
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        assertThat(CONTRACT.check("orders", Given.json("[1]"))).contains(new Violation("request", "must be an object"));
    }

    @Test
    void anUnknownMembersNameIsCutAndCannotForgeALogLine() {
        JsonNode request = Given
                .json("{\"requestId\":\"a\",\"operation\":\"x\",\"evil\\nINFO all paid " + "x".repeat(100) + "\":1}");
        String field = CONTRACT.check("orders", request).orElseThrow().field();
        assertThat(field).startsWith("evil\\nINFO all paid x").endsWith("…").doesNotContain("\n").hasSizeLessThan(70);
    }

    @Test
    void anAbsurdNumberIsRefusedAtOnce() {
        assertThat(CONTRACT.checkFields("messagehub", "verify",
                Given.quoted("{'otpId':1e999999999,'mobile':'447700900123','pin':'12345'}"), "otp")).isPresent();
    }

    @Test
    void anOperationWithoutFieldsNeedsNoMember() {
        assertThat(broken("otp", Given.quoted("{'requestId':'a','operation':'balance','provider':'messagehub'}")))
                .isEmpty();
    }

    @Test
    void theRequestIdIsReadEvenWhereTheRestIsWrong() {
        assertThat(CONTRACT.requestId("orders", Given.quoted("{'requestId':'a:1','colour':'crimson'}")))
                .contains("a:1");
        assertThat(CONTRACT.requestId("orders", Given.quoted("{'requestId':'a 1','operation':'x'}"))).isEmpty();
        assertThat(CONTRACT.requestId("orders", Given.quoted("{'requestId':17}"))).isEmpty();
        assertThat(CONTRACT.requestId("orders", Given.quoted("{'operation':'x'}"))).isEmpty();
        assertThat(CONTRACT.requestId("orders", Given.json("[]"))).isEmpty();
    }

    @Test
    void whatTheLedgerMustNotKeepIsMarked() {
        assertThat(CONTRACT.ledgerRules("messagehub", "verify")).containsOnly(
                Map.entry("pin", "never"), Map.entry("mobile", "masked"));
        assertThat(CONTRACT.ledgerRules("messagehub", "send")).containsOnly(Map.entry("mobile", "masked"));
        assertThat(CONTRACT.ledgerRules("hambit", "fiat-to-crypto")).isEmpty();
    }

    private static Optional<Violation> broken(String family, JsonNode request) {
        Optional<Violation> envelope = CONTRACT.check(family, request);
        String member = CONTRACT.member(family);
        return envelope.isPresent() ? envelope : CONTRACT.checkFields(
                request.path("provider").asText(), request.path("operation").asText(), request.path(member), member);
    }

    private static Arguments envelope(String members, String field, String rule) {
        return Arguments.of("orders", true, Given.quoted("{" + members + "}"), field, rule);
    }

    private static Arguments order(String order, String field, String rule) {
        return fields("orders", "hambit", "fiat-to-crypto", order, field, rule);
    }

    private static Arguments fields(String family, String provider, String operation, String member, String field,
            String rule) {
        return Arguments.of(family, false,
                Given.quoted("{'requestId':'a','operation':'" + operation + "','provider':'" + provider
                        + "'" + (member.isEmpty() ? "" : "," + member) + "}"),
                field, rule);
    }
}
