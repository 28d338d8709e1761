package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.FileProvider.Answer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an account has at a provider that a file alone describes, over HTTP. Documents are written with ' for ". */
class BalanceCallTest {

    private static final String FILE = """
            family: orders
            base-url: @base-url@
            credentials: [client, secret]
            accounts: {default: {}}
            timeouts: {connect: 2s, response: 20s}
            limits: {concurrency: 2, rate: 50}
            poll: {first-delay: 3s, factor: 1.6, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers:
              codes: {"300": {kind: refused, category: LIMIT}}
            places: {success: /ok, code: /code, message: /text}
            operations:
              balance:
                path: /balance
                success: completed
                success-by: place
                lost: repeat
                reads: true
                exact: true
                places: {whole-data: /data}
                body: {number: "{requestId}", client: "{credential:client}"}
                fields: {type: object, additionalProperties: false}
            balance: {operation: balance, list: /balances, amount: /amount, currency: /currency}
            """;
    private static final String TOKEN = """
            token: {renew-ahead: 60s, places: {token: /token}}
            calls:
              login: {path: /login, body: {secret: "{credential:secret}"}}
            """;
    private static final String GOOD = "{'ok':true,'data':{'balances':[{'currency':'EUR','amount':10250.75},"
            + "{'currency':'BRL','amount':'0.00'}]}}";

    @TempDir
    private Path folder;

    @Test
    void itIsReadByTheOperationWithANumberOfItsOwn() throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE)) {
            provider.says(asked -> Answer.json(200, GOOD));
            assertThat(provider.balance())
                    .isEqualTo(Map.of("EUR", new BigDecimal("10250.75"), "BRL", new BigDecimal("0.00")));
            provider.balance();
            assertThat(provider.asked()).extracting(FileProvider.Asked::body).doesNotHaveDuplicates()
                    .allSatisfy(body -> assertThat(body)
                            .matches("\\{\"number\":\"balance-[0-9a-f-]{36}\",\"client\":\"shop-1\"}"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {'ok':false,'code':'300','text':'too many'} | code 300: too many
            200 | {'ok':false,'data':{}}                      | HTTP 200
            500 | {'ok':true,'data':{'balances':[]}}          | HTTP 500
            200 | <html>                                      | it cannot be read
            0   | ``                                          | no answer came
            """)
    void whatTellsNothingSaysWhy(int http, String body, String why) throws Exception {
        try (FileProvider provider = new FileProvider(folder, FILE)) {
            provider.says(asked -> Answer.json(http, body));
            assertThatThrownBy(provider::balance).hasMessageContaining(why).isInstanceOfSatisfying(BalanceUnread.class,
                    unread -> assertThat(unread.isRefused()).isFalse());
        }
    }

    /** Where no order is called meanwhile nobody else would have another one. */
    @Test
    void aTokenThatIsNotTakenIsForgottenAndAnotherOneTriedOnce() throws Exception {
        AtomicInteger logins = new AtomicInteger();
        try (FileProvider provider = new FileProvider(folder, FILE + TOKEN)) {
            provider.says(asked -> asked.target().equals("/login")
                    ? Answer.json(200, "{'token':'t-" + logins.incrementAndGet() + "'}")
                    : "Bearer t-2".equals(asked.header("Authorization")) ? Answer.json(200, GOOD)
                            : Answer.json(401, "{'text':'no'}"));
            assertThat(provider.balance()).containsKey("EUR");
            provider.balance();
            assertThat(logins).hasValue(2);
            assertThat(provider.paced()).as("within the account's limits").isOne();
        }
    }

    @Test
    void whereNoTokenIsTakenItIsGivenUp() throws Exception {
        AtomicInteger logins = new AtomicInteger();
        try (FileProvider provider = new FileProvider(folder, FILE + TOKEN)) {
            provider.says(asked -> asked.target().equals("/login")
                    ? Answer.json(200, "{'token':'t-" + logins.incrementAndGet() + "'}")
                    : Answer.json(401, "{'text':'no'}"));
            assertThatThrownBy(provider::balance).isInstanceOfSatisfying(BalanceUnread.class,
                    unread -> assertThat(unread.isRefused()).isTrue());
            assertThat(logins).hasValue(2);
        }
    }
}
