package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused at the door: category, field named, sequence 0, and the requestId is not used up. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class RefusalsFlowTest extends FlowTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aWrongOrderIsRefusedAndItsIdIsFree(String what, String field, Consumer<ObjectNode> spoil) {
        ObjectNode right = Requests.fiatToCrypto(id("refused"));
        ObjectNode wrong = right.deepCopy();
        spoil.accept(wrong);
        Result refusal = refusal(send(wrong));
        assertThat(refusal.status()).isEqualTo("REJECTED");
        assertThat(refusal.category()).isEqualTo("VALIDATION");
        assertThat(refusal.error()).contains(field);
        assertThat(refusal.message().queue()).isEqualTo("orders.results");
        assertThat(created(refusal.id())).isZero();
        assertThat(status(send(right), "ACCEPTED").sequence()).isEqualTo(1);
    }

    static Stream<Arguments> aWrongOrderIsRefusedAndItsIdIsFree() {
        return Stream.of(
                wrong("no operation", "operation", request -> request.remove("operation")),
                wrong("an operation that is none", "operation",
                        request -> request.put("operation", "swap").put("provider", "hambit")),
                wrong("an operation of another provider", "operation",
                        request -> request.put("operation", "card-topup").put("provider", "hambit")),
                wrong("an operation that no rule routes", "provider", request -> request.put("operation", "swap")),
                wrong("an operation as a number", "operation", request -> request.put("operation", 7)),
                wrong("an unknown provider", "provider", request -> request.put("provider", "nobody")),
                wrong("a provider of another family", "provider", request -> request.put("provider", "messagehub")),
                wrong("a provider in capitals", "provider", request -> request.put("provider", "HAMBIT")),
                wrong("provider null", "provider", request -> request.putNull("provider")),
                wrong("an account that cannot be one", "account", request -> request.put("account", "Default")),
                wrong("an unknown member", "surprise", request -> request.put("surprise", 1)),
                wrong("an unknown member of the order", "order.surprise", request -> order(request).put("surprise", 1)),
                wrong("no order", "order", request -> request.remove("order")),
                wrong("an order that is a text", "order", request -> request.put("order", "100 BRL")),
                wrong("no amount", "order.amount", request -> order(request).remove("amount")),
                wrong("amount null", "order.amount", request -> order(request).putNull("amount")),
                wrong("amount zero", "order.amount", request -> order(request).put("amount", "0")),
                wrong("amount 0.00", "order.amount", request -> order(request).put("amount", "0.00")),
                wrong("a negative amount", "order.amount", request -> order(request).put("amount", "-1")),
                wrong("an amount with a comma", "order.amount", request -> order(request).put("amount", "1,00")),
                wrong("an amount with leading zeros", "order.amount", request -> order(request).put("amount", "007")),
                wrong("an amount with 19 digits", "order.amount",
                        request -> order(request).put("amount", "1".repeat(19))),
                wrong("an amount with 19 decimals", "order.amount",
                        request -> order(request).put("amount", "1." + "1".repeat(19))),
                wrong("an amount that ends in a point", "order.amount", request -> order(request).put("amount", "1.")),
                wrong("an amount with a line end", "order.amount", request -> order(request).put("amount", "1\n")),
                wrong("an amount in other digits", "order.amount",
                        request -> order(request).put("amount", "\u0661\u0662")),
                wrong("an unlisted currency", "order.currency", request -> order(request).put("currency", "EUR")),
                wrong("an unlisted token", "order.token", request -> order(request).put("token", "BTC")),
                wrong("an unlisted network", "order.network", request -> order(request).put("network", "eth")),
                wrong("an empty address", "order.address", request -> order(request).put("address", "")),
                wrong("an address with &", "order.address", request -> order(request).put("address", "a&b")),
                wrong("a remark with =", "order.remark", request -> order(request).put("remark", "a=b")),
                wrong("a remark of 256 characters", "order.remark",
                        request -> order(request).put("remark", "\uD83E\uDD91".repeat(256))),
                wrong("a nested remark", "order.remark", request -> order(request).putObject("remark").put("a", "b")),
                wrong("metadata that is a list", "metadata", request -> request.putArray("metadata")),
                wrong("metadata with a number", "metadata", request -> request.putObject("metadata").put("n", 1)),
                wrong("nested metadata", "metadata", request -> request.putObject("metadata").putObject("n")),
                wrong("metadata over 4 KiB", "metadata",
                        request -> request.putObject("metadata").put("n", "\u00e4".repeat(2100))),
                wrong("expiresAt that is no time", "expiresAt", request -> request.put("expiresAt", "tomorrow")),
                wrong("expiresAt without an offset", "expiresAt",
                        request -> request.put("expiresAt", "2030-11-21T12:00:00")),
                wrong("expiresAt on no day", "expiresAt", request -> request.put("expiresAt", "2030-02-30T12:00:00Z")),
                wrong("expiresAt at no hour", "expiresAt", request -> request.put("expiresAt", "2030-02-20T25:00:00Z")),
                wrong("expiresAt at 24:00", "expiresAt", request -> request.put("expiresAt", "2030-02-20T24:00:00Z")),
                wrong("expiresAt with an offset of 19 hours", "expiresAt",
                        request -> request.put("expiresAt", "2030-02-20T12:00:00+19:00")),
                wrong("expiresAt as a number", "expiresAt", request -> request.put("expiresAt", 1893456000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2", "1E2", "1.0e1", "0", "0.0", "-100.00", "1234567890123456789", "true", "[100]"})
    void anAmountThatIsNoNumberOfThatFormIsRefused(String json) {
        String id = send(Requests.read(Requests.fiatToCrypto(id("amount")).toString()), json);
        assertThat(refusal(id).category()).isEqualTo("VALIDATION");
        assertThat(refusal(id).error()).contains("order.amount");
    }

    @Test
    void anotherProviderOnAProvidersOwnQueueIsRefused() {
        ObjectNode request = Requests.fiatToCrypto(id("own")).put("provider", "messagehub");
        Result refusal = refusal(send(world.upstream(), Outgoing.to("orders.requests.hambit", request)));
        assertThat(refusal.category()).isEqualTo("VALIDATION");
        assertThat(refusal.error()).contains("provider");
    }

    @Test
    void cryptoToFiatTakesOnlyWhatTheProviderTakes() {
        ObjectNode request = Requests.cryptoToFiat(id("c2f"));
        order(request).put("currency", "MXN");
        assertThat(refusal(send(request)).error()).contains("order.currency");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aWrongOneTimePasswordRequestIsRefused(String what, String field, ObjectNode request) {
        Result refusal = refusal(send(request));
        assertThat(refusal.category()).isEqualTo("VALIDATION");
        assertThat(refusal.error()).contains(field);
        assertThat(refusal.message().queue()).isEqualTo("otp.results");
        assertThat(refusal.body().toString()).doesNotContain("059647").doesNotContain("447546756743");
    }

    static Stream<Arguments> aWrongOneTimePasswordRequestIsRefused() {
        ObjectNode pinNumber = Requests.verify(id("otp"), "+447546756743", "059647");
        pinNumber.withObject("/otp").put("pin", 59647).put("otpId", "1");
        ObjectNode both = Requests.verify(id("otp"), "+447546756743", "059647");
        both.withObject("/otp").put("otpId", "1").put("sendRequestId", "x");
        ObjectNode path = Requests.verify(id("otp"), "+447546756743", "059647");
        path.withObject("/otp").put("otpId", "../generate");
        return Stream.of(
                Arguments.of("a national number", "otp.mobile", Requests.send(id("otp"), "07546756743")),
                Arguments.of("too long a number", "otp.mobile", Requests.send(id("otp"), "+4475467567430000")),
                Arguments.of("a number with spaces", "otp.mobile", Requests.send(id("otp"), "+44 7546756743")),
                Arguments.of("a PIN as a number", "otp.pin", pinNumber),
                Arguments.of("neither otpId nor sendRequestId", "otp",
                        Requests.verify(id("otp"), "+447546756743", "059647")),
                Arguments.of("both of them", "otp", both),
                Arguments.of("an otpId that climbs", "otp.otpId", path));
    }

    private String send(ObjectNode request, String amount) {
        world.witness().sent(request, null);
        world.upstream().send(Outgoing.to("orders.requests", request.toString().replace("\"100.00\"", amount)));
        return request.path("requestId").asText();
    }

    private static Arguments wrong(String what, String field, Consumer<ObjectNode> spoil) {
        return Arguments.of(what, field, spoil);
    }

    private static ObjectNode order(ObjectNode request) {
        return request.withObject("/order");
    }
}
