package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Unpacked.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class UnpackedTest {

    private static final int MOST = 1_000;
    private static final byte[] PLAIN = "{\"code\": \"200\"}".getBytes(StandardCharsets.UTF_8);

    private interface Packing {
        OutputStream around(OutputStream out) throws IOException;
    }

    @Test
    void eachCodingIsTakenOffInTheOrderInWhichTheyWerePutOn() throws Exception {
        byte[] gzip = packed(PLAIN, GZIPOutputStream::new);
        assertUnpacked(PLAIN, null, State.WHOLE, PLAIN);
        assertUnpacked(PLAIN, " , identity", State.WHOLE, PLAIN);
        assertUnpacked(gzip, "X-GZip", State.WHOLE, PLAIN);
        assertUnpacked(packed(PLAIN, DeflaterOutputStream::new), "deflate", State.WHOLE, PLAIN);
        assertUnpacked(packed(PLAIN, out -> new DeflaterOutputStream(out, new Deflater(9, true))), "deflate",
                State.WHOLE, PLAIN);
        assertUnpacked(packed(gzip, DeflaterOutputStream::new), "gzip, deflate", State.WHOLE, PLAIN);
        assertUnpacked(packed(gzip, DeflaterOutputStream::new), "deflate, gzip", State.BROKEN, new byte[0]);
        assertUnpacked(joined(gzip, packed(new byte[0], GZIPOutputStream::new)), "gzip", State.WHOLE, PLAIN);
        assertUnpacked(new byte[0], "gzip, deflate", State.WHOLE, new byte[0]);
    }

    @Test
    void ofWhatIsBrokenItHasWhatComesBeforeTheDamage() throws Exception {
        byte[] gzip = packed(PLAIN, GZIPOutputStream::new);
        assertUnpacked(Arrays.copyOf(gzip, gzip.length - 1), "gzip", State.BROKEN, PLAIN);
        assertUnpacked(joined(gzip, new byte[1]), "gzip", State.BROKEN, PLAIN);
        assertUnpacked(joined(gzip, gzip), "gzip", State.WHOLE, joined(PLAIN, PLAIN));
        assertUnpacked(joined(packed(PLAIN, DeflaterOutputStream::new), new byte[1]), "deflate", State.BROKEN, PLAIN);
        assertUnpacked(PLAIN, "gzip", State.BROKEN, new byte[0]);
    }

    @Test
    void whatGrowsTooLargeIsNotUnpackedToItsEnd() throws Exception {
        assertUnpacked(packed(new byte[MOST], GZIPOutputStream::new), "gzip", State.WHOLE, new byte[MOST]);
        assertUnpacked(packed(new byte[MOST + 1], GZIPOutputStream::new), "gzip", State.TOO_LARGE, new byte[0]);
        byte[] inner = packed(new byte[10 << 20], GZIPOutputStream::new);
        assertUnpacked(packed(inner, GZIPOutputStream::new), "gzip, gzip", State.TOO_LARGE, new byte[0]);
        assertUnpacked(packed(new byte[10 << 20], DeflaterOutputStream::new), "deflate", State.TOO_LARGE, new byte[0]);
    }

    @Test
    void whatIsNotReadIsLeftAsItIs() {
        for (String codings : new String[]{"br", "zstd", "compress", "gzip, br", "g zip", "gzip;q=1",
                "gzip" + ",gzip".repeat(4)}) {
            assertUnpacked(PLAIN, codings, State.UNKNOWN, PLAIN);
        }
    }

    private static void assertUnpacked(byte[] body, String codings, State state, byte[] bytes) {
        Unpacked unpacked = Unpacked.of(body, codings, MOST);
        assertThat(unpacked.state()).as("%s", codings).isEqualTo(state);
        assertThat(unpacked.bytes()).as("%s", codings).isEqualTo(bytes);
    }

    private static byte[] packed(byte[] plain, Packing packing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.around(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
