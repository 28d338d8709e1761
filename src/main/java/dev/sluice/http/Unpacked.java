package dev.sluice.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body without its content codings (RFC 9110, 8.4.1): {@code gzip}, and {@code deflate} with or without the frame of
 * zlib.
 *
 * @param bytes as far as they could be unpacked
 */
public record Unpacked(State state, byte[] bytes) {

    /**
     * {@code BROKEN}: the body is not in the coding that it is called, is cut short, or has bytes behind its end.
     * {@code UNKNOWN}: it is in a coding that is not read, or in too many.
     */
    public enum State {
        WHOLE, BROKEN, TOO_LARGE, UNKNOWN
    }

    private static final Set<String> KNOWN = Set.of("gzip", "x-gzip", "deflate");
    /** More of them on top of each other are nobody's mistake. */
    private static final int MOST_CODINGS = 4;
    private static final int GZIP_TRAILER = 8;
    private static final int DEFLATED = 8;
    private static final int PIECE = 4 << 10;
    private static final byte[] NOTHING = {};

    /**
     * @param codings as the headers name them, the last one outermost, if there are some
     * @param most    bytes that it may have, in each of its codings
     */
    public static Unpacked of(byte[] body, @Nullable String codings, int most) {
        List<String> names = new ArrayList<>(
                Stream.of((codings == null ? "" : codings).toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip).filter(name -> !name.isEmpty() && !name.equals("identity")).toList());
        if (names.size() > MOST_CODINGS || !KNOWN.containsAll(names)) {
            return new Unpacked(State.UNKNOWN, body);
        }
        Collections.reverse(names);
        Unpacked unpacked = new Unpacked(State.WHOLE, body);
        for (String name : names) {
            // Nothing is nothing in any coding.
            if (unpacked.state == State.WHOLE && unpacked.bytes.length > 0) {
                unpacked = name.equals("deflate") ? inflated(unpacked.bytes, most) : gunzipped(unpacked.bytes, most);
            }
        }
        return unpacked;
    }

    private static Unpacked gunzipped(byte[] body, int most) {
        try (Gzip in = new Gzip(body)) {
            return read(in, () -> in.left() == GZIP_TRAILER, most);
        } catch (IOException e) {
            return new Unpacked(State.BROKEN, NOTHING);
        }
    }

    private static Unpacked inflated(byte[] body, int most) {
        Inflater inflater = new Inflater(!isZlib(body));
        try {
            return read(new InflaterInputStream(new ByteArrayInputStream(body), inflater, body.length),
                    () -> inflater.getRemaining() == 0, most);
        } finally {
            inflater.end();
        }
    }

    /** By its first two bytes, RFC 1950, 2.2. */
    private static boolean isZlib(byte[] body) {
        return body.length > 1 && (body[0] & 0x0f) == DEFLATED && ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 == 0;
    }

    private static Unpacked read(InflaterInputStream packed, End end, int most) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try {
            for (int length = packed.read(piece); length >= 0; length = packed.read(piece)) {
                plain.write(piece, 0, length);
                if (plain.size() > most) {
                    return new Unpacked(State.TOO_LARGE, NOTHING);
                }
            }
            return new Unpacked(end.isWhereTheBodyEnds() ? State.WHOLE : State.BROKEN, plain.toByteArray());
        } catch (IOException e) {
            return new Unpacked(State.BROKEN, plain.toByteArray());
        }
    }

    private interface End {
        boolean isWhereTheBodyEnds();
    }

    /** All of the body is in its buffer, so what is left there after the last member is its trailer and no more. */
    private static final class Gzip extends GZIPInputStream {

        Gzip(byte[] body) throws IOException {
            super(new ByteArrayInputStream(body), body.length);
        }

        int left() {
            return inf.getRemaining();
        }
    }
}
