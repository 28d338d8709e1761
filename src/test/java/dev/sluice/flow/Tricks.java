package dev.sluice.flow;

import dev.sluice.flow.Meddler.Trick;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Answers that no provider should give. */
final class Tricks {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String JSON = OK + "Content-Type: application/json\r\n";
    private static final byte[] ZEROS = new byte[1 << 16];

    private interface Wrapping {
        OutputStream around(OutputStream out) throws IOException;
    }

    private interface Endless {
        void more(OutputStream out) throws IOException;
    }

    private Tricks() {
    }

    /** Each goes on until Sluice hangs up. */
    static Map<String, Trick> endless() {
        Map<String, Trick> tricks = new LinkedHashMap<>();
        tricks.put("a gzip bomb", bomb("gzip", GZIPOutputStream::new));
        tricks.put("a deflate bomb", bomb("deflate", DeflaterOutputStream::new));
        tricks.put("more than was announced to end",
                forEver(JSON + "Content-Length: 10000000000\r\n\r\n", out -> out.write(ZEROS)));
        tricks.put("a body without an end", forEver(JSON + "Connection: close\r\n\r\n", out -> out.write(ZEROS)));
        tricks.put("a dripping body",
                forEver(JSON + "Transfer-Encoding: chunked\r\n\r\n", Tricks.dripping("1\r\n \r\n")));
        tricks.put("dripping headers", forEver(OK, Tricks.dripping("X-More: yes\r\n")));
        tricks.put("a header line without an end", forEver(OK + "X-Long: ", out -> out.write(ZEROS)));
        tricks.put("headers without an end", forEver(OK, out -> out.write("X-More: yes\r\n".repeat(5_000).getBytes())));
        tricks.put("a status line without an end",
                forEver("HTTP/1.1 200 ", out -> out.write("OK".repeat(30_000).getBytes())));
        tricks.put("provisional answers without an end", forEver("", out -> out.write(("HTTP/1.1 102"
                + " Processing\r\n\r\n").repeat(1_000).getBytes())));
        tricks.put("a chunk's size without an end",
                forEver(JSON + "Transfer-Encoding: chunked\r\n\r\n1;", out -> out.write(ZEROS)));
        tricks.put("trailers without an end", forEver(JSON + "Transfer-Encoding: chunked\r\n\r\n0\r\n",
                out -> out.write("X-More: yes\r\n".repeat(5_000).getBytes())));
        return tricks;
    }

    /** Each ends, and says nothing that may be believed. */
    static Map<String, Trick> unreadable() {
        Map<String, Trick> tricks = new LinkedHashMap<>();
        for (String instead : new String[]{"\"done\"", "[]", "[[7]]", "7", "true", "null",
                "{\"orderId\":{},\"orderStatus\":[]}"}) {
            tricks.put("data as " + instead,
                    body(text -> text.replaceFirst("\"data\":\\{.*\\}", "\"data\":" + instead)));
        }
        tricks.put("a text", body(text -> "\"done\""));
        tricks.put("a list", body(text -> "[" + text + "]"));
        tricks.put("half a body", (honest, out) -> out.write(Arrays.copyOf(honest, honest.length - 20)));
        tricks.put("half a body that pretends to be whole", body(text -> text.substring(0, text.length() / 2)));
        tricks.put("members that stand there twice", body(text -> "{\"x\":1,\"x\":1," + text.substring(1)));
        tricks.put("a second document behind it", body(text -> text + text));
        tricks.put("UTF-16 that is not declared",
                bytes("application/json", text -> text.getBytes(StandardCharsets.UTF_16LE)));
        tricks.put("UTF-16 that is not", bytes("application/json; charset=utf-16", String::getBytes));
        tricks.put("NaN for the whole", body(text -> "NaN"));
        tricks.put("bytes that are no UTF-8", bytes("application/json",
                text -> ("{\"\u00e9\":1," + text.substring(1)).getBytes(StandardCharsets.ISO_8859_1)));
        tricks.put("nesting without an end", body(text -> "[".repeat(500_000)));
        tricks.put("a million values",
                body(text -> "{\"code\":200,\"success\":true,\"data\":[0" + ",0".repeat(400_000) + "]}"));
        tricks.put("a page", bytes("text/html", text -> ("<!DOCTYPE x [<!ENTITY e SYSTEM"
                + " \"file:///etc/passwd\">]><x>&e;</x>").getBytes()));
        tricks.put("a Java object", bytes("application/x-java-serialized-object", String::getBytes));
        tricks.put("gzip that is none", encoded("gzip", out -> out));
        tricks.put("deflate that is none", encoded("deflate", out -> out));
        tricks.put("a bomb in a bomb", (honest, out) -> respond(out, JSON + "Content-Encoding: gzip, gzip\r\n",
                gzip(gzip(new byte[64 << 20]))));
        tricks.put("an encoding that nobody knows", encoded("zstd", GZIPOutputStream::new));
        tricks.put("an encoding that only sounds known", encoded("not-gzip", GZIPOutputStream::new));
        tricks.put("a charset that nobody knows", bytes("application/json; charset=klingon-8", String::getBytes));
        tricks.put("no HTTP", (honest, out) -> out.write("220 smtp.example.com ESMTP\r\n".getBytes()));
        tricks.put("another protocol from now on", raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade:"
                + " websocket\r\nConnection: Upgrade\r\n\r\n"));
        tricks.put("TLS from now on", raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2\r\nConnection:"
                + " Upgrade\r\n\r\n"));
        tricks.put("no content", raw("HTTP/1.1 204 No Content\r\n\r\n"));
        tricks.put("not modified", raw("HTTP/1.1 304 Not Modified\r\n\r\n"));
        tricks.put("a status that is none", raw("HTTP/1.1 999 What\r\nContent-Length: 2\r\n\r\n{}"));
        tricks.put("a negative length", raw(JSON + "Content-Length: -5\r\n\r\n{}"));
        tricks.put("two lengths", raw(JSON + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"));
        tricks.put("a chunk of no size", raw(JSON + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"));
        tricks.put("a challenge", raw("HTTP/1.1 407 Proxy\r\nProxy-Authenticate: Basic"
                + " realm=\"x\"\r\nContent-Length: 0\r\n\r\n"));
        return tricks;
    }

    /** Each is an honest answer in clothes that HTTP allows. */
    static Map<String, Trick> odd() {
        Map<String, Trick> tricks = new LinkedHashMap<>();
        tricks.put("gzip", encoded("gzip", GZIPOutputStream::new));
        tricks.put("deflate", encoded("deflate", DeflaterOutputStream::new));
        tricks.put("text", bytes("text/plain", String::getBytes));
        for (String charset : new String[]{"UTF-8", "UTF-16", "UTF-16LE", "ISO-8859-1", "windows-1252", "US-ASCII"}) {
            tricks.put(charset + " as declared", bytes("application/json;charset=\"" + charset + "\"",
                    text -> text.getBytes(Charset.forName(charset))));
        }
        for (String charset : new String[]{"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE"}) {
            tricks.put(charset + " behind its mark",
                    bytes("application/json", text -> ("\ufeff" + text).getBytes(Charset.forName(charset))));
        }
        for (String value : new String[]{"NaN", "-Infinity", "\"\\ud800\"", "\"a\tb\n\"", "1e999999999"}) {
            tricks.put(value + " that nobody reads",
                    body(text -> "{\"unread\":[{\"x\":" + value + "}]," + text.substring(1)));
        }
        tricks.put("no type", (honest, out) -> respond(out, OK, text(honest).getBytes(StandardCharsets.UTF_8)));
        for (String type : new String[]{"", ";charset=utf-8"}) {
            tricks.put("the type \"" + type + '"', (honest, out) -> respond(out, OK + "Content-Type: " + type + "\r\n",
                    text(honest).getBytes(StandardCharsets.UTF_8)));
        }
        tricks.put("a cookie and strange headers", (honest, out) -> respond(out, JSON
                + "Set-Cookie: session=of-another; Path=/\r\n"
                + "CamelHttpUri: http://127.0.0.1:1/\r\ncamelhttpresponsecode: 500\r\nRetry-After: soon\r\nX: a\r\n"
                + " b\r\n", text(honest).getBytes(StandardCharsets.UTF_8)));
        tricks.put("provisional answers before it", (honest, out) -> {
            out.write("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n".repeat(3).getBytes());
            out.write(honest);
        });
        return tricks;
    }

    static Trick redirect(int status, String to) {
        return raw("HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n");
    }

    /** As messagehub says that it does not take the token. */
    static Trick voidToken() {
        return (honest, out) -> respond(out, "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n",
                "{\"status_code\":401,\"errors\":[{\"code\":1009,\"message\":\"Invalid token\"}]}".getBytes());
    }

    static String text(byte[] honest) {
        String all = new String(honest, StandardCharsets.UTF_8);
        return all.substring(all.indexOf("\r\n\r\n") + 4);
    }

    private static Trick raw(String answer) {
        return (honest, out) -> {
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        };
    }

    static Trick body(java.util.function.UnaryOperator<String> change) {
        return bytes("application/json", text -> change.apply(text).getBytes(StandardCharsets.UTF_8));
    }

    private static Trick bytes(String type, java.util.function.Function<String, byte[]> change) {
        return (honest, out) -> respond(out, OK + "Content-Type: " + type + "\r\n", change.apply(text(honest)));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream wrapped = new GZIPOutputStream(bytes)) {
            wrapped.write(plain);
        }
        return bytes.toByteArray();
    }

    private static Trick encoded(String encoding, Wrapping wrapping) {
        return (honest, out) -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream wrapped = wrapping.around(bytes)) {
                wrapped.write(text(honest).getBytes(StandardCharsets.UTF_8));
            }
            respond(out, JSON + "Content-Encoding: " + encoding + "\r\n", bytes.toByteArray());
        };
    }

    private static void respond(OutputStream out, String head, byte[] body) throws IOException {
        out.write((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
    }

    private static Trick bomb(String encoding, Wrapping wrapping) {
        return (honest, out) -> {
            out.write((JSON + "Content-Encoding: " + encoding + "\r\nConnection: close\r\n\r\n").getBytes());
            OutputStream wrapped = wrapping.around(out);
            while (true) {
                wrapped.write(ZEROS);
            }
        };
    }

    private static Trick forEver(String beginning, Endless endless) {
        return (honest, out) -> {
            out.write(beginning.getBytes());
            while (true) {
                endless.more(out);
                out.flush();
            }
        };
    }

    private static Endless dripping(String drop) {
        return out -> {
            out.write(drop.getBytes());
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)).join();
        };
    }
}
