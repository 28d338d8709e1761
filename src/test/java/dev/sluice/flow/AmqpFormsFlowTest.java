package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.protonj2.client.AdvancedMessage;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.Decimal128;
import org.apache.qpid.protonj2.types.Decimal32;
import org.apache.qpid.protonj2.types.Decimal64;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnsignedByte;
import org.apache.qpid.protonj2.types.UnsignedInteger;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.UnsignedShort;
import org.apache.qpid.protonj2.types.messaging.AmqpSequence;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.Section;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever an AMQP client can put into a message is carried out, or is refused and lies on {@code sluice.dead}. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class AmqpFormsFlowTest extends FlowTest {

    private static final Map<String, Object> SIMPLE = simple();
    private static final byte LIST = (byte) 0xd0;
    private static final byte NULL = 0x40;

    private AnyAmqp client;
    private LogWatch log;

    @BeforeEach
    void connect() throws Exception {
        client = new AnyAmqp(world.brokerPort());
        log = LogWatch.begin();
    }

    @AfterEach
    void goesOnAndNoConsumerWasLost() {
        assertThat(end(send(Requests.fiatToCrypto(id("after")))).status()).isEqualTo("COMPLETED");
        client.close();
        log.close();
        assertThat(log.unexpected()).isEmpty();
        assertThat(log.all()).noneMatch(line -> line.contains("AMQ212037") || line.contains("AMQ2140"));
    }

    @Test
    void aBodyThatIsOneTextOrBytesIsRead() throws Exception {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String form : List.of("value", "binary", "data", "two", "many", "content type", "a header")) {
            String id = id("form");
            String text = Requests.fiatToCrypto(id).toString();
            AdvancedMessage<Object> message = AnyAmqp.of(switch (form) {
                case "value" -> sections(new AmqpValue<>(text));
                case "binary" -> sections(new AmqpValue<>(new Binary(text.getBytes(StandardCharsets.UTF_8))));
                case "two" -> parts(text, text.length() / 2);
                case "many" -> parts(text, 7);
                default -> sections(data(text));
            });
            if (form.equals("content type")) {
                message.contentType("application/x-anything");
            } else if (form.equals("a header")) {
                message.header(
                        new Header().setPriority(UnsignedByte.valueOf((byte) 255).byteValue()).setDurable(false));
            }
            assertThat(client.send("orders.requests", message)).as(form).isEqualTo("ACCEPTED");
            ids.put(form, id);
        }
        ids.forEach((form, id) -> assertThat(end(id).status()).as(form).isEqualTo("COMPLETED"));
    }

    @Test
    void aBodyOfAnyOtherFormIsADeadLetter() throws Exception {
        Map<String, Section<?>[]> forms = new LinkedHashMap<>();
        SIMPLE.forEach((type, value) -> {
            if (!(value instanceof String) && !(value instanceof Binary)) {
                forms.put(type, sections(new AmqpValue<>(value)));
            }
        });
        forms.put("map", sections(new AmqpValue<>(Map.of("a", 1))));
        forms.put("map in a map", sections(new AmqpValue<>(Map.of("a", Map.of("b", Map.of("c", List.of(1)))))));
        forms.put("map with a key that is none", sections(new AmqpValue<>(Map.of(7, "seven"))));
        forms.put("list of maps", sections(new AmqpValue<>(List.of(Map.of("a", 1), List.of()))));
        forms.put("array", sections(new AmqpValue<>(new int[]{1, 2})));
        forms.put("sequence", sections(new AmqpSequence<>(List.of("a", Map.of("b", 1)))));
        forms.put("sequences", sections(new AmqpSequence<>(List.of(1)), new AmqpSequence<>(List.of(2))));
        for (Map.Entry<String, Section<?>[]> form : forms.entrySet()) {
            String correlation = id("form");
            AdvancedMessage<Object> message = AnyAmqp.of(form.getValue());
            message.correlationId(correlation);
            assertThat(client.send("orders.requests", message)).as(form.getKey()).isEqualTo("ACCEPTED");
            assertThat(world.witness().awaitCorrelated(correlation).category()).as(form.getKey())
                    .isEqualTo("VALIDATION");
            assertThat(dead(correlation).properties().get("deadReason").toString()).as(form.getKey())
                    .contains("its body is neither one text nor bytes");
        }
    }

    /** Whoever made such a body anew would run out of stack, or of memory. */
    @Test
    void aBodyThatIsNestedDeepOrHasManyItemsIsADeadLetterLikeAnyOther() throws Exception {
        try (AmqpUpstream upstream = new AmqpUpstream(world.brokerPort())) {
            for (byte[] value : List.of(nested(100_000), nulls(3_000_000))) {
                String correlation = id("deep");
                org.apache.qpid.proton.message.Message beginning = Proton.message();
                beginning.setCorrelationId(correlation);
                assertThat(upstream.send("orders.requests", beginning, value(value))).isTrue();
                assertThat(world.witness().awaitCorrelated(correlation).category()).isEqualTo("VALIDATION");
                assertThat(dead(correlation).properties().get("deadReason").toString())
                        .contains("its body is neither one text nor bytes");
            }
        }
    }

    /** An AMQP value section, encoded (AMQP 1.0, 3.2.8). */
    private static byte[] value(byte[] value) {
        return ByteBuffer.allocate(3 + value.length).put(new byte[]{0, 0x53, 0x77}).put(value).array();
    }

    /** A list in a list in a list (AMQP 1.0, 1.6.22). */
    private static byte[] nested(int deep) {
        int head = 1 + 2 * Integer.BYTES;
        ByteBuffer lists = ByteBuffer.allocate(deep * head + 1);
        for (int level = 0; level < deep; level++) {
            lists.put(LIST).putInt(lists.capacity() - lists.position() - Integer.BYTES).putInt(1);
        }
        return lists.put(NULL).array();
    }

    private static byte[] nulls(int many) {
        byte[] list = new byte[1 + 2 * Integer.BYTES + many];
        Arrays.fill(list, NULL);
        ByteBuffer.wrap(list).put(LIST).putInt(Integer.BYTES + many).putInt(many);
        return list;
    }

    @Test
    void aLargeTextLiesOnTheDeadQueueWhole() throws Exception {
        String text = "{\"requestId\": \"" + "x".repeat(3 << 20) + "\"}";
        String correlation = id("large");
        AdvancedMessage<Object> message = AnyAmqp.of(new AmqpValue<>(text));
        message.correlationId(correlation);
        assertThat(client.send("orders.requests", message)).isEqualTo("ACCEPTED");
        assertThat(world.witness().awaitCorrelated(correlation).error()).contains("64 KiB");
        assertThat(dead(correlation).text()).isEqualTo(text);
    }

    @Test
    void anApplicationPropertyOfAnySimpleTypeIsNoMatter() throws Exception {
        Map<String, String> ids = new LinkedHashMap<>();
        for (Map.Entry<String, Object> simple : SIMPLE.entrySet()) {
            for (String name : List.of("tenant", "_AMQ_SCHED_DELIVERY", "_AMQ_GROUP_ID", "_AMQ_DUPL_ID", "JMSXGroupID",
                    "JMSReplyTo", "step")) {
                String id = id("property");
                AdvancedMessage<Object> message = AnyAmqp.of(data(Requests.fiatToCrypto(id).toString()));
                message.property(name, simple.getValue());
                assertThat(client.send("orders.requests", message)).as(simple.getKey()).isEqualTo("ACCEPTED");
                ids.put(name + " as " + simple.getKey(), id);
            }
        }
        ids.forEach((what, id) -> assertThat(end(id).status()).as(what).isEqualTo("COMPLETED"));
    }

    /** AMQP 1.0, 3.2.5: simple types only. */
    @Test
    void anApplicationPropertyThatIsNotSimpleIsRefusedAndTheMessageADeadLetter() throws Exception {
        for (Object value : List.of(Map.of("id", 7), List.of(1), Map.of("a", Map.of("b", 1)), new int[]{1})) {
            String id = id("property");
            byte[] body = Requests.fiatToCrypto(id).toString().getBytes(StandardCharsets.UTF_8);
            AdvancedMessage<Object> message = AnyAmqp.of(new Data(body));
            message.property("tenant", value);
            assertThat(client.send("orders.requests", message)).isEqualTo("ACCEPTED");
            assertThat(refusal(id).error()).contains("an application property is a map");
            assertThat(world.witness().awaitDead(body).properties()).containsEntry("requestId", id);
        }
    }

    @Test
    void anAnnotationOfAnyTypeIsNoMatter() throws Exception {
        Map<String, Object> values = new LinkedHashMap<>(SIMPLE);
        values.put("map", Map.of("a", Map.of("b", 1)));
        Map<String, String> ids = new LinkedHashMap<>();
        for (Map.Entry<String, Object> value : values.entrySet()) {
            for (String name : List.of("x-opt-anything", "x-opt-jms-msg-type", "x-opt-jms-dest",
                    "x-opt-ingress-time")) {
                String id = id("annotation");
                AdvancedMessage<Object> message = AnyAmqp.of(data(Requests.fiatToCrypto(id).toString()));
                message.annotation(name, value.getValue());
                if (client.send("orders.requests", message).equals("ACCEPTED")) {
                    ids.put(name + " as " + value.getKey(), id);
                }
            }
        }
        assertThat(ids).hasSizeGreaterThan(values.size() * 3);
        ids.forEach((what, id) -> assertThat(end(id).status()).as(what).isEqualTo("COMPLETED"));
    }

    @Test
    void aDeliveryTimeIsRefusedWhateverItSays() throws Exception {
        long tomorrow = System.currentTimeMillis() + 86_400_000;
        for (Object value : Arrays.asList(tomorrow, UnsignedLong.valueOf(tomorrow), 5, "tomorrow", 0L, -1L)) {
            for (String name : List.of("x-opt-delivery-time", "x-opt-delivery-delay")) {
                String id = id("later");
                AdvancedMessage<Object> message = AnyAmqp.of(data(Requests.fiatToCrypto(id).toString()));
                message.annotation(name, value);
                assertThat(client.send("orders.requests", message)).isEqualTo("ACCEPTED");
                assertThat(refusal(id).error()).contains("delivery time");
            }
        }
    }

    private Received dead(String correlation) {
        return world.witness().await(() -> world.witness().dead().stream()
                .filter(letter -> correlation.equals(letter.correlationId())).findFirst().orElse(null),
                () -> "dead " + correlation);
    }

    private static Section<?>[] sections(Section<?>... sections) {
        return sections;
    }

    private static Data data(String text) {
        return new Data(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Section<?>[] parts(String text, int size) {
        List<Section<?>> parts = new ArrayList<>();
        for (int from = 0; from < text.length(); from += size) {
            parts.add(data(text.substring(from, Math.min(text.length(), from + size))));
        }
        return parts.toArray(Section[]::new);
    }

    /** A value of every simple type there is (AMQP 1.0, 1.6). */
    private static Map<String, Object> simple() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("boolean", true);
        values.put("ubyte", UnsignedByte.valueOf((byte) 1));
        values.put("ushort", UnsignedShort.valueOf((short) 1));
        values.put("uint", UnsignedInteger.valueOf(1));
        values.put("ulong", UnsignedLong.valueOf(-1L));
        values.put("byte", (byte) 1);
        values.put("short", (short) 1);
        values.put("int", 1);
        values.put("long", Long.MAX_VALUE);
        values.put("float", Float.NaN);
        values.put("double", 1.5);
        values.put("decimal32", new Decimal32(1));
        values.put("decimal64", new Decimal64(1));
        values.put("decimal128", new Decimal128(1, 2));
        values.put("char", 'c');
        values.put("timestamp", new Date());
        values.put("uuid", UUID.randomUUID());
        values.put("binary", new Binary(new byte[]{0, 1}));
        values.put("string", "text");
        values.put("symbol", Symbol.valueOf("symbol"));
        return values;
    }
}
