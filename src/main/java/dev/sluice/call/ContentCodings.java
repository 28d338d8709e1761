package dev.sluice.call;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.hc.core5.http.Header;

/**
 * Content codings (RFC 9110, 8.4.1) that an answer comes in although Sluice asks for none: {@code gzip} and
 * {@code deflate}, with or without the frame of zlib. A body is plain or it is not read: one that is cut short, that is
 * something else, or that has bytes behind its end is none.
 */
final class ContentCodings {

    /** More of them on top of each other are nobody's mistake. */
    private static final int MOST = 3;
    private static final int GZIP_TRAILER = 8;
    private static final int DEFLATED = 8;

    private ContentCodings() {
    }

    /**
     * @param codings as the answer's headers name them, the last one outermost
     * @param most    bytes that a body may have, however it is coded
     * @throws IOException if there is no plain body in it, or a larger one
     */
    static byte[] decoded(byte[] body, Header[] codings, int most) throws IOException {
        List<String> names = names(codings);
        if (names.size() > MOST) {
            throw new IOException(names.size() + " content codings");
        }
        byte[] plain = body;
        for (int outermost = names.size() - 1; outermost >= 0 && plain.length > 0; outermost--) {
            plain = decoded(plain, names.get(outermost), most);
        }
        return plain;
    }

    private static List<String> names(Header[] codings) {
        return Arrays.stream(codings).flatMap(header -> Stream.of(header.getValue().split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !name.equals("identity")).toList();
    }

    private static byte[] decoded(byte[] body, String coding, int most) throws IOException {
        return switch (coding) {
            case "gzip", "x-gzip" -> ungzipped(body, most);
            case "deflate" -> inflated(body, most);
            default -> throw new IOException("a content coding that is not known");
        };
    }

    private static byte[] ungzipped(byte[] body, int most) throws IOException {
        try (Gzip in = new Gzip(body)) {
            byte[] plain = upTo(most, in);
            in.mustBeAtItsEnd();
            return plain;
        }
    }

    private static byte[] inflated(byte[] body, int most) throws IOException {
        Inflater inflater = new Inflater(!isZlib(body));
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(body), inflater, body.length)) {
            byte[] plain = upTo(most, in);
            if (!inflater.finished() || inflater.getRemaining() > 0) {
                throw new IOException("the compressed body does not end where the answer does");
            }
            return plain;
        } finally {
            inflater.end();
        }
    }

    /** By its first two bytes, RFC 1950, 2.2. */
    private static boolean isZlib(byte[] body) {
        return body.length > 1 && (body[0] & 0x0f) == DEFLATED && ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 == 0;
    }

    private static byte[] upTo(int most, InputStream in) throws IOException {
        byte[] plain = in.readNBytes(most + 1);
        if (plain.length > most) {
            throw new IOException("the body has more than " + most + " bytes");
        }
        return plain;
    }

    /** All of the body is in its buffer, so what is left there after the last member is its trailer and no more. */
    private static final class Gzip extends GZIPInputStream {

        Gzip(byte[] body) throws IOException {
            super(new ByteArrayInputStream(body), body.length);
        }

        void mustBeAtItsEnd() throws IOException {
            if (!inf.finished() || inf.getRemaining() != GZIP_TRAILER) {
                throw new IOException("the compressed body does not end where the answer does");
            }
        }
    }
}
