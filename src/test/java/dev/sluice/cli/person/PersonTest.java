package dev.sluice.cli.person;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.GivenDead;
import dev.sluice.cli.Ran;
import dev.sluice.cli.TestBroker;
import dev.sluice.json.Json;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.KeyedHash;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Status;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person asks for who wants to know what there is of somebody. */
class PersonTest {

    private static final String NUMBER = "+5511912345678";

    @TempDir
    private Path data;
    private GivenLedger given;
    private Ledger ledger;

    @BeforeEach
    void makeALedger() throws Exception {
        given = GivenLedger.in(data);
        ledger = given.ledger(Clock.offset(Clock.systemUTC(), Duration.ofDays(-2)));
        request("done", Status.COMPLETED);
        request("open", Status.UNRESOLVED);
    }

    @AfterEach
    void closeIt() throws Exception {
        given.close();
    }

    @Test
    void findingNamesTheRequestsAndNotThePerson() {
        Ran ran = person(NUMBER + "\n", "find", "-", "--ledger-only");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).containsPattern("otp +done +COMPLETED .* hash").containsPattern("otp +open +UNRESOLVED")
                .doesNotContain("345678");
        assertThat(person("+5511900000000", "find", "-", "--ledger-only").out()).isEqualTo("No request has it.\n");
        assertThat(json(person(NUMBER, "find", "-", "--ledger-only", "--json").out().lines().toList().get(0))
                .path("by").asText()).isEqualTo("hash");
    }

    @Test
    void deadLettersAreLookedAtToo() throws Exception {
        try (TestBroker broker = new TestBroker(0)) {
            GivenDead dead = new GivenDead(broker);
            String id = dead.text("{\"otp\":{\"mobile\":\"" + NUMBER + "\"}}", "otp.requests", Map.of());
            dead.text("{\"otp\":{\"mobile\":\"+4915112345678\"}}", "otp.requests", Map.of());
            Map<String, String> environment = new HashMap<>(environment());
            environment.putAll(broker.environment());

            Ran ran = Ran.run(data, environment, NUMBER, "person", "find", "-");

            assertThat(ran.err()).isEmpty();
            assertThat(ran.out().lines().filter(line -> line.contains("sluice.dead"))).singleElement().asString()
                    .contains("./sluice dead show " + id.replace("ID:", ""));
        }
    }

    @Test
    void aBrokerThatIsAwayIsTold() {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("SLUICE_BROKER_URL", "tcp://localhost:1");

        Ran ran = Ran.run(data, environment, NUMBER, "person", "find", "-");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("done");
        assertThat(ran.err()).contains("sluice.dead was not looked at (--ledger-only does without it)");
    }

    @Test
    void exportingWritesAllThatThereIs() {
        List<String> lines = person(NUMBER, "export", "-").out().lines().toList();

        assertThat(lines).hasSize(3);
        assertThat(json(lines.get(0)).path("requestId").asText()).isEqualTo("done");
        assertThat(json(lines.get(0)).at("/request/otp/mobile").asText()).isEqualTo("+55*********78");
        assertThat(json(lines.get(2)).at("/end/requests").asInt()).isEqualTo(2);
    }

    @Test
    void erasingLeavesWhatIsOpenAndSaysWhatThatIs() {
        Ran ran = erase(NUMBER, "letter 7");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).startsWith("Erased in 1 requests that ended;");
        assertThat(ran.err()).contains("1 requests have not ended").contains("otp open").doesNotContain("345678");
        assertThat(person(NUMBER, "find", "-", "--ledger-only").out()).contains("open").doesNotContain("done");

        ledger.record(new Key("otp", "open"), "late", Change.to(Status.FAILED, sequence -> "{\"status\":\"FAILED\"}"));
        assertThat(erase(NUMBER, "letter 7").exitCode()).isZero();
        assertThat(person(NUMBER, "find", "-", "--ledger-only").out()).isEqualTo("No request has it.\n");
    }

    @Test
    void whatEndedNewlyIsNamedAndLeft() {
        ledger = given.ledger(Clock.systemUTC());
        request("new", Status.COMPLETED);

        Ran ran = erase(NUMBER, "letter 7");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).startsWith("Erased in 1 requests that ended;");
        assertThat(ran.err()).contains("1 requests have not ended").contains("1 requests ended within 24 h by")
                .contains("otp new");
    }

    @Test
    void aNumberThatIsAPartOfAnotherIsErasedOnlyWhereThatIsSaid() {
        Key key = new Key("otp", "part");
        ledger.claim(Entry.wanted(key, "hambit", "default", "verify", "h",
                Json.object().put("note", "11 " + NUMBER.substring(1)),
                Json.object()), "p", false);
        ledger.record(key, "p", Change.to(Status.COMPLETED, s -> "{}"));

        assertThat(erase("5511912345678", "letter 7").out()).contains("1 others have a masked form that fits");
        assertThat(erase("1191234567", "letter 7").out()).startsWith("Erased in 0 requests").doesNotContain("others");
    }

    @Test
    void aMaskedFormAloneIsErasedOnlyWhereThatIsSaid() {
        Key key = new Key("otp", "masked");
        ledger.claim(Entry.wanted(key, "hambit", "default", "verify", "h", Json.object(), Json.object()), "m", false);
        ledger.record(key, "m", Change.to(Status.COMPLETED, s -> "{\"data\":{\"mobile\":\"+55*********78\"}}"));

        assertThat(erase(NUMBER, "letter 7").out()).contains("1 others have a masked form that fits");
        assertThat(person(NUMBER, "find", "-", "--ledger-only").out()).containsPattern("masked .* masked");
        assertThat(person(NUMBER, "export", "-").out()).doesNotContain("masked\"");
        assertThat(person(NUMBER, "export", "-").err()).startsWith("1 others").contains("--possible exports");
        assertThat(person(NUMBER, "export", "-", "--possible").out()).contains("\"foundBy\":\"masked\"");
        assertThat(person(NUMBER, "export", "-", "--possible").err()).isEmpty();
        assertThat(person(NUMBER, "erase", "-", "--by", "ana", "--why", "letter", "--possible").out())
                .startsWith("Erased in 1 requests");
        assertThat(person(NUMBER, "find", "-", "--ledger-only").out()).doesNotContain("masked");
    }

    @Test
    void whoIsErasedIsNotNamedInTheReason() {
        assertThat(erase("Maria Silva", "asked by maria silva").err()).contains("must not name who is erased");
        assertThat(erase("Mia", "why").err()).contains("standard input must be one line");
    }

    private Ran erase(String who, String why) {
        return person(who, "erase", "-", "--by", "ana", "--why", why);
    }

    private Ran person(String in, String... arguments) {
        return Ran.run(data, environment(), in,
                Stream.concat(Stream.of("person"), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private Map<String, String> environment() {
        return Map.of("SLUICE_DATA", data.toString());
    }

    private void request(String id, Status status) {
        KeyedHash hash = new KeyedHash(ledger.hashKey("cd".repeat(32)));
        Key key = new Key("otp", id);
        ledger.claim(Entry.wanted(key, "hambit", "default", "send", "h", Json.own("""
                {"requestId": "%s", "otp": {"mobile": "+55*********78", "mobileHash": "%s"}}""".formatted(id,
                hash.of(NUMBER))), Json.object()), id, false);
        ledger.record(key, id, Change.to(status, sequence -> "{\"status\":\"" + status + "\"}"));
    }

    private static JsonNode json(String line) {
        return Json.own(line);
    }
}
