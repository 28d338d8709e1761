package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of orders that the provider takes, and of questions about them. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class OrdersFlowTest extends FlowTest {

    @Test
    void aFiatToCryptoOrderIsAcceptedPolledAndCompleted() {
        String id = send(Requests.fiatToCrypto(id("f2c")));
        Result accepted = status(id, "ACCEPTED");
        Result end = end(id);
        assertThat(history(id)).startsWith("ACCEPTED").endsWith("COMPLETED");
        assertThat(accepted.reference()).isNotEmpty().isEqualTo(end.reference());
        assertThat(end.providerStatus()).isEqualTo("8");
        assertThat(members(end)).containsExactlyInAnyOrder("amount", "currency", "tokenAmount", "token", "network",
                "rate",
                "fee", "address", "transactionHash", "paidAt", "completedAt");
        assertThat(text(end, "amount")).isEqualTo("100.00");
        assertThat(text(end, "currency")).isEqualTo("BRL");
        assertThat(text(end, "tokenAmount")).isEqualTo("14.59854");
        assertThat(text(end, "token")).isEqualTo("USDT");
        assertThat(text(end, "network")).isEqualTo("ETH");
        assertThat(text(end, "rate")).isEqualTo("6.85");
        assertThat(text(end, "fee")).isEqualTo("0");
        assertThat(text(end, "address")).isEqualTo(Requests.ETH);
        assertThat(text(end, "transactionHash")).startsWith("0x");
        assertThat(text(end, "completedAt")).endsWith("Z");
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void aCryptoToFiatOrderIsAcceptedPolledAndCompleted() {
        String id = send(Requests.cryptoToFiat(id("c2f")));
        Result end = end(id);
        assertThat(history(id)).startsWith("ACCEPTED").endsWith("COMPLETED");
        assertThat(text(end, "tokenAmount")).isEqualTo("10.5");
        assertThat(text(end, "amount")).isEqualTo("53.76");
        assertThat(text(end, "currency")).isEqualTo("BRL");
        assertThat(text(end, "rate")).isEqualTo("5.12");
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void theAmountReachesTheProviderDigitForDigit() {
        String text = send(amount("\"1234567890.100000000000000001\""));
        String number = send(amount("1234567890.10"));
        assertThat(end(text).status()).isEqualTo("COMPLETED");
        assertThat(end(number).status()).isEqualTo("COMPLETED");
        assertThat(booked(text)).isEqualTo("1234567890.100000000000000001");
        assertThat(booked(number)).isEqualTo("1234567890.10");
    }

    @Test
    void aFailureSaysWhatTheProviderSaid() {
        String id = send(Requests.told(id("fail"), "sandbox:fail"));
        Result end = end(id);
        assertThat(end.status()).isEqualTo("FAILED");
        assertThat(end.category()).isEqualTo("PROVIDER");
        assertThat(end.providerStatus()).isEqualTo("32");
        assertThat(end.error()).containsIgnoringCase("exchange failed");
        assertThat(end.data().path("amount").asText()).isEqualTo("100.00");
    }

    @Test
    void pendingIsPublishedOnlyForAnotherProviderStatus() {
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> send(Requests.fiatToCrypto(id("pending")))).toList();
        for (String id : ids) {
            end(id);
            List<String> statuses = world.witness().of(id).stream().filter(r -> r.status().equals("PENDING"))
                    .map(Result::providerStatus).toList();
            assertThat(statuses).doesNotHaveDuplicates().isSubsetOf("1", "2", "4");
        }
    }

    @Test
    void aHundredOrdersAtOnceAreEachCreatedOnceAndCompleted() {
        List<String> ids = IntStream.range(0, 100).mapToObj(i -> send(Requests.fiatToCrypto(id("many")))).toList();
        ids.forEach(id -> assertThat(end(id).status()).as(id).isEqualTo("COMPLETED"));
        assertThat(ids.stream().collect(Collectors.toMap(id -> id, this::created)))
                .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void orderStatusByRequestIdTellsHowTheOrderStands() {
        String staying = send(Requests.told(id("staying"), "sandbox:stay"));
        String done = send(Requests.cryptoToFiat(id("done")));
        status(staying, "ACCEPTED");
        assertThat(end(done).status()).isEqualTo("COMPLETED");
        Result pending = end(send(Requests.orderStatus(id("status"), staying)));
        Result completed = end(send(Requests.orderStatus(id("status"), done)));
        assertThat(pending.status()).isEqualTo("COMPLETED");
        assertThat(text(pending, "status")).isEqualTo("PENDING");
        assertThat(completed.status()).isEqualTo("COMPLETED");
        assertThat(text(completed, "status")).isEqualTo("COMPLETED");
        assertThat(text(completed, "tokenAmount")).isEqualTo("10.5");
        assertThat(completed.providerStatus()).isEqualTo("8");
        assertThat(completed.reference()).isEqualTo(end(done).reference());
    }

    @Test
    void orderStatusOfAFailedOrderIsACompletedQuestion() {
        String failed = send(Requests.told(id("fail"), "sandbox:fail"));
        end(failed);
        Result answer = end(send(Requests.orderStatus(id("status"), failed)));
        assertThat(answer.status()).isEqualTo("COMPLETED");
        assertThat(text(answer, "status")).isEqualTo("FAILED");
    }

    @Test
    void orderStatusByProviderReferenceAndDirection() {
        String order = send(Requests.fiatToCrypto(id("f2c")));
        String reference = end(order).reference();
        ObjectNode question = Requests.request(id("status"), "order-status");
        question.putObject("order").put("providerReference", reference).put("direction", "fiat-to-crypto");
        Result answer = end(send(question));
        assertThat(answer.status()).isEqualTo("COMPLETED");
        assertThat(text(answer, "status")).isEqualTo("COMPLETED");
        assertThat(text(answer, "amount")).isEqualTo("100.00");
    }

    @Test
    void orderStatusOfAnUnknownRequestIsNotFound() {
        Result refusal = refusal(send(Requests.orderStatus(id("status"), "nobody-ever-sent-this")));
        assertThat(refusal.category()).isEqualTo("NOT_FOUND");
        assertThat(refusal.error()).contains("order.requestId");
    }

    @Test
    void orderStatusOfAnotherAccountsOrderIsNotFound() {
        String order = send(Requests.fiatToCrypto(id("f2c")).put("account", "second"));
        assertThat(end(order).body().path("account").asText()).isEqualTo("second");
        assertThat(refusal(send(Requests.orderStatus(id("status"), order))).category()).isEqualTo("NOT_FOUND");
        assertThat(end(send(Requests.orderStatus(id("status"), order).put("account", "second"))).status())
                .isEqualTo("COMPLETED");
    }

    @Test
    void orderStatusOfAnOrderStatusIsRefused() {
        String order = send(Requests.fiatToCrypto(id("f2c")));
        end(order);
        String question = send(Requests.orderStatus(id("status"), order));
        end(question);
        assertThat(refusal(send(Requests.orderStatus(id("status"), question))).category()).isEqualTo("VALIDATION");
    }

    @Test
    void aRemarkIsCountedInCharactersAndReachesTheProviderSigned() {
        String id = send(Requests.told(id("remark"), "\uD83E\uDD91".repeat(255)));
        assertThat(end(id).status()).isEqualTo("COMPLETED");
    }

    @Test
    void anEmptyRemarkIsLeftOut() {
        assertThat(end(send(Requests.told(id("remark"), ""))).status()).isEqualTo("COMPLETED");
    }

    private ObjectNode amount(String json) {
        return Requests.read(Requests.fiatToCrypto(id("digits")).toString().replace("\"100.00\"", json));
    }

    private String booked(String id) {
        return world.effects().all().stream().filter(effect -> id.equals(effect.about())).findFirst().orElseThrow()
                .amount();
    }

    private static List<String> members(Result result) {
        return result.data().properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    private static String text(Result result, String member) {
        return result.data().path(member).asText(null);
    }
}
