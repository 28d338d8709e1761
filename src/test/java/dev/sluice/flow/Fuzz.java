package dev.sluice.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What the fuzz tests damage documents with; the seed is told, and {@code -Dsluice.test.seed} repeats a run. */
final class Fuzz {

    private static final String[] TEXTS = {"", " ", "\u0000", "a\u0000b", "\r\nX-Evil: 1", "\u2028", "\uFEFF",
            "\u202Eevil", "e\u0301", "\u00e9",
            "\uD83D\uDE00", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", "\uFFFF", "ﷺ", "ⅷ", "٣", "İ", "${body}",
            "${bean:letters?method=address}",
            "${exchange.context.stop()}", "{{sluice.data}}", "#{1+1}", "$simple{body}", "{credential:secret-key}",
            "{requestId}", "\\u0000",
            "'; DROP TABLE requests; --", "\" or 1=1", "../../etc/passwd", "..", "%2e%2e%2f", "a&b=c", "<!DOCTYPE x>",
            "jndi:ldap://127.0.0.1:1/x",
            "${jndi:ldap://127.0.0.1:1/x}", "file:///etc/passwd", "http://127.0.0.1:1/", "true", "null", "NaN", "0",
            "-1", "1e5", "0x10",
            "9".repeat(30), "0." + "0".repeat(400) + "1", "x".repeat(300), "\u00e9".repeat(5_000), "y".repeat(60_000)};

    private static final String[] NUMBERS = {"0", "-0", "-1", "1", "1.0", "1e0", "1E+400", "1e-400", "1e2147483647",
            "1e-2147483648",
            "1e99999999999", "9".repeat(25), "9".repeat(990), "9".repeat(1_500), "0." + "3".repeat(900),
            "100.000000000000000001", "5e-324",
            "1.7976931348623157E308", "9007199254740993", "-9223372036854775809"};

    final long seed = Long.getLong("sluice.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    Fuzz() {
        System.out.println("fuzz with -Dsluice.test.seed=" + seed);
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    byte[] noise() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The document with one to three of its values, members or characters spoilt; often JSON, often none. */
    String damaged(JsonNode document) {
        JsonNode copy = document.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            spoil(copy);
        }
        String text = copy.toString();
        return chance(35) ? scratched(text) : text;
    }

    /** A text with some of its characters changed, left out, doubled or cut off. */
    String scratched(String text) {
        StringBuilder scratched = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0 && scratched.length() > 1; i--) {
            int at = random.nextInt(scratched.length());
            switch (random.nextInt(6)) {
                case 0 -> scratched.setCharAt(at, (char) (32 + random.nextInt(96)));
                case 1 -> scratched.deleteCharAt(at);
                case 2 -> scratched.insert(at,
                        scratched.substring(at, Math.min(scratched.length(), at + 1 + random.nextInt(20))));
                case 3 -> scratched.setLength(at);
                case 4 -> scratched.insert(at, "{}[]\",:\\\n\t\u0000\uFEFF".charAt(random.nextInt(12)));
                default -> scratched.insert(at,
                        random.nextBoolean() ? "[".repeat(1 + random.nextInt(5_000)) : "{\"a\":".repeat(40));
            }
        }
        return scratched.toString();
    }

    byte[] scratched(byte[] bytes) {
        byte[] scratched = bytes.clone();
        for (int i = random.nextInt(4); i >= 0 && scratched.length > 0; i--) {
            scratched[random.nextInt(scratched.length)] = (byte) random.nextInt(256);
        }
        return chance(20) ? Arrays.copyOf(scratched, random.nextInt(scratched.length + 1)) : scratched;
    }

    private void spoil(JsonNode document) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(document, objects);
        if (objects.isEmpty()) {
            return;
        }
        ObjectNode object = one(objects);
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() || chance(10) ? text() : one(names);
        switch (random.nextInt(8)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(text(), object.textNode(text()));
            case 2 -> object.set(name, object.nullNode());
            case 3 -> object.set(name, deep(object));
            case 4 -> object.set(name, new POJONode(new RawValue(
                    NUMBERS[random.nextInt(NUMBERS.length)])));
            case 5 -> object.set(name,
                    random.nextBoolean() ? object.arrayNode().add(text()) : object.booleanNode(random.nextBoolean()));
            default -> object.put(name, text());
        }
    }

    private JsonNode deep(ObjectNode nodes) {
        JsonNode inner = nodes.textNode("x");
        for (int i = random.nextInt(60); i > 0; i--) {
            inner = random.nextBoolean() ? nodes.arrayNode().add(inner) : nodes.objectNode().set("d", inner);
        }
        return inner;
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(member -> collect(member, objects));
    }
}
