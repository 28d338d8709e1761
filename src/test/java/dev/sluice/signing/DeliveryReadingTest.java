package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a delivery says of itself is read wherever it stands and in whatever form. */
class DeliveryReadingTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:07Z");
    private static final Function<String, String> ACME = Descriptions.credentials("secret", "topsecret", "id", "a,b");
    private static final String TIMED = """
            message: {template: "{timestamp}.{body}"}
            timestamp: seconds
            algorithm: HMAC-SHA256
            key: {credential: secret}
            headers: {X-Time: "{timestamp}", X-Signature: "{signature}"}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"date", "http-date", "iso", "{pattern: yyyy-MM-dd, zone: Asia/Tokyo}",
            "{pattern: 'yyyy-MM-dd HH:mm'}", "{pattern: 'dd/MM/yyyy hh:mm:ss a', zone: Asia/Shanghai}"})
    void aTimeIsReadInTheFormInWhichItIsWritten(String form) {
        String yaml = TIMED.replace("timestamp: seconds", "timestamp: " + form);
        assertThat(verdict(yaml, delivered(yaml), NOW).reason()).isNull();
        assertThat(verdict(yaml, delivered(yaml), NOW.plusSeconds(86400 + 301)).outcome())
                .isEqualTo(Verdict.Outcome.STALE);
    }

    @Test
    void aMereDayIsGoodUntilItIsOver() {
        String yaml = TIMED.replace("timestamp: seconds", "timestamp: date");
        Incoming delivery = delivered(yaml);
        for (String good : new String[]{"2026-01-31T00:00:00Z", "2026-01-31T23:59:59Z", "2026-02-01T00:04:59Z"}) {
            assertThat(verdict(yaml, delivery, Instant.parse(good)).reason()).as(good).isNull();
        }
        for (String stale : new String[]{"2026-01-30T23:54:59Z", "2026-02-01T00:05:01Z"}) {
            assertThat(verdict(yaml, delivery, Instant.parse(stale)).outcome()).as(stale)
                    .isEqualTo(Verdict.Outcome.STALE);
        }
    }

    /** RFC 9110, 5.6.7 wants two digits; RFC 1123 has one too, and an offset. */
    @Test
    void anHttpDateIsReadAsRfc1123HasIt() {
        TimestampFormat format = TimestampFormat.inTemplate("", "http-date", Map.of());
        assertThat(format.parse("Sun, 1 Feb 2026 12:00:00 GMT")).isEqualTo("2026-02-01T12:00:00Z");
        assertThat(format.parse("Sun, 01 Feb 2026 14:00:00 +0200")).isEqualTo("2026-02-01T12:00:00Z");
        assertThat(format.parse("Mon, 01 Feb 2026 12:00:00 GMT")).as("a Sunday").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{timestamp:iso}", "{timestamp+60}", "at {timestamp:http-date}, or so", "{timestamp:date}"})
    void aTimeThatIsOnlyTheInAnotherFormIsReadFromThat(String told) {
        String yaml = TIMED.replace("X-Time: \"{timestamp}\"", "X-Time: \"" + told + "\"")
                .replace("{timestamp}.{body}", "{timestamp:date}.{body}");
        Incoming delivery = delivered(yaml);
        assertThat(verdict(yaml, delivery, NOW.plusSeconds(299)).reason()).isNull();
        assertThat(verdict(yaml, delivery, NOW.plusSeconds(86400 + 301)).outcome()).isEqualTo(Verdict.Outcome.STALE);
    }

    @Test
    void aTimeThatIsThereInTwoFormsMustBeOne() {
        String yaml = TIMED.replace("X-Time: \"{timestamp}\"",
                "X-Time: \"{timestamp};{timestamp:date};{timestamp+60}\"");
        Incoming delivery = delivered(yaml);
        assertThat(verdict(yaml, delivery, NOW).reason()).isNull();
        for (String part : new String[]{";20260131", ";" + (NOW.getEpochSecond() + 60)}) {
            String other = delivery.headers().get("X-Time").replace(part, part.replaceFirst("..$", "99"));
            assertThat(verdict(yaml, with(delivery, "X-Time", other), NOW).reason())
                    .isEqualTo("the timestamp is not written as described");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "output: {prefix: 'v1,'}|{signature}",
            "output: {prefix: 'a,b='}|t={timestamp},s={signature}",
            "nonce: uuid|{nonce},{timestamp:http-date},{signature}",
            "separator: ';'|id={credential:id};s={signature}",
            "separator: ','|id={credential:id},s={signature}",
    })
    void whatHoldsTheSeparatorItselfIsReadAsAWhole(String key, String header) {
        String yaml = TIMED.replace("\"{signature}\"", "\"" + header + "\"") + key + "\n";
        assertThat(verdict(yaml, delivered(yaml), NOW).reason()).isNull();
        String other = delivered(yaml).headers().get("X-Signature");
        assertThat(verdict(yaml, with(delivered(yaml), "X-Signature", other.replaceFirst(".$", "")), NOW).valid())
                .isFalse();
    }

    @Test
    void aHeaderThatIsThereTwiceIsSaidToBe() {
        Incoming delivery = delivered(TIMED);
        String time = delivery.headers().get("X-Time");
        assertThat(verdict(TIMED, with(delivery, "X-Time", time + ", " + time), NOW).reason())
                .isEqualTo("header X-Time is there more than once");
        String known = TIMED.replace("X-Time:", "X-Id: 'acme', X-Time:");
        assertThat(verdict(known, with(delivered(known), "X-Id", "acme, acme"), NOW).reason())
                .isEqualTo("header X-Id is there more than once");
        assertThat(verdict(known, with(delivered(known), "X-Id", "acme, other"), NOW).reason())
                .isEqualTo("header X-Id is not as described");
        String signature = delivery.headers().get("X-Signature");
        assertThat(verdict(TIMED, with(delivery, "X-Signature", signature + ", " + signature), NOW).valid()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth[sign]", "auth.sign", "sign"})
    void theSignatureInAFormIsLeftOutWhateverItIsCalled(String name) {
        String yaml = "message: {fields: {reserved: ''}}\nbody-format: form\nalgorithm: HMAC-SHA256\n"
                + "key: {credential: secret}\nbody: {'" + name + "': '{signature}'}\n";
        for (String body : new String[]{"a=1&auth%5Bid%5D=2", "a=1&" + FormText.percent(name) + "=old&b=2"}) {
            Outgoing out = Descriptions.post(body);
            Incoming delivery = Descriptions.received(out,
                    Descriptions.signature(yaml).sign(out, ACME, Descriptions.at(NOW), () -> ""));
            assertThat(verdict(yaml, delivery, NOW).reason()).isNull();
            String changed = new String(delivery.body(), StandardCharsets.UTF_8).replace("a=1", "a=2");
            assertThat(verdict(yaml, Descriptions.delivery(Map.of(), changed), NOW).valid()).isFalse();
        }
    }

    @Test
    void aDigestInAHeaderIsThatOfTheBodyAsItIsSent() {
        String yaml = "message: {template: '{header:Digest}'}\ntimestamp: seconds\nalgorithm: HMAC-SHA256\n"
                + "key: {credential: secret}\nheaders: {Digest: '{digest}', s: '{signature}'}\nbody: {at: '{timestamp}'}\n";
        Outgoing out = Descriptions.post("{}");
        Signed signed = Descriptions.signature(yaml).sign(out, ACME, Descriptions.at(NOW), () -> "");
        assertThat(signed.headers().get("Digest"))
                .isEqualTo(TextEncoding.HEX.encode(Algorithm.SHA_256.digest(signed.body())));
        assertThat(verdict(yaml, Descriptions.received(out, signed), NOW).reason()).isNull();
    }

    private static Incoming delivered(String yaml) {
        Outgoing out = Descriptions.post("{\"id\":\"a1\"}");
        return Descriptions.received(out,
                Descriptions.signature(yaml).sign(out, ACME, Descriptions.at(NOW), () -> "6f1c"));
    }

    private static Verdict verdict(String yaml, Incoming delivery, Instant now) {
        return Descriptions.signature(yaml).verify(delivery, List.of(ACME), Descriptions.at(now));
    }

    private static Incoming with(Incoming delivery, String name, String value) {
        Map<String, String> headers = new HashMap<>(delivery.headers());
        headers.put(name, value);
        return new Incoming(delivery.method(), delivery.path(), delivery.query(), headers, delivery.body());
    }
}
