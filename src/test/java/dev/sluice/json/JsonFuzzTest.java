package dev.sluice.json;

import static org.assertj.core.api.Assertions.fail;

import dev.sluice.json.Json.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, reading gives a document or says that it is unreadable. Bounded; the seed is told. */
class JsonFuzzTest {

    private static final int INPUTS = 60_000;
    private static final String[] PIECES = {"{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"amount\"", "\\uD800",
            "\\u0000", "\\", "1",
            "-", "1e9999999999", "1e-2147483649", "0.1", "1E400", "9".repeat(1_200), "true", "null", "NaN", "-Infinity",
            " ", "\n", "\uFEFF", "é", "😀",
            "\u0000", "/", "{\"order\":{\"amount\":", "[".repeat(40), "{\"x\":"};

    @Test
    void readingOnlyEverSaysUnreadable() {
        long seed = Long.getLong("sluice.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = i % 3 == 0 ? noise(random) : i % 3 == 1 ? pieces(random) : damaged(random);
            for (Numbers numbers : Numbers.values()) {
                try {
                    Json.write(Json.sorted(i % 2 == 0 ? Json.read(input, numbers)
                            : Json.answer(input, i % 4 == 1 ? StandardCharsets.UTF_16 : null, numbers)));
                } catch (Unreadable expected) {
                    // the only exception that is promised
                } catch (RuntimeException | StackOverflowError e) {
                    fail("seed %d, input %d, %s: %s", seed, i, new String(input, StandardCharsets.ISO_8859_1), e);
                }
            }
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] pieces(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] damaged(Random random) {
        byte[] bytes = ("{\"requestId\":\"r-1\",\"operation\":\"fiat-to-crypto\",\"order\":{\"amount\":100.00,\"x\":[1,2.5e3,null,\"\\u00e9\"]},"
                + "\"metadata\":{\"t\":\"é😀\"}}").getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
