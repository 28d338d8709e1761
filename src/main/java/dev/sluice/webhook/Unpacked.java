package dev.sluice.webhook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A body without its content encodings (RFC 9110, 8.4).
 *
 * @param bytes as far as they could be unpacked
 */
record Unpacked(State state, byte[] bytes) {

    /** {@code BROKEN}: these bytes are not, or not to their end, in the encoding that they are called. */
    enum State { WHOLE, BROKEN, TOO_LARGE, UNKNOWN }

    private static final int MOST_ENCODINGS = 4;

    /** @param encodings as the header names them, in the order in which they were put on; null for none */
    static Unpacked of(byte[] body, String encodings, int most) {
        List<String> names = new ArrayList<>(Stream.of((encodings == null ? "" : encodings).toLowerCase(Locale.ROOT).split(","))
                .map(String::strip).filter(name -> !name.isEmpty() && !name.equals("identity")).toList());
        Collections.reverse(names);
        if (names.size() > MOST_ENCODINGS || !List.of("gzip", "x-gzip", "deflate").containsAll(names)) {
            return new Unpacked(State.UNKNOWN, body);
        }
        Unpacked unpacked = new Unpacked(State.WHOLE, body);
        for (String name : names) {
            if (unpacked.state == State.WHOLE) {
                unpacked = name.equals("deflate") ? inflated(unpacked.bytes, most) : gunzipped(unpacked.bytes, most);
            }
        }
        return unpacked;
    }

    private static Unpacked gunzipped(byte[] body, int most) {
        return read(() -> new GZIPInputStream(new ByteArrayInputStream(body)), most);
    }

    /** As the standard has it, with the header of zlib; else without, as some send it. */
    private static Unpacked inflated(byte[] body, int most) {
        Unpacked zlib = inflated(body, false, most);
        return zlib.state == State.BROKEN && zlib.bytes.length == 0 ? inflated(body, true, most) : zlib;
    }

    private static Unpacked inflated(byte[] body, boolean bare, int most) {
        Inflater inflater = new Inflater(bare);
        try {
            return read(() -> new InflaterInputStream(new ByteArrayInputStream(body), inflater), most);
        } finally {
            inflater.end();
        }
    }

    private static Unpacked read(Opening packed, int most) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = packed.open()) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (bytes.size() == most) {
                    return new Unpacked(State.TOO_LARGE, new byte[0]);
                }
                bytes.write(next);
            }
            return new Unpacked(State.WHOLE, bytes.toByteArray());
        } catch (IOException e) {
            return new Unpacked(State.BROKEN, bytes.toByteArray());
        }
    }

    private interface Opening {
        InputStream open() throws IOException;
    }
}
