package dev.sluice.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.given.Beside;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Secrets;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer means, by the tables of the provider files that Sluice ships. Documents are written with ' for ". */
@Beside
class OutcomesTest {

    private static final Providers SHIPPED = GivenProviders.shipped(Map.of());
    private static final String REQUEST = "{'requestId':'r-1','order':{'amount':'100.00','currency':'BRL','token':'USDT','network':'ETH',"
            + "'address':'0xAbCd'},'otp':{'mobile':'+31612345678','pin':'0042','otpId':'o-1'}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # a create at hambit
            fiat-to-crypto | 200 | {'success':true,'reference':'R','status':'1'}  | ACCEPTED    |
            fiat-to-crypto | 200 | {'success':true,'reference':'R'}               | ACCEPTED    |
            fiat-to-crypto | 200 | {'success':true,'reference':'R','status':'77'} | ACCEPTED    |
            fiat-to-crypto | 200 | {'success':true}                               | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 200 | {'success':false,'reference':'R'}              | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 200 | {}                                             | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 200 | {'success':'yes','reference':'R'}              | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 200 | {'success':false,'code':'300'}                 | REFUSED     | VALIDATION
            fiat-to-crypto | 400 | {'success':false,'code':'300'}                 | REFUSED     | VALIDATION
            fiat-to-crypto | 200 | {'success':false,'code':'301'}                 | REFUSED     | AUTHORIZATION
            fiat-to-crypto | 200 | {'success':false,'code':'307'}                 | REFUSED     | AUTHENTICATION
            fiat-to-crypto | 200 | {'success':false,'code':'399'}                 | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 500 | {'success':false,'code':'300'}                 | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 503 | {}                                             | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 302 | {'success':true,'reference':'R'}               | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 404 | {}                                             | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 0   | {'success':true,'reference':'R'}               | UNKNOWN     | OUTCOME_UNKNOWN
            fiat-to-crypto | 429 | {}                                             | NOT_DONE    | LIMIT
            fiat-to-crypto | 401 | {}                                             | UNAUTHORISED| AUTHENTICATION
            """)
    void aCreateAtHambit(String operation, int http, String answer, Kind kind, Category category) throws Unreadable {
        means(interpret("hambit", operation, http, answer, false), kind, category);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {'success':true,'reference':'R','status':'1'}                 | PROGRESS  |
            200 | {'success':true,'status':'2'}                                 | PROGRESS  |
            200 | {'success':true,'status':'4'}                                 | PROGRESS  |
            200 | {'success':true,'status':'8'}                                 | COMPLETED |
            200 | {'success':true,'status':'32'}                                | FAILED    | PROVIDER
            200 | {'success':true,'status':'16'}                                | UNKNOWN   | OUTCOME_UNKNOWN
            200 | {'success':true,'status':'08'}                                | UNKNOWN   | OUTCOME_UNKNOWN
            200 | {'success':true}                                              | UNKNOWN   | OUTCOME_UNKNOWN
            200 | {'success':false,'status':'8'}                                | UNKNOWN   | OUTCOME_UNKNOWN
            200 | {'success':false,'status':'32'}                               | UNKNOWN   | OUTCOME_UNKNOWN
            500 | {'success':true,'status':'8'}                                 | UNKNOWN   | OUTCOME_UNKNOWN
            200 | {'success':false,'code':'300'}                                | UNKNOWN   | OUTCOME_UNKNOWN
            200 | {'success':false,'code':'307'}                                | UNKNOWN   | AUTHENTICATION
            404 | {'success':false,'code':'404'}                                | UNKNOWN   | OUTCOME_UNKNOWN
            """)
    void anErrorOnAnAskSaysNothingAboutTheOrder(int http, String answer, Kind kind, Category category)
            throws Unreadable {
        means(interpret("hambit", "fiat-to-crypto", http, answer, true), kind, category);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            send   | 200 | {'success':true,'reference':'o-1'}   | COMPLETED    |
            send   | 200 | {'success':false}                    | UNKNOWN      | OUTCOME_UNKNOWN
            send   | 500 | {'success':false}                    | UNKNOWN      | OUTCOME_UNKNOWN
            send   | 500 | {'success':true,'reference':'o-1'}   | UNKNOWN      | OUTCOME_UNKNOWN
            send   | 200 | {'success':false,'code':'2103'}      | REFUSED      | VALIDATION
            send   | 500 | {'success':false,'code':'2103'}      | REFUSED      | VALIDATION
            send   | 500 | {'success':false,'code':'2100'}      | REFUSED      | AUTHORIZATION
            send   | 500 | {'success':false,'code':'2121'}      | NOT_DONE     | UNAVAILABLE
            send   | 500 | {'success':false,'code':'1009'}      | UNAUTHORISED | AUTHENTICATION
            send   | 200 | {'success':false,'code':'1009'}      | UNAUTHORISED | AUTHENTICATION
            send   | 401 | {'success':false}                    | UNAUTHORISED | AUTHENTICATION
            send   | 200 | {'success':false,'code':'9999'}      | UNKNOWN      | OUTCOME_UNKNOWN
            verify | 200 | {'success':true,'reference':'o-1'}   | COMPLETED    |
            verify | 200 | {'success':false,'code':'2107'}      | FAILED       | WRONG_PIN
            verify | 500 | {'success':false,'code':'2120'}      | FAILED       | WRONG_PIN
            verify | 500 | {'success':false,'code':'2108'}      | FAILED       | PIN_EXPIRED
            verify | 500 | {'success':false,'code':'2109'}      | FAILED       | PIN_CONSUMED
            verify | 500 | {'success':false,'code':'2102'}      | REFUSED      | VALIDATION
            verify | 504 | {}                                   | UNKNOWN      | OUTCOME_UNKNOWN
            """)
    void messagehubIsUnderstoodByItsCodesWhateverHttpSays(String operation, int http, String answer, Kind kind,
            Category category)
            throws Unreadable {
        means(interpret("messagehub", operation, http, answer, false), kind, category);
    }

    /** Of an answer that the provider's own program made; never a success, and never what 5xx or 408 mean. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | false | {'success':false}                             | REFUSED      | VALIDATION
            400 | false | {'success':false,'code':false}                | REFUSED      | VALIDATION
            400 | false | {}                                            | REFUSED      | VALIDATION
            410 | false | {'success':false}                             | REFUSED      | PROVIDER
            400 | false | {'success':false,'reference':{'id':'R'}}      | UNKNOWN      | OUTCOME_UNKNOWN
            400 | false | {'success':false,'status':['8']}              | UNKNOWN      | OUTCOME_UNKNOWN
            400 | false | {'success':false,'status':'odd'}              | UNKNOWN      | OUTCOME_UNKNOWN
            429 | false | {'success':false,'status':'odd'}              | UNKNOWN      | OUTCOME_UNKNOWN
            423 | false | {'success':false}                             | NOT_DONE     | UNAVAILABLE
            401 | false | {'success':false}                             | REFUSED      | AUTHORIZATION
            429 | false | {'success':false}                             | REFUSED      | LIMIT
            404 | false | {'success':false}                             | UNKNOWN      | OUTCOME_UNKNOWN
            400 | false | {'success':false,'code':'300'}                | REFUSED      | VALIDATION
            423 | false | {'success':false,'code':'301'}                | REFUSED      | AUTHORIZATION
            423 | false | {'success':false,'code':'77'}                 | UNKNOWN      | OUTCOME_UNKNOWN
            423 | false | {'success':false,'code':['301']}              | UNKNOWN      | OUTCOME_UNKNOWN
            429 | false | {'success':false,'code':'77'}                 | NOT_DONE     | LIMIT
            400 | false | {'success':true}                              | UNKNOWN      | OUTCOME_UNKNOWN
            400 | false | {'success':false,'reference':'R'}             | UNKNOWN      | OUTCOME_UNKNOWN
            423 | false | {'success':false,'status':'2'}                | UNKNOWN      | OUTCOME_UNKNOWN
            400 | true  | {'success':false}                             | UNKNOWN      | OUTCOME_UNKNOWN
            423 | true  | {'success':false}                             | UNKNOWN      | OUTCOME_UNKNOWN
            200 | false | {'success':true,'reference':'R','status':'1'} | ACCEPTED     |
            """)
    void aStatusOfHttpSaysWhatItsTableSaysWhereTheAnswerHasNoCode(int http, boolean asking, String answer, Kind kind,
            Category category) throws Unreadable {
        means(listed(http, asking, json(answer)), kind, category);
    }

    @Test
    void anAnswerThatCannotBeReadIsNoneOfTheProvidersWhateverItsStatus() {
        for (int http : new int[]{400, 410, 423}) {
            means(listed(http, false, null), Kind.UNKNOWN, Category.OUTCOME_UNKNOWN);
            assertThat(listed(http, false, null).wordless()).isTrue();
        }
        means(listed(429, false, null), Kind.NOT_DONE, Category.LIMIT);
    }

    private static Outcome listed(int http, boolean asking, @Nullable JsonNode answer) {
        Provider hambit = GivenProviders.shipped(Map.of("sluice.providers.hambit.answers.http",
                "{\"400\":{\"kind\":\"refused\",\"category\":\"VALIDATION\"},\"410\":{\"kind\":\"refused\"},"
                        + "\"423\":{\"kind\":\"not-done\",\"category\":\"UNAVAILABLE\"},"
                        + "\"401\":{\"kind\":\"refused\",\"category\":\"AUTHORIZATION\"},"
                        + "\"429\":{\"kind\":\"refused\",\"category\":\"LIMIT\"}}"))
                .get("hambit");
        Operation operation = hambit.operation("fiat-to-crypto");
        return answer == null
                ? Outcomes.unread(hambit, operation, Json.object(), http, null, "it is a page", asking, Secrets.NONE)
                : Outcomes.interpret(hambit, operation, Json.object(), http, null, answer, asking, Secrets.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hambit     | fiat-to-crypto | 429 | {'success':true,'reference':'R'}               | R
            hambit     | fiat-to-crypto | 401 | {'success':true,'reference':'R'}               | R
            hambit     | fiat-to-crypto | 429 | {'success':true}                               |
            hambit     | fiat-to-crypto | 401 | {'success':false,'reference':'R'}              | R
            hambit     | fiat-to-crypto | 429 | {'success':false,'status':'2'}                 |
            hambit     | fiat-to-crypto | 200 | {'success':false,'code':'300','reference':'R'} | R
            hambit     | fiat-to-crypto | 200 | {'success':false,'code':'300','status':'8'}    |
            hambit     | fiat-to-crypto | 500 | {'success':true,'reference':'R'}               | R
            hambit     | fiat-to-crypto | 302 | {'success':true,'reference':'R'}               | R
            hambit     | fiat-to-crypto | 500 | {'success':true,'reference':'R','echo':{'requestId':'of-another'}} |
            hambit     | fiat-to-crypto | 500 | {'success':true,'reference':'R\\u0000'}        |
            htp        | card-topup     | 401 | {'success':true,'reference':'R'}               | R
            htp        | card-topup     | 429 | {'success':true,'reference':'R'}               | R
            htp        | card-topup     | 200 | {'success':false,'code':'429','reference':'R'} | R
            htp        | card-topup     | 200 | {'success':false,'code':'401','status':'PENDING'} |
            htp        | card-topup     | 200 | {'success':false,'code':'404','reference':'R'} | R
            messagehub | send           | 401 | {'success':false,'reference':'R'}              | R
            messagehub | send           | 429 | {'success':true,'reference':'R'}               | R
            messagehub | send           | 500 | {'success':false,'code':'2121','reference':'R'} | R
            messagehub | verify         | 200 | {'success':true,'code':'2107'}                 |
            """)
    void anAnswerThatSaysBothThatTheOrderWasTakenAndNotIsUnknownAndNamesIt(String provider, String operation, int http,
            String answer, String reference) throws Unreadable {
        Outcome outcome = interpret(provider, operation, http, answer, false);
        means(outcome, Kind.UNKNOWN, Category.OUTCOME_UNKNOWN);
        assertThat(outcome.reference()).isEqualTo(reference);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            404 | {'success':false,'code':'398'}                 | NO_SUCH_ORDER
            200 | {'success':true,'code':'398'}                  | UNKNOWN
            200 | {'success':false,'code':'398','status':'2'}    | UNKNOWN
            200 | {'success':false,'code':'398','reference':'R'} | UNKNOWN
            """)
    void anOrderThatTheAnswerShowsIsNotDeniedByIt(int http, String answer, Kind kind) throws Unreadable {
        Provider hambit = GivenProviders.shipped(Map.of("sluice.providers.hambit.answers.no-such-order", "398"))
                .get("hambit");
        assertThat(Outcomes.interpret(hambit, hambit.operations().get("fiat-to-crypto"), json(REQUEST), http, null,
                json(answer), true, Secrets.NONE).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {'success':false}                           | true
            200 | {}                                          | true
            302 | {'success':true,'reference':'R'}            | true
            200 | {'success':false,'code':'E77'}              | false
            200 | {'success':true,'reference':'R','code':'x'} | false
            200 | {'success':false,'status':'odd'}            | false
            200 | {'success':false,'message':'no'}            | false
            """)
    void anAnswerWithoutAWordOfTheProviderIsToldFromOneWhoseWordsNoTableLists(int http, String answer, boolean wordless)
            throws Unreadable {
        Outcome outcome = interpret("hambit", "fiat-to-crypto", http, answer, false);
        assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(outcome.wordless()).isEqualTo(wordless);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            payin   | {'success':true,'reference':'R','code':'E77','status':'done'} | UNKNOWN
            payin   | {'success':true,'reference':'R','code':'E77'}                 | UNKNOWN
            payin   | {'success':true,'reference':'R','code':0}                     | UNKNOWN
            payin   | {'success':true,'reference':'R','code':true}                  | UNKNOWN
            payin   | {'success':true,'reference':'R','code':{'no':'E77'}}          | UNKNOWN
            payin   | {'success':true,'reference':'R','code':['E77']}               | UNKNOWN
            payin   | {'success':true,'reference':'R','code':''}                    | ACCEPTED
            payin   | {'success':true,'reference':'R','code':null}                  | ACCEPTED
            payin   | {'success':true,'reference':'R','code':false}                 | ACCEPTED
            payin   | {'success':true,'reference':'R','code':[]}                    | ACCEPTED
            balance | {'success':true,'code':'E77','data':{'balances':[]}}          | UNKNOWN
            """)
    void aCodeThatNoTableListsIsUnknownWhateverElseSaysSuccess(String operation, String answer, Kind kind)
            throws Unreadable {
        assertThat(aeterna(Map.of(), operation, answer).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # the number +31612345678 in a code, and in a message beside a code that is listed
            send   | 2999: number 316 123 456 78 is blocked
            send   | 2999: number 0612345678 is blocked
            send   | 2999: number 612345678 is blocked
            send   | 2999: number (0)6-12.34/56,78 is blocked
            send   | 2999: number 316\u00a0123\u00a0456\u00a078
            send   | \uff13\uff11\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18
            send   | \u0663\u0661\u0666\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668
            send   | no 3x1x6x1x2x3x4x5x6x7x8
            send   | 06 , 12 , 34 , 56 , 78
            # the PIN 0042
            verify | 2998: pin 0 0 4 2
            verify | 2998: pin 0, 0, 4, 2
            verify | 0042
            verify | E-42
            verify | 42
            verify | pin 0\u00a00\u00a04\u00a02
            verify | pin 0a0b4c2
            verify | pin \uff10\uff10\uff14\uff12
            """)
    void noFormOfANumberThatTheLedgerDoesNotKeepIsInWhatIsTold(String operation, String said) throws Unreadable {
        for (String answer : new String[]{"'code':'" + said + "','message':'no'",
                "'code':'2101','message':'" + said + "'",
                "'status':'" + said + "'", "'code':'2999','message':'" + said + "'"}) {
            Outcome outcome = interpret("messagehub", operation, 400, "{'success':false," + answer + "}", false);
            String told = outcome.toString().replaceAll("HTTP 400|code[ =]2101|code 2999|code=2999", "");
            assertThat(told).as(answer).doesNotContainPattern("[\\p{Nd}\\p{No}]");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            31612345678             | false
            0612345678              | false
            otp for 316 123 456 78  | false
            OTP-612345678-1         | false
            1234567                 | true
            4471-0                  | true
            """)
    void aReferenceThatHoldsANumberOfTheRequestIsNotKept(String reference, boolean kept) throws Unreadable {
        Outcome outcome = interpret("messagehub", "send", 200,
                "{'success':true,'reference':'" + reference + "','data':{'otpId':'" + reference
                        + "','cost':'31612345678'}}",
                false);
        assertThat(outcome.kind()).isEqualTo(kept ? Kind.COMPLETED : Kind.ECHO_MISMATCH);
        assertThat(outcome.reference()).isEqualTo(kept ? reference : null);
        assertThat(outcome.toString()).doesNotContain("12345678").doesNotContain("123 456 78");
        assertThat(interpret("messagehub", "send", 500, "{'success':true,'reference':'" + reference + "'}", false)
                .reference())
                .isEqualTo(kept ? reference : null);
    }

    @Test
    void aKeyThatTheLedgerDoesNotKeepIsInNoWord() throws Unreadable {
        JsonNode request = json("{'requestId':'r-1','license':{'key':'ABCD-EFGH-1234'}}");
        for (String answer : new String[]{"{'code':'no ABCD-EFGH-1234'}", "{'code':'404','message':'no"
                + " ABCD-EFGH-1234'}"}) {
            assertThat(interpret("authtool", request, "login", 404, answer, false).toString()).doesNotContain("EFGH");
        }
        assertThat(interpret("authtool", request, "login", 404,
                "{'code':'404','message':'no abcdefgh1234, nor abcd efgh 1234'}", false).error().message())
                .contains("no ****, nor ****");
        JsonNode kept = json("{'requestId':'r-1','license':{'key':'123*******************90','keyHash':'h'}}");
        assertThat(interpret("authtool", kept, "login", 404,
                "{'code':'404','reference':'12345678901234567890','message':'no'}", true).reference()).isNull();
    }

    @Test
    void anOrderThatFailedWasTakenWithTheCredentials() {
        assertThat(Outcome.of(Kind.FAILED, Category.AUTHENTICATION, "E12", "no").refusesCredentials()).isFalse();
        assertThat(Outcome.of(Kind.REFUSED, Category.AUTHENTICATION, "E12", "no").refusesCredentials()).isTrue();
    }

    @Test
    void aCredentialOfDigitsIsNoAmount() throws Unreadable {
        Provider messagehub = GivenProviders.shipped(Map.of()).get("messagehub");
        Outcome outcome = Outcomes.interpret(messagehub, messagehub.operations().get("balance"), json("{'otp':{}}"),
                200, null, json("{'success':true,'data':{'balance':'987654321','currency':'EUR'}}"), false,
                new Secrets(List.of("987654321")));
        assertThat(outcome.toString()).doesNotContain("987654321");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'amount':'100'}                       | true
            {'amount':'100.000'}                   | true
            {'amount':'100.01'}                    | false
            {'amount':'1e2'}                       | true
            {'amount':'1E+2'}                      | true
            {'amount':'1.0000E2'}                  | true
            {'amount':'1E+3'}                      | false
            {'amount':'1E+999999999'}              | false
            {'amount':'-100'}                      | false
            {'amount':[]}                          | false
            {'amount':{'value':'100.00'}}          | false
            {'requestId':false}                    | false
            {'amount':null}                        | true
            {'amount':''}                          | true
            {'address':'0xABCD'}                   | true
            {'address':['0xabcd']}                 | false
            {'address':'0xabce'}                   | false
            {'currency':'MXN'}                     | false
            {'currency':'brl'}                     | false
            {'requestId':'r-2'}                    | false
            {'elsewhere':'x'}                      | true
            {}                                     | true
            """)
    void whatIsEchoedMustBeWhatWasAskedInValue(String echo, boolean same) throws Unreadable {
        String answer = "{'success':true,'reference':'R','status':'8','echo':" + echo + "}";
        assertThat(interpret("hambit", "fiat-to-crypto", 200, answer, true).kind())
                .isEqualTo(same ? Kind.COMPLETED : Kind.ECHO_MISMATCH);
        answer = "{'success':true,'reference':'R','status':'1','echo':" + echo + "}";
        assertThat(interpret("hambit", "fiat-to-crypto", 200, answer, false).kind())
                .isEqualTo(same ? Kind.ACCEPTED : Kind.ECHO_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({"31612345678,true", "+31612345678,true", "31612345679,false"})
    void aMobileIsTheSameWithAndWithoutItsPlus(String mobile, boolean same) throws Unreadable {
        String answer = "{'success':true,'reference':'o-1','echo':{'mobile':'" + mobile + "'}}";
        assertThat(interpret("messagehub", "send", 200, answer, false).kind())
                .isEqualTo(same ? Kind.COMPLETED : Kind.ECHO_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({"001,1", "1.0,1", "0xAB,0xab", "1,01"})
    void anOrderNumberIsNoNumberAndHasToComeBackLetterForLetter(String asked, String echoed) throws Unreadable {
        ObjectNode request = ((ObjectNode) json(REQUEST)).put("requestId", asked);
        assertThat(interpret("hambit", request, "fiat-to-crypto", 200,
                "{'success':true,'status':'8','echo':{'requestId':'" + echoed + "'}}",
                true).kind()).isEqualTo(Kind.ECHO_MISMATCH);
    }

    @Test
    void aDifferenceIsToldWithBothValuesButNoPhoneNumber() throws Unreadable {
        assertThat(interpret("hambit", "fiat-to-crypto", 200,
                "{'success':true,'reference':'R','echo':{'amount':'1000.00'}}", false)
                .error().message()).contains("100.00").contains("1000.00");
        assertThat(interpret("messagehub", "send", 200,
                "{'success':true,'reference':'o','echo':{'mobile':'31699999999'}}", false)
                .error().message()).doesNotContain("31612345678").doesNotContain("31699999999");
    }

    @Test
    void anAnswerWithAStatusOfTheReadOperationsIsCompletedWithOurWord() throws Unreadable {
        for (Map.Entry<String, String> word : Map.of("1", "PENDING", "8", "COMPLETED", "32", "FAILED", "77", "UNKNOWN")
                .entrySet()) {
            Outcome outcome = interpret("hambit", "order-status", 200,
                    "{'success':true,'status':'" + word.getKey() + "'}", false);
            assertThat(outcome.kind()).isEqualTo(Kind.COMPLETED);
            assertThat(outcome.data().path("status").asText()).isEqualTo(word.getValue());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'success':true,'status':'processing','data':{'balances':[]}} | PROGRESS
            {'success':true,'status':'done','data':{'balances':[]}}       | COMPLETED
            {'success':true,'status':'broken','data':{'balances':[]}}     | FAILED
            {'success':true,'status':'odd','data':{'balances':[]}}        | UNKNOWN
            {'success':true,'data':{'balances':[]}}                       | COMPLETED
            {'success':true,'data':'none'}                                | UNKNOWN
            {'success':true,'data':null}                                  | UNKNOWN
            {'success':true}                                              | UNKNOWN
            {'success':'true','data':{'balances':[]}}                     | UNKNOWN
            """)
    void whatIsReadIsCompletedByDataAndByNoOtherStatusThanTheTableSays(String answer, Kind kind) throws Unreadable {
        assertThat(aeterna(Map.of(), "balance", answer).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"processing,PROGRESS", "done,COMPLETED", "broken,FAILED", "odd,UNKNOWN"})
    void anOperationThatCompletesAtOnceIsWhatTheTableSaysOfItsStatus(String status, Kind kind) throws Unreadable {
        assertThat(aeterna(Map.of("operations.payin.success", "completed"), "payin",
                "{'success':true,'reference':'R','status':'" + status + "'}").kind()).isEqualTo(kind);
    }

    private static Outcome aeterna(Map<String, String> more, String operation, String answer) throws Unreadable {
        Map<String, String> settings = new HashMap<>();
        Map.of("answers.statuses.progress", "processing", "answers.statuses.completed", "done",
                "answers.statuses.failed", "broken")
                .forEach((key, value) -> settings.put("sluice.providers.aeterna." + key, value));
        more.forEach((key, value) -> settings.put("sluice.providers.aeterna." + key, value));
        Provider provider = GivenProviders.shipped(settings).get("aeterna");
        return Outcomes.interpret(provider, provider.operations().get(operation), json(REQUEST), 200, null,
                json(answer), false, Secrets.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'earlier':{'requestId':'e-1','operation':'fiat-to-crypto','providerReference':'R'}}  | e-1 | R | COMPLETED
            {'earlier':{'requestId':'e-1','operation':'fiat-to-crypto','providerReference':'R'}}  |     |   | COMPLETED
            {'earlier':{'requestId':'e-1','operation':'fiat-to-crypto','providerReference':null}} | e-1 | S | COMPLETED
            {'earlier':{'requestId':'e-1','operation':'fiat-to-crypto','providerReference':'R'}}  | e-2 | R | ECHO_MISMATCH
            {'earlier':{'requestId':'e-1','operation':'fiat-to-crypto','providerReference':null}} | e-2 |   | ECHO_MISMATCH
            {'earlier':{'requestId':'e-1','operation':'fiat-to-crypto','providerReference':'R'}}  | e-1 | S | ECHO_MISMATCH
            {'earlier':{'requestId':'e-1','operation':'fiat-to-crypto','providerReference':'R'}}  |     | S | ECHO_MISMATCH
            {'order':{'providerReference':'R','direction':'fiat-to-crypto'}}                      | any | R | COMPLETED
            {'order':{'providerReference':'R','direction':'fiat-to-crypto'}}                      | any | S | ECHO_MISMATCH
            """)
    void anAnswerAboutAnEarlierRequestMustBeAboutThatOne(String request, String requestId, String reference, Kind kind)
            throws Unreadable {
        Outcome outcome = interpret("hambit", json(request), "order-status", 200,
                "{'success':true,'status':'8','echo':{'requestId':'"
                        + (requestId == null ? "" : requestId) + "'},'reference':'"
                        + (reference == null ? "" : reference) + "'}",
                false);
        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(outcome.reference()).isEqualTo(kind == Kind.COMPLETED ? reference : null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | {'success':true,'status':'16'}                     | true
            200 | {'success':true,'status':'2'}                      | true
            200 | {'success':true,'reference':'R'}                   | true
            200 | {'success':true,'echo':{'requestId':'r-1'}}        | true
            200 | {'success':true,'reference':'R','echo':{'amount':'1'}} | true
            200 | {'success':true,'reference':'R','echo':{'requestId':'r-2'}} | false
            200 | {'success':true}                                   | false
            200 | {'success':false,'reference':'R'}                  | true
            500 | {'success':true,'reference':'R','status':'8'}      | true
            200 | {'success':false,'status':'8'}                     | true
            200 | {'success':false,'status':'error'}                 | false
            200 | {'success':false,'code':'398','status':'error','reference':'R'} | true
            200 | {'success':false,'code':'398','status':'error'}    | false
            200 | {'success':false,'known':true}                     | true
            200 | {'success':true,'known':true,'code':['1']}         | true
            200 | {'success':true,'known':true}                      | true
            200 | {'success':false,'known':true,'code':'398'}        | true
            200 | {'success':false,'known':true,'echo':{'requestId':'of-another'}} | false
            404 | {}                                                 | false
            """)
    void whatNamesTheOrderOrSaysHowItStandsShowsThatTheProviderKnowsIt(int http, String answer, boolean known)
            throws Unreadable {
        Provider hambit = GivenProviders.shipped(Map.of("sluice.providers.hambit.answers.no-such-order", "398"))
                .get("hambit");
        assertThat(Outcomes.interpret(hambit, hambit.operations().get("fiat-to-crypto"), json(REQUEST), http, null,
                json(answer), true, Secrets.NONE).evidence().known()).isEqualTo(known);
    }

    @Test
    void whatTheLedgerDoesNotKeepIsMaskedWhateverTheProviderCallsIt() throws Unreadable {
        Provider messagehub = GivenProviders.shipped(Map.of("sluice.providers.messagehub.operations.send.echo",
                "{\"phone\": \".otp.mobile\"}")).get("messagehub");
        Outcome outcome = Outcomes.interpret(messagehub, messagehub.operations().get("send"),
                json("{'otp':{'mobile':'+31612345678'}}"), 201,
                null, json("{'success':true,'reference':'R','echo':{'phone':'31612345679'}}"), false, Secrets.NONE);
        assertThat(outcome.kind()).isEqualTo(Kind.ECHO_MISMATCH);
        assertThat(outcome.error().message()).contains("phone").doesNotContain("12345");

        Provider authtool = GivenProviders.shipped(Map.of()).get("authtool");
        Outcome repeated = Outcomes.interpret(authtool, authtool.operations().get("login"),
                json("{'license':{'key':'AB*CDEF123'}}"), 400,
                null, json("{'success':false,'message':'no AB*CDEF123 here'}"), false, Secrets.NONE);
        assertThat(repeated.toString()).doesNotContain("CDEF");
    }

    @Test
    void theReferenceOfAnotherOrderIsToldAndNotKept() throws Unreadable {
        Outcome outcome = interpret("hambit", "fiat-to-crypto", 200,
                "{'success':true,'reference':'R','echo':{'requestId':'r-2'}}", false);
        assertThat(outcome.reference()).isNull();
        assertThat(outcome.error().message()).contains("r-1").contains("r-2").endsWith("its reference is R");
    }

    @Test
    void dataKeepsDigitsTurnsTimesAndLeavesOutWhatIsEmpty() throws Unreadable {
        Outcome outcome = interpret("hambit", "fiat-to-crypto", 200,
                "{'success':true,'status':'8','data':{'amount':'100.00','fee':'0',"
                        + "'rate':null,'transactionHash':'','completedAt':'1700000000000','paidAt':'soon'}}",
                true);
        assertThat(outcome.data().toString().replace('"', '\'')).isEqualTo(
                "{'amount':'100.00','fee':'0','completedAt':'2023-11-14T22:13:20Z'}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'fee':'1.459854E-7'                    | 'fee':'0.0000001459854'
            'fee':'1E+2'                           | 'fee':'100'
            'fee':'100.00'                         | 'fee':'100.00'
            'fee':'1E+999999999'                   |
            'fee':'NaN'                            |
            'fee':'1,5'                            |
            'fee':{'amount':'1'}                   |
            'rate':[]                              |
            'rate':false                           |
            'transactionHash':['0x1']              |
            'address':{}                           |
            'currency':false                       |
            'unheardOf':'1'                        |
            'status':'whatever'                    |
            'paidAt':'1700000000'                  | 'paidAt':'2023-11-14T22:13:20Z'
            'paidAt':'1700000000000'               | 'paidAt':'2023-11-14T22:13:20Z'
            'paidAt':'1.7E+9'                      | 'paidAt':'2023-11-14T22:13:20Z'
            'paidAt':'2023-11-14T23:13:20+01:00'   | 'paidAt':'2023-11-14T22:13:20Z'
            'paidAt':'0001-01-01T00:00:00Z'        |
            'paidAt':'0'                           |
            'paidAt':'-1'                          |
            'paidAt':'1700000000000000'            |
            'paidAt':'99999999999999999999'        |
            'paidAt':[]                            |
            'expiresAt':'1700000000000'            | 'expiresAt':'2023-11-14T22:13:20Z'
            """)
    void whatDoesNotFitThePublishedSchemaIsLeftOutOfData(String given, String published) throws Unreadable {
        Outcome outcome = interpret("hambit", "fiat-to-crypto", 200,
                "{'success':true,'status':'8','data':{" + given + "}}", true);
        assertThat(outcome.kind()).isEqualTo(Kind.COMPLETED);
        assertThat(outcome.data().toString().replace('"', '\''))
                .isEqualTo("{" + (published == null ? "" : published) + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'balance':'12.3400'} | COMPLETED
            {'balance':'0'}       | COMPLETED
            {'balance':[]}        | UNKNOWN
            {'balance':'much'}    | UNKNOWN
            """)
    void aReadOfWhichNothingCanBeReadIsUnknown(String data, Kind kind) throws Unreadable {
        assertThat(interpret("messagehub", "balance", 200, "{'success':true,'data':" + data + "}", false).kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            R-\\u0000                | false
            R-\\u202e1               | false
            R\\nS                    | false
            R-\\ud800                | false
            \\udc00                  | false
            R-credential-of-16-signs | false
            R-1/ä ö                  | true
            """)
    void aReferenceThatCannotBeKeptToTheLetterIsForAPerson(String reference, boolean kept) throws Unreadable {
        for (boolean asking : new boolean[]{true, false}) {
            Outcome outcome = told("{'success':true,'status':'1','reference':'" + reference + "'}", asking);
            assertThat(outcome.kind()).isEqualTo(kept ? asking ? Kind.PROGRESS : Kind.ACCEPTED : Kind.ECHO_MISMATCH);
            assertThat(outcome.reference() != null).isEqualTo(kept);
            if (!kept) {
                assertThat(outcome.error().message()).contains("reference cannot be kept");
            }
        }
        assertThat(told("{'success':true,'status':'1','reference':'" + "R".repeat(100_000) + "'}", false).kind())
                .isEqualTo(Kind.ECHO_MISMATCH);
    }

    @Test
    void noTextOfTheProviderIsEndlessOrHoldsWhatNobodySees() throws Unreadable {
        String evil = "\\u0000\\u202e" + "x".repeat(100_000);
        Outcome outcome = told("{'success':true,'status':'" + evil + "'}", true);
        assertThat(outcome.providerStatus()).hasSizeLessThanOrEqualTo(100).doesNotContain("\u0000");
        assertThat(outcome.error().code()).hasSizeLessThanOrEqualTo(100).doesNotContain("\u0000");
        outcome = told("{'success':true,'status':'8','data':{'address':'" + evil + "','network':'ETH'}}", true);
        assertThat(outcome.data().toString()).isEqualTo("{\"network\":\"ETH\"}");
    }

    @Test
    void aCredentialThatTheProviderRepeatsIsBlanked() throws Unreadable {
        String secret = "credential-of-16-signs";
        assertThat(
                told("{'success':false,'code':'300','message':'key " + secret + " is wrong'}", false).error().message())
                .contains("key **** is wrong");
        assertThat(told("{'success':false,'code':'no " + secret + "','message':''}", false).toString())
                .doesNotContain(secret);
        assertThat(told("{'success':true,'status':'" + secret + "'}", true).toString()).doesNotContain(secret);
        assertThat(told("{'success':true,'status':'32','message':'" + secret + "','data':{'network':'" + secret + "'}}",
                true).toString())
                .doesNotContain(secret);
        assertThat(told("{'success':true,'status':'8','echo':{'currency':'" + secret + "'}}", true).toString())
                .doesNotContain(secret);
    }

    @Test
    void aCredentialIsBlankedWhereverItStands() throws Unreadable {
        Provider aeterna = GivenProviders.shipped(Map.of()).get("aeterna");
        Outcome read = Outcomes.interpret(aeterna, aeterna.operations().get("balance"), json(REQUEST), 200, null,
                Json.read("{\"success\":true,\"data\":{\"key-of-ours\":[\"key-of-ours, twice:"
                        + " key-of-ours\",20231114,1]}}", Json.Numbers.KEPT),
                false, new Secrets(List.of("key-of-ours", "20231114")));
        assertThat(read.data().toString()).isEqualTo("{\"****\":[\"****, twice: ****\",\"****\",1]}");
        Outcome differs = Outcomes.interpret(SHIPPED.get("hambit"),
                SHIPPED.get("hambit").operations().get("fiat-to-crypto"), json(REQUEST), 200, null,
                json("{'success':true,'status':'8','echo':{'currency':'" + "x".repeat(245)
                        + "credential-of-16-signs'}}"),
                true, new Secrets(List.of("credential-of-16-signs")));
        assertThat(differs.error().message()).as("not the half that is left when it is cut off")
                .doesNotContain("credential-of");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # listed
            300                   | 300                   | code 300:
            # the code's own member
            987654                | 987654                | code 987654, which its table does not list:
            ERR_4711.98           | ERR_4711.98           | code ERR_4711.98, which its table does not list:
            10020001              | 10020001              | code 10020001, which its table does not list:
            ERR_4711.98765        | ERR_4711.98765        | code ERR_4711.98765, which its table does not list:
            123456789012          | 123456789012          | code 123456789012, which its table does not list:
            # what is too long for a code, or looks like none
            4000000000000         | ****                  | code ****, which its table does not list:
            ERR_4711.987654321    | ERR_****.****         | code ERR_****.****, which its table does not list:
            ERR 4711/98765        | ERR ****/****         | code ERR ****/****, which its table does not list:
            # what was asked comes back as a code
            31612345678           | ****                  | code ****, which its table does not list:
            +31612345678          | ****                  | code ****, which its table does not list:
            E-31612345678         | E-****                | code E-****, which its table does not list:
            612345678             | ****                  | code ****, which its table does not list:
            1612345               | ****                  | code ****, which its table does not list:
            E.3161.2345           | E.****.****           | code E.****.****, which its table does not list:
            161-2345              | ****-****             | code ****-****, which its table does not list:
            0042                  | ****                  | code ****, which its table does not list:
            no 31612345678 (4711) | no **** (****)        | code no **** (****), which its table does not list:
            a\\u202eb             | a\\u202eb             | code a\\u202eb, which its table does not list:
            """)
    void aCodeIsShownUnlessItRepeatsWhatWasAsked(String code, String shown, String told) throws Unreadable {
        Outcome outcome = interpret("hambit", "fiat-to-crypto", 200,
                "{'success':false,'code':'" + code + "','message':'card 4711 at 31612345678'}", false);
        assertThat(outcome.error().code()).isEqualTo(shown);
        assertThat(outcome.error().message()).isEqualTo("the provider answers HTTP 200, " + told + " card **** at"
                + " ****");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true  | {'success':true,'status':'16'}                  | status 16
            true  | {'success':true,'status':'31612345678'}         | status ****
            true  | {'success':true,'status':'8'}                   |
            true  | {'success':true}                                |
            true  | {'success':false,'code':'300'}                  |
            true  | {'success':false,'code':'398'}                  |
            true  | {'success':false,'code':'399'}                  | code 399
            false | {'success':false,'code':'399'}                  | code 399
            false | {'success':true,'reference':'R','status':'77'}  | status 77
            false | {'success':true,'reference':'R','status':'1'}   |
            false | {}                                              |
            """)
    void aWordThatNoTableListsIsNamed(boolean asking, String answer, String unlisted) throws Unreadable {
        Provider hambit = GivenProviders.shipped(Map.of("sluice.providers.hambit.answers.no-such-order", "398"))
                .get("hambit");
        Outcome outcome = Outcomes.interpret(hambit, hambit.operations().get("fiat-to-crypto"), json(REQUEST), 200,
                null, json(answer), asking, Secrets.NONE);
        assertThat(outcome.unlisted() == null ? null : outcome.unlisted().toString()).isEqualTo(unlisted);
        if (asking && unlisted != null) {
            assertThat(outcome.error().message()).contains(unlisted).contains("which its table does not list");
        }
    }

    @ParameterizedTest
    @CsvSource({"' '", "'\\n'", "''"})
    void aWordOfBlanksIsNone(String blank) throws Unreadable {
        assertThat(interpret("hambit", "fiat-to-crypto", 200,
                "{'success':true,'status':'32','message':'" + blank + "'}", true)
                .error().message()).isEqualTo("the provider reports that the order failed");
        assertThat(interpret("hambit", "fiat-to-crypto", 200, "{'success':true,'reference':'" + blank + "'}", false)
                .kind())
                .isEqualTo(Kind.UNKNOWN);
        assertThat(interpret("hambit", "fiat-to-crypto", 200, "{'success':true,'reference':false}", false).kind())
                .isEqualTo(Kind.UNKNOWN);
        Outcome outcome = interpret("hambit", "fiat-to-crypto", 200, "{'success':false,'code':'" + blank + "'}", false);
        assertThat(outcome.error().code()).isNull();
        assertThat(outcome.unlisted()).isNull();
    }

    @Test
    void halfACharacterInDataIsWrittenAsJsonWritesIt() throws Unreadable {
        assertThat(aeterna(Map.of(), "balance",
                "{'success':true,'data':{'a':['b\\udc00\\ud800c','b\\ud800c','\\ud83d\\ude00']}}").data().toString())
                .isEqualTo("{\"a\":[\"b\\\\udc00\\\\ud800c\",\"b\\\\ud800c\",\"\ud83d\ude00\"]}");
    }

    private static Outcome told(String answer, boolean asking) throws Unreadable {
        Provider hambit = SHIPPED.get("hambit");
        return Outcomes.interpret(hambit, hambit.operations().get("fiat-to-crypto"), json(REQUEST), 200, null,
                json(answer), asking,
                new Secrets(java.util.Arrays.asList("credential-of-16-signs", "credential-of-16", null, "300")));
    }

    @Test
    void aMobileInDataIsMasked() throws Unreadable {
        assertThat(interpret("messagehub", "send", 200,
                "{'success':true,'reference':'o','data':{'mobile':'31612345678','validUntil':'1700000000'}}",
                false).data().toString()).doesNotContain("31612345678").contains("2023-11-14T22:13:20Z");
    }

    @Test
    void theWaitThatTheProviderAsksForIsKept() throws Unreadable {
        Provider hambit = SHIPPED.get("hambit");
        assertThat(Outcomes
                .interpret(hambit, hambit.operations().get("fiat-to-crypto"), json(REQUEST), 429, 7_000L, json("{}"),
                        false, Secrets.NONE)
                .retryAfter()).isEqualTo(7_000L);
    }

    @ParameterizedTest
    @CsvSource({"200,true,NO_SUCH_ORDER", "200,false,UNKNOWN", "404,true,NO_SUCH_ORDER", "500,true,UNKNOWN",
            "503,true,UNKNOWN"})
    void aDenialCountsOnlyOnAnAskAndNeverInAServersError(int http, boolean asking, Kind kind) throws Unreadable {
        Provider hambit = GivenProviders.shipped(Map.of("sluice.providers.hambit.answers.no-such-order", "398,404"))
                .get("hambit");
        assertThat(Outcomes.interpret(hambit, hambit.operations().get("fiat-to-crypto"), json(REQUEST), http, null,
                json("{'success':false,'code':'404'}"), asking, Secrets.NONE).kind()).isEqualTo(kind);
    }

    @Test
    void aMessageOfTheProviderComesWithoutLongNumbers() throws Unreadable {
        String message = interpret("messagehub", "send", 500,
                "{'success':false,'code':'2103','message':'31612345678 is\\nwrong'}", false)
                .error().message();
        assertThat(message).doesNotContain("31612345678").doesNotContain("\n");
    }

    /** A zero takes one byte in an answer and six in a result; a number of a few signs may have a thousand digits. */
    @ParameterizedTest
    @CsvSource({"1000000,a,COMPLETED", "1100000,a,UNKNOWN", "170000,\\u0001,COMPLETED", "900000,\\u0001,UNKNOWN",
            "400000,é,COMPLETED", "600000,é,UNKNOWN"})
    void dataThatTakesMoreThanOneMebibyteAsItIsWrittenIsUnknown(int times, String character, Kind kind)
            throws Unreadable {
        String text = character.replace("\\u0001", "\u0001").repeat(times);
        Outcome exact = interpret("htp", "info", 200, "{'success':true,'data':{'a':'" + text + "'}}", false);
        assertThat(exact.kind()).isEqualTo(kind);
        String half = text.substring(0, times / 2);
        Outcome open = interpret("authtool", "package", 200,
                "{'success':true,'data':{'name':'n','a':['" + half + "'],'b':{'c':['" + half + "']}}}", false);
        assertThat(open.kind()).isEqualTo(kind);
        if (kind == Kind.UNKNOWN) {
            assertThat(exact.error().message()).contains("too long");
            assertThat(open.data()).isNull();
        }
    }

    /** Marks in the wrong order are put right by many a program at a cost that grows with the square of their number. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0301\u0316", "\u0316\u0301", "a\u0301\u0316", "\ufdfa", "\u0665", "\u2460",
            "\ud834\udd5e",
            "0", "+1 ", "&#48;", "%30"})
    void aLongTextCostsNoTimeWhateverItIsMadeOf(String part) throws Unreadable {
        String text = part.repeat(120_000 / part.length());
        for (String answer : new String[]{"{'success':true,'reference':'R','data':{'otpId':'R','cost':'X'}}",
                "{'success':true,'reference':'R','data':{'validUntil':'X','mobile':'X'}}",
                "{'success':true,'reference':'X'}", "{'success':true,'reference':'R','status':'X'}",
                "{'success':true,'reference':'R','echo':{'mobile':'X'}}",
                "{'success':false,'code':'X'}", "{'success':false,'code':'2101','message':'X'}"}) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadCpuTime();
            interpret("messagehub", "send", 200, answer.replace("X", text), false);
            assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u278c\u2776\u277b\u2776\u2777\u2778\u2779\u277a\u277b\u277c\u277d",
            "\u2782\u2780\u2785\u2780\u2781\u2782\u2783\u2784\u2785\u2786\u2787",
            "\u24f7\u24f5\u24fa\u24f5\u24f6\u24f7\u24f8\u24f9\u24fa\u24fb\u24fc",
            "\u2462\u2460\u2465\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467",
            "\u00b3\u00b9\u2076\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078",
            "\ud835\udfd1\ud835\udfcf\ud835\udfd4\ud835\udfcf\ud835\udfd0\ud835\udfd1\ud835\udfd2\ud835\udfd3"
                    + "\ud835\udfd4\ud835\udfd5\ud835\udfd6"})
    void aNumberOfTheRequestIsNoReferenceInWhateverDigitsItIsWritten(String number) throws Unreadable {
        Outcome outcome = interpret("messagehub", "send", 200,
                "{'success':true,'reference':'" + number + "','data':{'otpId':'" + number + "'}}", false);
        assertThat(outcome.kind()).isEqualTo(Kind.ECHO_MISMATCH);
        assertThat(outcome.reference()).isNull();
        assertThat(outcome.toString()).doesNotContain(number);
    }

    /** What a credential is called, and what nobody sees in a name, are no better than in a value. */
    @Test
    void aNameInDataIsShownAsAnyTextAndCostsNoMember() throws Unreadable {
        String data = "{'name':'n','token-1-abc':'1','0123456789abcdef':'2','a\\u0000b':'3','a\\u202eb':'4','a\\nb':'5',"
                + "'****':'6','x token-1-abc':{'token-1-abc':'7','0123456789abcdef':['8'],'c\\u202ed':'9'}}";
        String named = "'****-2':'1','****-3':'2','a\\\\u0000b':'3','a\\\\u202eb':'4','a\\\\nb':'5','****':'6',"
                + "'x ****':{'****':'7','****-2':['8'],'c\\\\u202ed':'9'}}";
        Secrets secrets = new Secrets(List.of("token-1-abc", "0123456789abcdef"));
        Provider authtool = SHIPPED.get("authtool");
        assertThat(Outcomes.interpret(authtool, authtool.operations().get("package"), json(REQUEST), 200, null,
                json("{'success':true,'data':" + data + "}"), false, secrets).data().toString().replace('"', '\''))
                .isEqualTo("{'name':'n'," + named);
        Provider htp = SHIPPED.get("htp");
        assertThat(Outcomes.interpret(htp, htp.operations().get("info"), json(REQUEST), 200, null,
                json("{'success':true,'data':" + data + "}"), false, secrets).data().toString().replace('"', '\''))
                .isEqualTo("{'name':'n'," + named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'status':['declined']          | UNKNOWN
            'status':{'code':'declined'}   | UNKNOWN
            'status':[{'s':'running'}]     | UNKNOWN
            'status':['done']              | UNKNOWN
            'status':true                  | UNKNOWN
            'status':[]                    | COMPLETED
            'status':{}                    | COMPLETED
            'status':''                    | COMPLETED
            'status':null                  | COMPLETED
            'status':'done'                | COMPLETED
            'reference':['R']              | UNKNOWN
            'reference':{'id':'R'}         | UNKNOWN
            """)
    void aWordThatIsThereAndCannotBeReadDoesNotCountAsNone(String word, Kind completes)
            throws Unreadable {
        String answer = "{'success':true," + word + ",'data':{'amount':'1'}}";
        for (String operation : new String[]{"payin", "balance"}) {
            Outcome outcome = aeterna(Map.of("operations.payin.success", "completed"), operation, answer);
            assertThat(outcome.kind()).as(operation).isEqualTo(completes);
            if (completes == Kind.UNKNOWN && !word.contains("true")) {
                assertThat(outcome.error().message()).contains("no text and no number");
            }
        }
        if (completes == Kind.UNKNOWN) {
            assertThat(interpret("hambit", "order-status", 200, answer, false).kind()).isNotEqualTo(Kind.FAILED);
            assertThat(interpret("hambit", "fiat-to-crypto", 200, answer, true).kind()).isEqualTo(Kind.UNKNOWN);
        }
    }

    /** The ledger keeps of a phone number its beginning, its end and its hash, and of a PIN nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"31639849304", "+31639849304", "n 31639849304", "0639849304", "639849304",
            "(0)6-39.84/93,04",
            "OTP-639849304-1", "3x1x6x3x9x8x4x9x3x0x4",
            "\u0663\u0661\u0666\u0663\u0669\u0668\u0664\u0669\u0663\u0660\u0664"})
    void aNumberThatTheLedgerKeepsMaskedIsInNoAnswerToAQuestion(String number) throws Unreadable {
        JsonNode kept = json("{'requestId':'r-1','otp':{'mobile':'+31*******04','mobileHash':'ab'},"
                + "'providerReference':'o-1'}");
        for (String answer : new String[]{"'status':'done','data':{'otpId':'X'}", "'status':'done','data':{'cost':'X'}",
                "'status':'X'", "'status':'broken','message':'no X'", "'status':'done','data':{'balance':'X'}"}) {
            Outcome outcome = toldOfOtp(kept, "{'success':true,'reference':'o-1'," + answer.replace("X", number) + "}");
            assertThat(outcome.toString().replace("o-1", "")).as(answer).doesNotContain("39849304")
                    .doesNotContain(number).doesNotContain("39.84").doesNotContain("9x8x4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"31639849304", "0639849304", "639849304"})
    void norIsItKeptAsAReference(String number) throws Unreadable {
        JsonNode kept = json("{'requestId':'r-1','otp':{'mobile':'+31*******04','mobileHash':'ab'}}");
        Outcome outcome = toldOfOtp(kept, "{'success':true,'reference':'" + number + "','status':'done'}");
        assertThat(outcome.kind()).isEqualTo(Kind.ECHO_MISMATCH);
        assertThat(outcome.toString()).doesNotContain("39849304");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'otpId':'o-9876-04-1'      | 'otpId':'o-9876-04-1'
            'otpId':'R-1-98765404321'  | 'otpId':'R-1-98765404321'
            'cost':'0.0504'            | 'cost':'0.0504'
            'validUntil':'1700000004'  | 'validUntil':'2023-11-14T22:13:24Z'
            """)
    void whatOnlyEndsLikeItStays(String data, String published) throws Unreadable {
        JsonNode kept = json("{'requestId':'r-1','otp':{'mobile':'+31*******04','mobileHash':'ab'}}");
        assertThat(toldOfOtp(kept,
                "{'success':true,'reference':'R-1-98765404321','status':'done','data':{" + data + "}}")
                .data().toString().replace('"', '\'')).isEqualTo("{" + published + "}");
    }

    @Test
    void whereThePinIsNotKnownAnyDigitsMayBeIts() throws Unreadable {
        Provider messagehub = GivenProviders.shipped(OTP_STATUSES).get("messagehub");
        JsonNode kept = json("{'requestId':'r-1','otp':{'mobile':'+31*******04','mobileHash':'ab','otpId':'o-1'}}");
        for (String answer : new String[]{"'status':'broken','message':'pin 0a0b4c2'", "'status':'E-0042'",
                "'status':'broken','message':'pin 42'"}) {
            assertThat(Outcomes.interpret(messagehub, messagehub.operations().get("verify"), kept, 200, null,
                    json("{'success':true," + answer + "}"), true, Secrets.NONE).toString()).as(answer)
                    .doesNotContain("42").doesNotContain("4c2");
        }
    }

    private static final Map<String, String> OTP_STATUSES = Map.of(
            "sluice.providers.messagehub.answers.statuses.completed", "done",
            "sluice.providers.messagehub.answers.statuses.failed", "broken");

    private static Outcome toldOfOtp(JsonNode kept, String answer) throws Unreadable {
        Provider messagehub = GivenProviders.shipped(OTP_STATUSES).get("messagehub");
        return Outcomes.interpret(messagehub, messagehub.operations().get("send"), kept, 200, null, json(answer), true,
                Secrets.NONE);
    }

    @ParameterizedTest
    @CsvSource({"R-AKhambit123-n2,AKhambit123", "r-mh/pass+word1-xn2,mh/pass+word1", "r-MHPASS-WORD1,mh/pass+word1",
            "A3-sectok-56789-w3,sectok-56789"})
    void aReferenceThatHoldsACredentialIsNotKept(String reference, String credential) throws Unreadable {
        Provider hambit = SHIPPED.get("hambit");
        for (boolean asking : new boolean[]{true, false}) {
            Outcome outcome = Outcomes.interpret(hambit, hambit.operations().get("fiat-to-crypto"), json(REQUEST), 200,
                    null, json("{'success':true,'status':'1','reference':'" + reference + "'}"), asking,
                    new Secrets(List.of(credential)));
            assertThat(outcome.kind()).isEqualTo(Kind.ECHO_MISMATCH);
            assertThat(outcome.error().message()).contains("reference cannot be kept");
            assertThat(outcome.toString()).doesNotContainIgnoringCase("word1").doesNotContain(credential);
        }
    }

    private static void means(Outcome outcome, Kind kind, Category category) {
        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(outcome.error() == null ? null : outcome.error().category()).isEqualTo(category);
    }

    private static Outcome interpret(String provider, String operation, int http, String answer, boolean asking)
            throws Unreadable {
        return interpret(provider, json(REQUEST), operation, http, answer, asking);
    }

    private static Outcome interpret(String name, JsonNode request, String operation, int http, String answer,
            boolean asking)
            throws Unreadable {
        Provider provider = SHIPPED.get(name);
        return Outcomes.interpret(provider, provider.operations().get(operation), request, http, null, json(answer),
                asking, Secrets.NONE);
    }

    private static JsonNode json(String quoted) throws Unreadable {
        return Json.answer(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8), null, Json.Numbers.ALL_AS_TEXT);
    }
}
