package dev.sluice.cipher;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What encrypts a block (FIPS 197, SP 800-67, GB/T 32907). */
enum BlockCipher {
    AES("AES", "AES", 16, 16, 24, 32), TRIPLE_DES("3DES", "DESede", 8, 16, 24), SM4("SM4", "SM4", 16, 16);

    final String label;
    /** As the JDK names it, if it has it. */
    final String name;
    /** Bytes of a block. */
    final int block;
    private final int[] keys;

    BlockCipher(String label, String name, int block, int... keys) {
        this.label = label;
        this.name = name;
        this.block = block;
        this.keys = keys;
    }

    /** AES where the section names none. */
    static BlockCipher of(Section section) {
        if (!section.has("algorithm")) {
            return AES;
        }
        String label = section.oneOf("algorithm", List.of(AES.label, TRIPLE_DES.label, SM4.label));
        return Stream.of(values()).filter(cipher -> cipher.label.equals(label)).findFirst().orElseThrow();
    }

    static BlockCipher of(SecretKey key) {
        return Stream.of(values()).filter(cipher -> cipher.name.equals(key.getAlgorithm())).findFirst().orElseThrow();
    }

    /** None where the bytes are too many or too few. Of two keys of 3DES the first is the third too. */
    @Nullable
    SecretKey key(byte[] bytes) {
        if (Arrays.stream(keys).noneMatch(length -> length == bytes.length)) {
            return null;
        }
        byte[] whole = bytes;
        if (this == TRIPLE_DES && bytes.length < 3 * block) {
            whole = Arrays.copyOf(bytes, 3 * block);
            System.arraycopy(bytes, 0, whole, 2 * block, block);
        }
        return new SecretKeySpec(whole, name);
    }

    /** {@code 16, 24 or 32}. */
    String lengths() {
        return Arrays.stream(keys).mapToObj(Integer::toString).collect(Collectors.joining(", "))
                .replaceFirst(", (\\d+)$", " or $1");
    }
}
