package dev.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.flow.LogWatch;
import dev.sluice.provider.GivenProviders;
import dev.sluice.step.StepMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Sluice writes to itself is known by its signature, and nothing else is. */
class MessageSignaturesTest {

    private static final String QUEUE = "sluice.submit.hambit";
    private static final MessageSignatures FIRST = signatures(false, 1);
    private static final MessageSignatures SECOND = signatures(false, 2);
    private static final MessageSignatures CHANGING = signatures(false, 2, 1);
    private static final MessageSignatures TOLERANT = signatures(true, 1);
    private static final MessageSignatures NONE = new MessageSignatures(MessageKeys.NONE);

    private static final Map<String, Object> PROPERTIES = Map.of("step", "s-1", "account", "shop", "attempt", 2,
            "repeat", 1, "handed", true, "chained", true, "late", true, "delivery", "d", "codings", "gzip", "charset",
            "UTF-8");

    @Test
    void whatIsSignedIsOurs() {
        assertThat(fault(FIRST, QUEUE, "body", signed(FIRST, "body", PROPERTIES))).isNull();
        assertThat(fault(FIRST, QUEUE, "", signed(FIRST, "", Map.of("step", "s")))).isNull();
        assertThat(fault(FIRST, QUEUE, new byte[0], signed(FIRST, new byte[0], Map.of()))).isNull();
        assertThat(fault(FIRST, QUEUE, "\uD83E", signed(FIRST, "\uD83E", Map.of("step", "s")))).isNull();
    }

    @Test
    void aKeyThatProtectsNothingYetIsToldAtTheStart() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(said(Map.of("sluice.messages.key", key))).singleElement().asString()
                .contains("protects nothing yet");
        assertThat(said(Map.of("sluice.messages.key", key, "sluice.messages.unsigned", "refuse"))).isEmpty();
        assertThat(said(Map.of())).isEmpty();
    }

    private static List<String> said(Map<String, String> settings) {
        try (LogWatch log = LogWatch.begin()) {
            new MessageSignatures(GivenProviders.config(settings), new SimpleMeterRegistry());
            return log.all().stream().filter(line -> line.contains("sluice.messages.key")).toList();
        }
    }

    @Test
    void whatIsTakenUnsignedIsCountedWhereThereIsAKey() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        MessageSignatures tolerant = new MessageSignatures(new MessageKeys(List.of(new byte[32]), true), metrics);
        tolerant.taken(Map.of("step", "s")::get);
        tolerant.taken(signed(tolerant, "body", PROPERTIES)::get);
        assertThat(metrics.get("sluice.unsigned.messages").counter().count()).isEqualTo(1);

        SimpleMeterRegistry without = new SimpleMeterRegistry();
        new MessageSignatures(MessageKeys.NONE, without).taken(Map.of("step", "s")::get);
        assertThat(without.get("sluice.unsigned.messages").counter().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice.submit.messagehub", "sluice.submit.hambit.shop", "sluice.polls.hambit"})
    void onAnotherQueueItIsNot(String queue) {
        assertThat(fault(FIRST, queue, "body", signed(FIRST, "body", PROPERTIES))).contains("queue");
    }

    @Test
    void withAnotherBodyItIsNot() {
        Map<String, Object> message = signed(FIRST, "body", PROPERTIES);
        for (Object body : new Object[]{"bodY", "body ", "", "body".getBytes(), "b\0o\0d\0y"}) {
            assertThat(fault(FIRST, QUEUE, body, message)).isNotNull();
        }
        assertThat(fault(FIRST, QUEUE, "?", signed(FIRST, "\uD83E", Map.of()))).isNotNull();
    }

    /** Also not where the change keeps the text of all parts together as it was. */
    @Test
    void withAnyPropertyChangedAddedOrTakenAwayItIsNot() {
        Map<String, Object> whole = signed(FIRST, "body", PROPERTIES);
        PROPERTIES.forEach((name, value) -> {
            for (Object other : Arrays.asList(value + "1", value instanceof Integer n ? n + 1 : 7,
                    !(value instanceof Boolean),
                    String.valueOf(value) + "\0", 2L, null)) {
                Map<String, Object> changed = new HashMap<>(whole);
                changed.put(name, other);
                assertThat(fault(FIRST, QUEUE, "body", changed)).as("%s as %s", name, other).isNotNull();
            }
            Map<String, Object> without = new HashMap<>(PROPERTIES);
            without.remove(name);
            Map<String, Object> added = signed(FIRST, "body", without);
            added.put(name, value);
            assertThat(fault(FIRST, QUEUE, "body", added)).as("%s added", name).isNotNull();
        });
    }

    /** A later version may act on more of a message; an earlier one takes it, for it acts on no more than it knows. */
    @Test
    void whatTheBrokerAddsDoesNotMatterAndWhatALaterVersionSignsDoes() {
        Map<String, Object> delivered = signed(FIRST, "body", PROPERTIES);
        delivered.putAll(Map.of("_AMQ_SCHED_DELIVERY", 7L, "JMSXDeliveryCount", 3, "_AMQ_ORIG_QUEUE", "x"));
        assertThat(fault(FIRST, QUEUE, "body", delivered)).isNull();

        Map<String, Object> later = signed(FIRST, "body", Map.of("step", "s", "later", "x"));
        assertThat(fault(FIRST, QUEUE, "body", later)).isNull();
        later.put("later", "y");
        assertThat(fault(FIRST, QUEUE, "body", later)).isNotNull();
    }

    @Test
    void whileAKeyIsChangedWhoHasOneOfThemKnowsTheOthersMessages() {
        assertThat(fault(SECOND, QUEUE, "body", signed(FIRST, "body", PROPERTIES))).contains("another key");
        for (MessageSignatures reader : List.of(FIRST, SECOND, CHANGING)) {
            assertThat(fault(reader, QUEUE, "body", signed(CHANGING, "body", PROPERTIES))).isNull();
            assertThat(fault(CHANGING, QUEUE, "body", signed(reader, "body", PROPERTIES))).isNull();
            assertThat(fault(NONE, QUEUE, "body", signed(reader, "body", PROPERTIES))).isNull();
        }
    }

    @Test
    void oneWithoutASignatureIsTakenWhereASettingSaysSo() {
        assertThat(fault(TOLERANT, QUEUE, "body", PROPERTIES)).isNull();
        assertThat(fault(NONE, QUEUE, "body", PROPERTIES)).isNull();
        assertThat(fault(FIRST, QUEUE, "body", PROPERTIES)).contains("sluice.messages.unsigned");
        assertThat(fault(TOLERANT, QUEUE, "bodY", signed(FIRST, "body", PROPERTIES))).isNotNull();
    }

    @Test
    void whatOthersWriteForASignatureIsNone() {
        String good = (String) signed(FIRST, "body", PROPERTIES).get(MessageSignatures.PROPERTY);
        Map<String, Object> odd = new LinkedHashMap<>();
        for (Object text : new Object[]{"", " ", "1", "1::", "1:step:" + "A".repeat(44), good + ",", good + " ",
                " " + good, good.replaceFirst("^1", "2"), good.toLowerCase(java.util.Locale.ROOT),
                "1:" + ",".repeat(60_000),
                "x".repeat(100_000), 7, true, new byte[]{1}, good.substring(0, good.lastIndexOf(':') + 1)}) {
            odd.put(MessageSignatures.PROPERTY, text);
            odd.putAll(PROPERTIES);
            assertThat(fault(FIRST, QUEUE, "body", odd)).as("%s", text).isNotNull();
        }
    }

    @Test
    void onlyWhatIsActedOnIsSigned() {
        for (String queue : List.of("sluice.submit.x", "sluice.polls.x.shop", "sluice.webhooks.x")) {
            assertThat(FIRST.of(queue, "body", PROPERTIES)).isPresent();
            assertThat(NONE.of(queue, "body", PROPERTIES)).isEmpty();
        }
        for (String queue : List.of("orders.results", "replies.x", "sluice.dead", "sluice.attention")) {
            assertThat(FIRST.of(queue, "body", PROPERTIES)).isEmpty();
        }
    }

    /** A property that a step reads and no signature covers could be added by anybody. */
    @Test
    void everyPropertyThatAStepReadsIsCovered() {
        TreeSet<String> read = new TreeSet<>();
        StepMessage.read(name -> {
            read.add(name);
            return name.equals("step") ? "s" : null;
        }, "body");
        assertThat(MessageSignatures.ACTED_ON).containsAll(read);
    }

    private static Map<String, Object> signed(MessageSignatures by, Object body, Map<String, Object> properties) {
        Map<String, Object> signed = new HashMap<>(properties);
        by.of(QUEUE, body, properties).ifPresent(text -> signed.put(MessageSignatures.PROPERTY, text));
        return signed;
    }

    private static String fault(MessageSignatures by, String queue, Object body, Map<String, Object> properties) {
        return by.fault(queue, body, properties::get);
    }

    private static MessageSignatures signatures(boolean unsigned, int... seeds) {
        return new MessageSignatures(new MessageKeys(Arrays.stream(seeds).mapToObj(seed -> {
            byte[] key = new byte[32];
            new java.util.Random(seed).nextBytes(key);
            return key;
        }).toList(), unsigned));
    }
}
