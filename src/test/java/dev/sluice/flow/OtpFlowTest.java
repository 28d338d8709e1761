package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One-time passwords: sent, verified, and what every code of the provider means. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class OtpFlowTest extends FlowTest {

    private static final String PIN = "059647";

    @Test
    void aOneTimePasswordIsSentOnceAndItsNumberIsMasked() {
        String mobile = mobile("12345");
        Result end = end(send(Requests.send(id("send"), "+" + mobile)));
        assertThat(end.status()).isEqualTo("COMPLETED");
        assertThat(end.sequence()).isEqualTo(1);
        assertThat(text(end, "otpId")).isEqualTo(end.reference()).matches("\\d+");
        assertThat(text(end, "cost")).isEqualTo("0.0500");
        assertThat(text(end, "validUntil")).endsWith("Z");
        assertThat(text(end, "mobile")).contains("*").doesNotContain(mobile);
        assertThat(otpsSent(mobile)).isEqualTo(1);
    }

    @Test
    void theRightPinIsVerifiedByOtpIdAsTextAndAsInteger() {
        for (boolean integer : new boolean[]{false, true}) {
            String mobile = mobile("12345");
            Result sent = end(send(Requests.send(id("send"), mobile)));
            ObjectNode request = Requests.verify(id("verify"), "+" + mobile, PIN);
            if (integer) {
                request.withObject("/otp").put("otpId", Long.parseLong(sent.reference()));
            } else {
                request.withObject("/otp").put("otpId", sent.reference());
            }
            Result end = end(send(request));
            assertThat(end.status()).isEqualTo("COMPLETED");
            assertThat(end.data().path("verified").asBoolean()).isTrue();
            assertThat(text(end, "otpId")).isEqualTo(sent.reference());
        }
    }

    @Test
    void aVerificationByTheSendsRequestId() {
        String mobile = mobile("12345");
        String sent = send(Requests.send(id("send"), "+" + mobile));
        end(sent);
        Result end = end(send(verify(mobile, PIN, sent)));
        assertThat(end.status()).isEqualTo("COMPLETED");
        assertThat(text(end, "otpId")).isEqualTo(end(sent).reference());
    }

    @Test
    void aVerificationOfASendThatNobodyKnowsOrThatFailedIsNotFound() {
        assertThat(refusal(send(verify(mobile("12345"), PIN, "never-sent"))).category()).isEqualTo("NOT_FOUND");
        String refused = mobile("99903");
        String sent = send(Requests.send(id("send"), refused));
        assertThat(end(sent).status()).isEqualTo("REJECTED");
        assertThat(refusal(send(verify(refused, PIN, sent))).category()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aWrongPinFailsAndTheRightOneStillWorks() {
        String mobile = mobile("12345");
        String sent = send(Requests.send(id("send"), mobile));
        end(sent);
        Result wrong = end(send(verify(mobile, "123456", sent)));
        assertThat(wrong.status()).isEqualTo("FAILED");
        assertThat(wrong.category()).isEqualTo("WRONG_PIN");
        assertThat(wrong.code()).isEqualTo("2120");
        assertThat(end(send(verify(mobile, PIN, sent))).status()).isEqualTo("COMPLETED");
        Result consumed = end(send(verify(mobile, PIN, sent)));
        assertThat(consumed.status()).isEqualTo("FAILED");
        assertThat(consumed.category()).isEqualTo("PIN_CONSUMED");
    }

    @Test
    void aPinThatExpiredFails() {
        String mobile = mobile("12345");
        String sent = send(Requests.send(id("send"), mobile));
        end(sent);
        world.clock().advance(World.OTP_LIFE.plus(Duration.ofSeconds(1)));
        Result end = end(send(verify(mobile, PIN, sent)));
        assertThat(end.status()).isEqualTo("FAILED");
        assertThat(end.category()).isEqualTo("PIN_EXPIRED");
        assertThat(end.code()).isEqualTo("2108");
    }

    @Test
    void theBalanceIsADecimalText() {
        Result end = end(send(Requests.balance(id("balance"))));
        assertThat(end.status()).isEqualTo("COMPLETED");
        assertThat(text(end, "balance")).matches("\\d+\\.\\d{4}");
    }

    @ParameterizedTest
    @CsvSource({"00,REJECTED,AUTHORIZATION", "01,REJECTED,VALIDATION", "02,REJECTED,VALIDATION",
            "03,REJECTED,VALIDATION",
            "04,REJECTED,VALIDATION", "05,REJECTED,VALIDATION", "06,REJECTED,VALIDATION", "07,FAILED,WRONG_PIN",
            "08,FAILED,PIN_EXPIRED", "09,FAILED,PIN_CONSUMED", "20,FAILED,WRONG_PIN"})
    void everyCodeHasItsMeaning(String code, String status, String category) {
        Result sent = end(send(Requests.send(id("send"), mobile("999" + code))));
        assertThat(sent.status()).isEqualTo(status);
        assertThat(sent.category()).isEqualTo(category);
        assertThat(sent.code()).isEqualTo("21" + code);
        String mobile = mobile("998" + code);
        String good = send(Requests.send(id("send"), mobile));
        assertThat(end(good).status()).isEqualTo("COMPLETED");
        Result verified = end(send(verify(mobile, PIN, good)));
        assertThat(verified.status()).isEqualTo(status);
        assertThat(verified.category()).isEqualTo(category);
    }

    @ParameterizedTest
    @CsvSource({"99921", "99938"})
    void whatTheProviderSaysItDidNotDoIsTriedAgain(String lastFive) {
        String mobile = mobile(lastFive);
        Result end = end(send(Requests.send(id("busy"), mobile)));
        assertThat(end.status()).isEqualTo("COMPLETED");
        assertThat(end.sequence()).isEqualTo(1);
        assertThat(otpsSent(mobile)).isEqualTo(1);
    }

    @Test
    void aNumberThatIsEchoedWronglyIsForAPersonAndMasked() {
        String mobile = mobile("99937");
        Result end = end(send(Requests.send(id("echo"), mobile)));
        assertThat(end.status()).isEqualTo("UNRESOLVED");
        assertThat(end.category()).isEqualTo("ECHO_MISMATCH");
        assertThat(end.body().toString()).doesNotContain(mobile);
    }

    /** 47 loses the first answer only, and then says that the PIN is consumed; 35 loses every answer. */
    @Test
    void aVerificationThatWasLostIsAskedOnceMoreAndIsForAPersonThen() {
        Map<String, String> verifications = new LinkedHashMap<>();
        for (String fault : new String[]{"47", "35"}) {
            String mobile = mobile("998" + fault);
            String sent = send(Requests.send(id("send"), mobile));
            end(sent);
            verifications.put(fault, send(verify(mobile, PIN, sent)));
        }
        verifications.forEach((fault, verification) -> {
            assertThat(status(verification, "UNKNOWN").category()).as(fault).isEqualTo("OUTCOME_UNKNOWN");
            assertThat(end(verification).status()).as(fault).isEqualTo("UNRESOLVED");
            assertThat(history(verification)).as(fault).containsExactly("UNKNOWN", "UNRESOLVED");
        });
    }

    private ObjectNode verify(String mobile, String pin, String sendRequestId) {
        ObjectNode request = Requests.verify(id("verify"), mobile, pin);
        request.withObject("/otp").put("sendRequestId", sendRequestId);
        return request;
    }

    private static String text(Result result, String member) {
        return result.data().path(member).asText(null);
    }
}
