package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Caller.Answered;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection is given back however an answer ends: each kind comes more often than there are connections. */
class CompressedAnswerTest {

    private static final String PLAIN = "{\"code\": \"200\"}";
    private static final byte[] BODY = PLAIN.getBytes(StandardCharsets.UTF_8);
    private static final byte[] BOMB = new byte[4 << 20];
    private static final int CALLS = Caller.MOST + 1;

    private interface Wrapping {
        OutputStream around(OutputStream out) throws IOException;
    }

    private record Coded(String codings, byte[] body) {
    }

    private final Caller caller = new Caller(Caller.plain(new SimpleMeterRegistry()));
    private RawProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = new RawProvider();
    }

    @AfterEach
    void stop() throws Exception {
        caller.close();
        provider.close();
    }

    @Test
    void noneIsAskedFor() throws Exception {
        provider.answers("HTTP/1.1 204 No Content\r\n\r\n");
        caller.call(uri());
        assertThat(provider.heads().get(0).toLowerCase()).contains("\r\naccept-encoding: identity\r\n");
    }

    @Test
    void anHonestOneIsRead() throws Exception {
        for (Map.Entry<String, Coded> honest : honest().entrySet()) {
            for (int calls = 0; calls < CALLS; calls++) {
                assertThat(answer(200, honest.getValue(), 0).body()).as(honest.getKey()).isEqualTo(PLAIN);
            }
        }
        assertThat(provider.connections()).as("they are kept").isEqualTo(1);
    }

    @Test
    void ofOneThatCannotBeDecodedStatusAndHeadersCount() throws Exception {
        for (Map.Entry<String, Coded> spoilt : spoilt().entrySet()) {
            for (int status : new int[]{200, 401, 429, 500}) {
                assertThat(answer(status, spoilt.getValue(), 0)).as(spoilt.getKey())
                        .isEqualTo(new Answered(status, "", null, true));
            }
        }
    }

    @Test
    void ofOneThatBreaksOffStatusAndHeadersCountUnlessTheySaySuccess() throws Exception {
        for (Map.Entry<String, Coded> honest : honest().entrySet()) {
            for (int calls = 0; calls < CALLS; calls++) {
                assertThat(answer(200, honest.getValue(), 1).http()).as(honest.getKey()).isZero();
                assertThat(answer(429, honest.getValue(), 1).http()).as(honest.getKey()).isEqualTo(429);
            }
        }
    }

    @Test
    void chunksThatEndInNothingGiveTheirConnectionBackToo() throws Exception {
        String head = " X\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n";
        for (String chunks : new String[]{"zz\r\n", "5\r\nabc", "5\r\nabcdefgh\r\n0\r\n\r\n", "-1\r\n\r\n",
                "0\r\nno trailer"}) {
            for (int calls = 0; calls < CALLS; calls++) {
                provider.answers(out -> {
                    out.write(("HTTP/1.1 429" + head + chunks).getBytes(StandardCharsets.ISO_8859_1));
                    throw new IOException("the end of it");
                });
                assertThat(caller.call(uri()).http()).as(chunks).isEqualTo(429);
            }
        }
    }

    private static Map<String, Coded> honest() throws IOException {
        byte[] gzip = wrapped(BODY, GZIPOutputStream::new);
        byte[] zlib = wrapped(BODY, DeflaterOutputStream::new);
        Map<String, Coded> answers = new LinkedHashMap<>();
        answers.put("gzip", new Coded("gzip", gzip));
        answers.put("in capitals", new Coded("GZIP", gzip));
        answers.put("by its old name", new Coded("x-gzip", gzip));
        answers.put("gzip in two members",
                new Coded("gzip", join(wrapped(Arrays.copyOf(BODY, 5), GZIPOutputStream::new),
                        wrapped(Arrays.copyOfRange(BODY, 5, BODY.length), GZIPOutputStream::new))));
        answers.put("deflate", new Coded("deflate", zlib));
        answers.put("deflate without the frame of zlib", new Coded("deflate",
                wrapped(BODY, out -> new DeflaterOutputStream(out, new Deflater(9, true)))));
        answers.put("two of them", new Coded("deflate, gzip", wrapped(zlib, GZIPOutputStream::new)));
        answers.put("identity", new Coded("identity", BODY));
        answers.put("an empty name", new Coded(" , ", BODY));
        answers.put("identity and gzip", new Coded("identity,gzip", gzip));
        return answers;
    }

    private static Map<String, Coded> spoilt() throws IOException {
        byte[] gzip = wrapped(BODY, GZIPOutputStream::new);
        byte[] zlib = wrapped(BODY, DeflaterOutputStream::new);
        Map<String, Coded> answers = new LinkedHashMap<>();
        for (String coding : new String[]{"gzip", "x-gzip", "deflate", "br", "zstd", "compress", "rot13", "gzip, br",
                "g zip"}) {
            answers.put(coding + " over plain text", new Coded(coding, BODY));
            answers.put(coding + " over nothing", new Coded(coding, new byte[0]));
            answers.put(coding + " over zeros", new Coded(coding, new byte[100]));
        }
        answers.put("gzip cut short", new Coded("gzip", Arrays.copyOf(gzip, gzip.length - 9)));
        answers.put("gzip without all of its trailer", new Coded("gzip", Arrays.copyOf(gzip, gzip.length - 1)));
        answers.put("the head of gzip", new Coded("gzip", Arrays.copyOf(gzip, 10)));
        answers.put("gzip of another sum", new Coded("gzip", changed(gzip, gzip.length - 6)));
        answers.put("bytes behind gzip", new Coded("gzip", join(gzip, "more".getBytes())));
        answers.put("many bytes behind gzip", new Coded("gzip", join(gzip, new byte[100])));
        answers.put("deflate cut short", new Coded("deflate", Arrays.copyOf(zlib, zlib.length - 5)));
        answers.put("deflate of another sum", new Coded("deflate", changed(zlib, zlib.length - 1)));
        answers.put("bytes behind deflate", new Coded("deflate", join(zlib, "more".getBytes())));
        answers.put("deflate that wants a dictionary",
                new Coded("deflate", new byte[]{0x78, (byte) 0xbb, 1, 2, 3, 4, 5}));
        answers.put("deflate named gzip", new Coded("gzip", zlib));
        answers.put("gzip named deflate", new Coded("deflate", gzip));
        answers.put("one coding named twice", new Coded("gzip, gzip", gzip));
        answers.put("named a thousand times", new Coded("gzip" + ", gzip".repeat(1_000), gzip));
        answers.put("a gzip bomb", new Coded("gzip", wrapped(BOMB, GZIPOutputStream::new)));
        answers.put("a deflate bomb", new Coded("deflate", wrapped(BOMB, DeflaterOutputStream::new)));
        return answers;
    }

    /** @param missing bytes of the body that are announced and never come */
    private Answered answer(int status, Coded coded, int missing) throws Exception {
        String head = "HTTP/1.1 " + status + " X\r\nContent-Length: " + (coded.body().length + missing)
                + "\r\nContent-Encoding: "
                + coded.codings() + "\r\n\r\n";
        provider.answers(out -> {
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(coded.body());
            if (missing > 0) {
                throw new IOException("the end of it");
            }
        });
        return caller.call(uri());
    }

    private String uri() {
        return "http://127.0.0.1:" + provider.port() + "/";
    }

    private static byte[] wrapped(byte[] plain, Wrapping wrapping) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = wrapping.around(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
