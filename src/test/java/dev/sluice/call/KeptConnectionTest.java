package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider has left on a connection answers no later call. */
class KeptConnectionTest {

    private static final String FIRST = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
    private static final String SECOND = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding:"
            + " chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n";

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
    void aCallIsAnsweredByItsOwnAnswerWhateverIsLeftOfTheOneBefore() throws Exception {
        for (Map.Entry<String, String> answer : tooMuch().entrySet()) {
            provider.answers(answer.getValue());
            assertThat(caller.call(uri()).http()).as(answer.getKey())
                    .isEqualTo(answer.getValue().startsWith("HTTP/1.1 204") ? 204 : 200);
            provider.answers(SECOND);
            assertThat(caller.call(uri()).body()).as(answer.getKey()).isEqualTo("second");
        }
    }

    /** More of them than there are connections: each is given back, and the next call is answered by its own answer. */
    @Test
    void anOddAnswerCostsNeitherItsConnectionNorTheNextCall() throws Exception {
        for (Map.Entry<String, String> answer : odd().entrySet()) {
            int before = provider.heads().size();
            provider.answers(answer.getKey());
            Caller.Answered answered = caller.call(uri());
            assertThat(answered.http() + " " + answered.body()).as(answer.getKey()).isEqualTo(answer.getValue());
            assertThat(provider.heads().size() - before).as("calls for " + answer.getKey()).isEqualTo(1);
            provider.answers(SECOND);
            assertThat(caller.call(uri()).body()).as("after " + answer.getKey()).isEqualTo("second");
        }
    }

    @Test
    void aQuietConnectionIsUsedAgain() throws Exception {
        Map<String, String> honest = new LinkedHashMap<>();
        honest.put("a length", FIRST);
        honest.put("chunks", CHUNKED);
        honest.put("provisional answers before it", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink:"
                + " <x>\r\n\r\n" + FIRST);
        honest.put("HTTP/1.0 that keeps its connection", "HTTP/1.0 200 OK\r\nConnection:"
                + " keep-alive\r\nContent-Length: 5\r\n\r\nfirst");
        honest.put("no body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        for (Map.Entry<String, String> answer : honest.entrySet()) {
            provider.answers(answer.getValue());
            for (int calls = 0; calls < 3; calls++) {
                assertThat(caller.call(uri()).http()).as(answer.getKey()).isEqualTo(200);
            }
            assertThat(provider.connections()).as(answer.getKey()).isEqualTo(1);
        }
    }

    @Test
    void http10EndsItsConnectionUnlessItSaysOtherwise() throws Exception {
        provider.answers("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nfirst" + SECOND);
        assertThat(caller.call(uri()).body()).isEqualTo("first");
        assertThat(caller.call(uri()).body()).isEqualTo("first");
        assertThat(provider.connections()).isEqualTo(2);
    }

    /** The exception was one for each call, made and thrown away inside the client. */
    @Test
    void theLookWaitsForNothing() throws Exception {
        provider.answers(FIRST);
        caller.call(uri());
        try (Exceptions seen = new Exceptions()) {
            for (int calls = 0; calls < 50; calls++) {
                assertThat(caller.call(uri()).body()).isEqualTo("first");
            }
            assertThat(seen.names()).doesNotContain("java.net.SocketTimeoutException");
        }
        assertThat(provider.connections()).isEqualTo(1);
    }

    @Test
    void overTlsItIsTheSame(@TempDir Path folder) throws Exception {
        SSLContext tls = OwnTls.trusted(folder);
        try (RawProvider secure = new RawProvider(tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
                Caller trusting = new Caller(Caller.plain(new SimpleMeterRegistry()))) {
            String uri = "https://localhost:" + secure.port() + "/";
            secure.answers(FIRST);
            for (int calls = 0; calls < 3; calls++) {
                Caller.Answered answered = trusting.call(uri);
                assertThat(answered.body()).as(answered.toString()).isEqualTo("first");
            }
            assertThat(secure.connections()).isEqualTo(1);
            secure.answers(FIRST + FIRST);
            assertThat(trusting.call(uri).body()).isEqualTo("first");
            secure.answers(SECOND);
            assertThat(trusting.call(uri).body()).isEqualTo("second");
            assertThat(secure.connections()).isEqualTo(2);
        } finally {
            OwnTls.forget();
        }
    }

    /** Answers as they are sent, and what is read; 0 for nothing that can be relied on. */
    private static Map<String, String> odd() {
        String sound = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n";
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + FIRST, "0 ");
        answers.put("HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nfirst" + FIRST, "0 ");
        answers.put("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1_000) + FIRST, "200 first");
        answers.put(sound + "Content-Length: 6\r\n\r\nfirst1", "0 ");
        answers.put(sound + "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n", "200 first");
        answers.put(sound + "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n", "0 ");
        answers.put(sound.replace("5", "-5") + "\r\nfirst", "0 ");
        answers.put(sound.replace("5", "99999999999999999999") + "\r\nfirst", "0 ");
        answers.put(sound.replace("5", "5, 5") + "\r\nfirst", "0 ");
        answers.put(sound.replace("HTTP/1.1", "HTTP/2.0") + "\r\nfirst", "0 ");
        answers.put(sound.replace("HTTP/1.1", "ICY") + "\r\nfirst", "0 ");
        answers.put(sound.replace("200", "000") + "\r\nfirst", "0 ");
        answers.put(sound.replace("200", "2000") + "\r\nfirst", "0 ");
        answers.put(sound.replace("200", "999") + "\r\nfirst", "999 first");
        answers.put(sound + "no colon\r\n\r\nfirst", "0 ");
        answers.put(sound + "Connection: close\r\n\r\nfirst" + FIRST, "200 first");
        answers.put(sound.replace("200", "302") + "Location: /elsewhere\r\n\r\nfirst", "302 first");
        answers.put(sound.replace("200", "304") + "\r\nfirst", "304 ");
        answers.put(sound.replace("200", "401") + "WWW-Authenticate: Basic realm=x\r\n\r\nfirst", "401 first");
        answers.put(sound.replace("200", "503") + "Retry-After: 0\r\n\r\nfirst", "503 first");
        answers.put("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nfirst\r\n0\r\nContent-Encoding:"
                + " gzip\r\n\r\n", "200 first");
        answers.put("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nfirst\r\n0\r\n\r\n", "0 ");
        return answers;
    }

    private static Map<String, String> tooMuch() {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("the answer twice", FIRST + FIRST);
        answers.put("the answer in chunks twice", CHUNKED + CHUNKED);
        answers.put("a body longer than announced", FIRST + "more");
        answers.put("bytes behind the last chunk", CHUNKED + "more");
        answers.put("a line end behind it", FIRST + "\r\n");
        answers.put("a body where there is none", "HTTP/1.1 204 No Content\r\n\r\n" + FIRST);
        answers.put("a provisional answer behind it", FIRST + "HTTP/1.1 100 Continue\r\n\r\n");
        answers.put("an answer of HTTP/1.0 twice", ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length:"
                + " 5\r\n\r\nfirst").repeat(2));
        answers.put("more than is read ahead", FIRST + FIRST.repeat(1_000));
        return answers;
    }

    private String uri() {
        return "http://127.0.0.1:" + provider.port() + "/";
    }
}
