package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookVerificationTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final String BODY = "{\"id\":\"a1\",\"status\":\"paid\"}";
    private static final String LISTED = """
            message: {template: "{timestamp}.{body}"}
            timestamp: seconds
            algorithm: HMAC-SHA256
            key: {credential: secret}
            headers: {X-Signature: "t={timestamp},v1={signature}"}
            """;
    private static final String WITH_NONCE = """
            message: {fields: {add: {time: "{timestamp}", nonce: "{nonce}", key: "{credential:id}"}}}
            timestamp: milliseconds
            nonce: uuid
            algorithm: HMAC-SHA1
            key: {credential: secret}
            output: {encoding: base64}
            headers: {key: "{credential:id}", time: "{timestamp}", nonce: "{nonce}", sign: "{signature}"}
            """;
    private static final String RAW = """
            message: {body: raw}
            algorithm: HMAC-SHA256
            key: {credential: secret}
            headers: {X-Signature: "{signature}"}
            """;
    private static final Function<String, String> ACME = Descriptions.credentials("secret", "topsecret", "id", "acme");
    private static final Function<String, String> OLD = Descriptions.credentials("secret", "oldsecret", "id", "acme");

    @Test
    void aDeliveryOutsideTheWindowIsStale() {
        Incoming delivery = delivered(LISTED, ACME, BODY);
        assertThat(verdict(LISTED, delivery, NOW.plusSeconds(300)).valid()).isTrue();
        assertThat(verdict(LISTED, delivery, NOW.plusSeconds(301)).outcome()).isEqualTo(Verdict.Outcome.STALE);
        assertThat(verdict(LISTED, delivery, NOW.minusSeconds(301)).outcome()).isEqualTo(Verdict.Outcome.STALE);
        String wide = LISTED + "verify: {window: 2h}\n";
        assertThat(verdict(wide, delivery, NOW.plusSeconds(7200)).valid()).isTrue();
        assertThat(verdict(LISTED + "verify: {window: none}\n", delivery, NOW.plusSeconds(9999999)).valid()).isTrue();
    }

    @Test
    void ofADeliveryByGetTheQueryWithoutItsSignatureIsTheDocument() {
        String byGet = """
                message: {fields: {from: query}}
                timestamp: seconds
                algorithm: HMAC-SHA256
                key: {credential: secret}
                query: {time: "{timestamp}", sign: "{signature}"}
                """;
        Function<Instant, Verdict> at = time -> {
            String query = Descriptions.signature(byGet).sign(
                    new Outgoing("GET", "/hook", "id=a%201&state=p%61id", Map.of(), new byte[0]), ACME,
                    Descriptions.at(time), () -> "").fullQuery();
            return verdict(byGet, new Incoming("GET", "/hook", query, Map.of(), new byte[0]), NOW);
        };
        Verdict first = at.apply(NOW);
        assertThat(first.content()).asString().isEqualTo("id=a%201&state=p%61id&time=" + NOW.getEpochSecond());
        assertThat(at.apply(NOW.minusSeconds(5)).dedupKey()).as("the same again, later").isEqualTo(first.dedupKey());
    }

    /** Its signature covers neither their order nor their escapes. */
    @ParameterizedTest
    @ValueSource(strings = {"fields: {from: query}", "fields: {from: query, only: [id, state]}",
            "template: \"{query:id}|{query:state}\""})
    void aDeliveryByGetThatIsWrittenOtherwiseIsTheSame(String message) {
        String byGet = "message: {" + message + "}\nalgorithm: HMAC-SHA256\nkey: {credential: secret}\n"
                + "query: {sign: \"{signature}\"}\n";
        String sign = Descriptions.signature(byGet).sign(
                new Outgoing("GET", "/hook", "id=a%201&state=paid", Map.of(), new byte[0]), ACME,
                Descriptions.at(NOW), () -> "").query().get("sign");
        List<Verdict> verdicts = List
                .of("id=a%201&state=paid&sign=", "state=paid&id=a%201&sign=", "id=a+1&state=p%61id&sign=",
                        "id=a%201&&state=paid&x=&y&sign=")
                .stream()
                .map(query -> verdict(byGet, new Incoming("GET", "/hook", query + sign, Map.of(), new byte[0]), NOW))
                .toList();
        assertThat(verdicts).allMatch(Verdict::valid);
        assertThat(verdicts.stream().map(Verdict::dedupKey).distinct()).hasSize(1);
    }

    /** What is not signed tells them apart all the same, or the second would be taken for the first. */
    @Test
    void deliveriesByGetThatAreSignedAlikeAreToldApart() {
        String shared = """
                message: {template: "{credential:secret}"}
                algorithm: none
                query: {token: "{signature}"}
                """;
        assertThat(List.of("id=a1", "id=a2").stream().map(query -> verdict(shared, new Incoming("GET", "/hook",
                query + "&token=topsecret", Map.of(), new byte[0]), NOW).dedupKey())).doesNotHaveDuplicates();
    }

    @Test
    void aForgedDeliveryIsNeverCalledStale() {
        Incoming forged = changed(delivered(LISTED, ACME, BODY), BODY.replace("paid", "fail"));
        assertThat(verdict(LISTED, forged, NOW.plusSeconds(9999)).outcome()).isEqualTo(Verdict.Outcome.INVALID);
    }

    @Test
    void aTimeMovedForwardInTheHeaderIsInvalid() {
        Incoming delivery = delivered(LISTED, ACME, BODY);
        String moved = delivery.headers().get("X-Signature")
                .replace("t=" + NOW.getEpochSecond(), "t=" + (NOW.getEpochSecond() + 600));
        assertThat(verdict(LISTED, headers(delivery, Map.of("X-Signature", moved)), NOW.plusSeconds(600)).outcome())
                .isEqualTo(Verdict.Outcome.INVALID);
    }

    @Test
    void eitherKeyIsGoodWhileASecretIsRotated() {
        Signature signature = Descriptions.signature(LISTED);
        Incoming old = delivered(LISTED, OLD, BODY);
        assertThat(signature.verify(old, List.of(ACME, OLD), Descriptions.at(NOW)).account()).isEqualTo(1);
        assertThat(signature.verify(old, List.of(ACME), Descriptions.at(NOW)).valid()).isFalse();
        Function<String, String> unset = name -> null;
        assertThat(signature.verify(old, List.of(unset, OLD), Descriptions.at(NOW)).valid()).isTrue();
        assertThat(signature.verify(old, List.of(), Descriptions.at(NOW)).valid()).isFalse();
    }

    @Test
    void oneOfSeveralSignaturesInTheListIsEnoughButNotAThousand() {
        Incoming delivery = delivered(LISTED, ACME, BODY);
        String right = delivery.headers().get("X-Signature");
        String two = right.replace(",v1=", ",v0=zz, v1=" + "00".repeat(32) + " , v1=");
        assertThat(verdict(LISTED, headers(delivery, Map.of("X-Signature", two)), NOW).valid()).isTrue();
        String many = right + (",v1=" + "00".repeat(32)).repeat(1000);
        assertThat(verdict(LISTED, headers(delivery, Map.of("X-Signature", many)), NOW).valid()).isFalse();
        assertThat(verdict(LISTED, headers(delivery, Map.of("X-Signature", right.split(",")[1])), NOW).valid())
                .isFalse();
    }

    @Test
    void hexIsTakenInEitherCaseAndHeadersInAny() {
        Incoming delivery = delivered(RAW, ACME, BODY);
        String upper = delivery.headers().get("X-Signature").toUpperCase(Locale.ROOT);
        assertThat(verdict(RAW, Descriptions.delivery(Map.of("x-signature", upper), BODY), NOW).valid()).isTrue();
    }

    @Test
    void aSecondSpellingOfTheSameBase64IsNotTheSignature() {
        Incoming delivery = delivered(WITH_NONCE, ACME, BODY);
        String sign = delivery.headers().get("sign");
        char last = sign.charAt(26);
        String spelled = sign.substring(0, 26) + (char) (last + (last == 'Z' || last == 'z' || last == '9' ? -1 : 1))
                + "=";
        assertThat(verdict(WITH_NONCE, headers(delivery, Map.of("sign", spelled)), NOW).valid()).isFalse();
        assertThat(verdict(WITH_NONCE, headers(delivery, Map.of("sign", sign.substring(0, 27))), NOW).valid()).isTrue();
    }

    @Test
    void aReSpacedDeliveryIsInvalidUnlessTheMinifiedReadingIsDescribed() {
        String both = RAW + "verify: {alternatives: {minified: {body: minified}}}\n";
        Incoming compact = delivered(RAW, ACME, BODY);
        Incoming spaced = changed(compact, "{ \"id\" : \"a1\",\n \"status\":\"paid\" }");
        assertThat(verdict(RAW, spaced, NOW).valid()).isFalse();
        assertThat(verdict(both, spaced, NOW).reading()).isEqualTo("minified");
        assertThat(verdict(both, changed(compact, "{\"id\":\"a 1\",\"status\":\"paid\"}"), NOW).valid()).isFalse();
        assertThat(verdict(both, spaced, NOW).dedupKey()).as("the same delivery, re-spaced")
                .isEqualTo(verdict(both, compact, NOW).dedupKey());
    }

    @Test
    void aDeliveryIsKnownAgainByItsNonceElseByWhatWasSigned() {
        Verdict nonce = verdict(WITH_NONCE, delivered(WITH_NONCE, ACME, BODY), NOW);
        assertThat(nonce.dedupKey()).isEqualTo(nonce.nonce()).isEqualTo("6f1c");
        assertThat(nonce.timestamp()).isEqualTo(NOW);
        Verdict first = verdict(LISTED, delivered(LISTED, ACME, BODY), NOW);
        Verdict second = Descriptions.signature(LISTED).verify(
                delivered(LISTED, OLD, BODY, NOW.plusSeconds(9)), List.of(OLD), Descriptions.at(NOW.plusSeconds(9)));
        assertThat(first.dedupKey()).hasSize(64).isEqualTo(second.dedupKey());
        assertThat(verdict(LISTED, delivered(LISTED, ACME, BODY + " "), NOW).dedupKey()).isNotEqualTo(first.dedupKey());
    }

    /** A memo may hold what stands between fields. */
    @Test
    void twoBodiesOfOneMessageAreTwoDeliveries() {
        String plain = RAW.replace("{body: raw}", "{fields: {reserved: ''}}\ntimestamp: seconds")
                .replace("headers:", "body: {time: '{timestamp}', key: '{credential:id}'}\nheaders:");
        Incoming one = delivered(plain, ACME, "{\"memo\":\"a&status=paid\"}");
        Incoming other = changed(one, new String(one.body(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("a&status=paid", "a\",\"status\":\"paid"));
        Incoming again = delivered(plain, ACME, "{ \"memo\": \"a&status=paid\"}", NOW.plusSeconds(9));
        assertThat(verdict(plain, other, NOW).valid()).isTrue();
        assertThat(verdict(plain, other, NOW).dedupKey()).isNotEqualTo(verdict(plain, one, NOW).dedupKey());
        assertThat(verdict(plain, again, NOW).dedupKey()).isEqualTo(verdict(plain, one, NOW).dedupKey());
    }

    @Test
    void whatIsPlacedMustBeThereAndEqual() {
        Incoming delivery = delivered(WITH_NONCE, ACME, BODY);
        assertThat(verdict(WITH_NONCE, delivery, NOW).valid()).isTrue();
        for (String name : delivery.headers().keySet()) {
            Map<String, String> without = new HashMap<>(delivery.headers());
            without.remove(name);
            assertThat(verdict(WITH_NONCE, Descriptions.delivery(without, BODY), NOW).reason())
                    .isEqualTo("header " + name + " is missing");
        }
        assertThat(verdict(WITH_NONCE, headers(delivery, Map.of("key", "other")), NOW).reason())
                .isEqualTo("header key is not as described");
        assertThat(verdict(WITH_NONCE, headers(delivery, Map.of("time", "1.7E12")), NOW).reason())
                .isEqualTo("the timestamp is not written as described");
        assertThat(verdict(WITH_NONCE, changed(delivery, "{\"id\":\"a1\",\"status\":\"paid\",\"time\":\"1\"}"), NOW)
                .valid())
                .isFalse();
    }

    @Test
    void garbageIsInvalidAndNoReasonHoldsASecretOrAValue() {
        Incoming right = delivered(WITH_NONCE, ACME, BODY);
        for (String body : new String[]{"", "{", "[]", "null", "\u0000", "{\"a\":{}}", "[".repeat(5000), "1e99999"}) {
            Verdict verdict = verdict(WITH_NONCE, changed(right, body), NOW);
            assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.INVALID);
            assertThat(verdict.reason()).doesNotContain("topsecret", "a1", right.headers().get("sign"));
            assertThat(verdict.dedupKey()).isNull();
        }
        for (String sign : new String[]{"", "=", "%%", "AAAA", right.headers().get("sign") + "A"}) {
            assertThat(verdict(WITH_NONCE, headers(right, Map.of("sign", sign)), NOW).valid()).isFalse();
        }
    }

    private static Verdict verdict(String yaml, Incoming delivery, Instant now) {
        return Descriptions.signature(yaml).verify(delivery, List.of(ACME), Descriptions.at(now));
    }

    private static Incoming delivered(String yaml, Function<String, String> account, String body) {
        return delivered(yaml, account, body, NOW);
    }

    private static Incoming delivered(String yaml, Function<String, String> account, String body, Instant at) {
        Outgoing out = Descriptions.post(body);
        return Descriptions.received(out,
                Descriptions.signature(yaml).sign(out, account, Descriptions.at(at), () -> "6f1c"));
    }

    private static Incoming changed(Incoming delivery, String body) {
        return Descriptions.delivery(delivery.headers(), body);
    }

    private static Incoming headers(Incoming delivery, Map<String, String> changed) {
        Map<String, String> headers = new HashMap<>(delivery.headers());
        headers.putAll(changed);
        return new Incoming(delivery.method(), delivery.path(), delivery.query(), headers, delivery.body());
    }
}
