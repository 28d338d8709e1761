package dev.sluice.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.Mistakes;
import dev.sluice.given.MovedClock;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider.Timeouts;
import dev.sluice.provider.Providers;
import dev.sluice.signing.Incoming;
import dev.sluice.signing.KeyRequest;
import dev.sluice.signing.Reply;
import dev.sluice.signing.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that are had over HTTP, and what a delivery is answered while they cannot be had. */
class FetchedKeysTest {

    private static final String FILE = """
            family: orders
            base-url: https://demo.test
            credentials: [secret]
            accounts: {default: {}}
            timeouts: {connect: 5s, response: 30s}
            limits: {concurrency: 2, rate: 50}
            poll: {first-delay: 3s, factor: 1.6, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers: {codes: {}, statuses: {completed: [done]}}
            places: {reference: /id, status: /state}
            operations:
              pay: {path: /pay, success: accepted, lost: person, ask: find, body: {n: "{requestId}"}, fields: {type: object}}
            calls:
              find: {path: "/pay/{requestId}", method: GET}
            webhook:
              signature:
                message: {body: raw}
                algorithm: Ed25519
                verify-key:
                  fetch: {url: "@url@/keys/{key-id}", headers: {X-Secret: "{credential:secret}"}, form: jwk}
                headers: {X-Key: "{key-id}", X-Signature: "{signature}"}
              places: {order-id: /id, status: /state}
              acknowledge: ok
            """;
    private static final String BODY = "{\"id\":\"r-1\",\"state\":\"done\"}";

    /** What the provider answers a question for a key. */
    private interface Talk {
        void to(HttpExchange exchange) throws IOException;
    }

    @TempDir
    private Path folder;

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final MovedClock clock = new MovedClock();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final FetchedKeys keys = new FetchedKeys(metrics, clock);
    private volatile Talk talk = exchange -> answer(exchange, 404, "");
    private HttpServer server;
    private String url;
    private KeyPair pair;

    @BeforeEach
    void start() throws Exception {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("X-Secret"));
            talk.to(exchange);
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aDeliveryIsVerifiedWithTheKeyThatTheProviderKeepsForIt() throws Exception {
        talk = exchange -> answer(exchange, 200, jwk());
        Place place = place();
        assertThat(verdict(place, BODY).reason()).isNull();
        assertThat(verdict(place, BODY).valid()).isTrue();
        assertThat(verdict(place, BODY + " ").outcome()).isEqualTo(Verdict.Outcome.INVALID);
        assertThat(asked).containsExactly("/keys/kid-1 s3cr3t");
        assertThat(metrics.counter("sluice.webhooks.keys", "provider", "demo", "had", "true").count()).isEqualTo(1);
    }

    /** It comes again, and is not lost by one moment of the provider's. */
    @Test
    void whileItsKeyCannotBeHadItIsToldToComeAgainAndIsTakenThen() throws Exception {
        talk = exchange -> answer(exchange, 500, jwk());
        Providers providers = providers();
        Webhooks webhooks = new Webhooks(providers, null, new Refusals(metrics, null, clock), keys, clock);
        assertThat(status(webhooks)).isEqualTo(503);
        assertThat(metrics.counter("sluice.webhooks.refused", "provider", "demo", "reason", "no-key").count())
                .isEqualTo(1);
        clock.advance(Duration.ofSeconds(5));
        talk = exchange -> answer(exchange, 404, "");
        assertThat(status(webhooks)).isEqualTo(401);
        clock.advance(Duration.ofSeconds(30));
        talk = exchange -> answer(exchange, 200, jwk());
        assertThat(verdict(Place.at("webhooks/demo/default", providers), BODY).valid()).isTrue();
        assertThat(metrics.counter("sluice.webhooks.keys", "provider", "demo", "had", "false").count()).isEqualTo(2);
    }

    @Test
    void noRedirectIsFollowed() throws Exception {
        talk = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/keys/kid-1")) {
                exchange.getResponseHeaders().set("Location", url + "/other");
                answer(exchange, 302, "");
            } else {
                answer(exchange, 200, jwk());
            }
        };
        assertThat(verdict(place(), BODY).outcome()).isEqualTo(Verdict.Outcome.UNDECIDED);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aKeyThatIsReplacedUnderItsIdIsAskedForAgain() throws Exception {
        talk = exchange -> answer(exchange, 200, jwk());
        Place place = place();
        assertThat(verdict(place, BODY).valid()).isTrue();
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertThat(verdict(place, BODY).outcome()).isEqualTo(Verdict.Outcome.INVALID);
        clock.advance(Duration.ofSeconds(30));
        assertThat(verdict(place, BODY).valid()).isTrue();
        assertThat(verdict(place, BODY + " ").outcome()).isEqualTo(Verdict.Outcome.INVALID);
        assertThat(asked).hasSize(2);
    }

    @Test
    void noMoreIsReadThanAKeyTakes() throws Exception {
        talk = exchange -> answer(exchange, 200, jwk() + " ".repeat(KeyDocuments.LARGEST));
        assertThat(verdict(place(), BODY).reason()).isEqualTo("IOException");
        talk = exchange -> answer(exchange, 200, jwk() + " ".repeat(KeyDocuments.LARGEST - jwk().length()));
        clock.advance(Duration.ofSeconds(5));
        assertThat(verdict(place(), BODY).valid()).isTrue();
    }

    @Test
    void aQuestionWithABodyIsAnsweredWithItsStatus() throws Exception {
        talk = exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"keys\"");
            answer(exchange, 401, "");
        };
        KeyRequest request = new KeyRequest(URI.create(url), "POST", Map.of("Content-Type", "application/json"),
                "{\"id\":\"kid-1\"}".getBytes(StandardCharsets.UTF_8), Duration.ofHours(1));
        assertThat(new KeyDocuments(new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5))).ask(request).status())
                .isEqualTo(401);
        assertThat(asked).containsExactly("/ null", "{\"id\":\"kid-1\"}");
    }

    @Test
    void nobodyWaitsForLongForOneThatNeverComes() throws Exception {
        talk = exchange -> await(exchange, false);
        assertThat(asked(Duration.ofMillis(200)).getMessage()).contains("Read timed out");
    }

    /** Each byte comes in time, and all of them never. */
    @Test
    void norForOneThatComesByteByByte() throws Exception {
        talk = exchange -> await(exchange, true);
        assertThat(asked(Duration.ofSeconds(5)).getMessage()).contains("too long");
    }

    /** Nor where the headers are what comes so. */
    @Test
    void norForOneThatNeverComesToItsBody() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.submit(() -> {
                try (Socket socket = slow.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                    while (!over.await(100, TimeUnit.MILLISECONDS)) {
                        socket.getOutputStream().write('x');
                    }
                }
                return null;
            });
            url = "http://127.0.0.1:" + slow.getLocalPort();
            assertThat(asked(Duration.ofSeconds(5)).getMessage()).contains("too long");
        }
    }

    @Test
    void whatCannotBeAskedForIsToldWithoutItsValues() {
        KeyRequest request = new KeyRequest(URI.create(url), "GET", Map.of("X-Secret", "s3\ncr3t"), new byte[0],
                Duration.ofHours(1));
        assertThatThrownBy(() -> new KeyDocuments(new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .ask(request)).isInstanceOf(IOException.class).hasNoCause().hasMessage("it cannot be asked for");
    }

    @Test
    void anAddressWithoutTlsIsToldAtTheStart() throws Exception {
        Files.writeString(folder.resolve("demo.yaml"), FILE.replace("@url@", "http://keys.test"));
        Mistakes mistakes = new Mistakes();
        new Providers(folder, GivenProviders.config(Map.of()), Map.of(), mistakes);
        assertThatThrownBy(mistakes::refuse).hasMessageContaining("webhook.signature.verify-key.fetch.url")
                .hasMessageContaining("keys.test without TLS");
    }

    /** Its key is for all who have an account there, and so may be what it signs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {body: raw}  | false
            path: "/pay/{requestId}"   | path: /pay, body: {id: "{reference}"} | message: {body: raw} | false
            ask: find,                 | x-ask: find,               | message: {body: raw}  | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {body: raw, prefix: "{credential:secret}"} | true
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {body: raw}, body: {to: "{credential:secret}"} | true
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {template: "{field:to}"}, body: {to: "{credential:secret}"} | true
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {template: "{field:id}"}, body: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {template: "{digest}"}, digest: {algorithm: CRC32}, body: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {fields: {}}, body: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {fields: {length: bytes}}, body: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {fields: {escape: form}}, body: {to: "{credential:secret}"} | true
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {fields: {escape: form, join: ""}}, body: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {fields: {escape: form, join: "-"}}, body: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {fields: {escape: form, nested: joined}}, body: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {fields: {escape: form, when-empty: "-"}}, body: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {each: {in: l, of: "{field:to}"}}, body: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {body: raw}, query: {to: "{credential:secret}"} | false
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {template: "{target}{body}"}, query: {to: "{credential:secret}"} | true
            path: "/pay/{requestId}"   | path: "/pay/{reference}"   | message: {body: raw}, verify: {alternatives: {a: {prefix: "{credential:secret}"}}} | false
            """)
    void whatIsSignedForAnybodyMustNameTheAccountOrMakeUsAsk(String part, String instead, String message, boolean good)
            throws Exception {
        String signature = "{" + message + ", algorithm: Ed25519, verify-key: {fetch: {url: https://keys.test/jwks,"
                + " form: jwks}}, headers: {X-Key: '{key-id}', X-Signature: '{signature}'}}\n";
        Files.writeString(folder.resolve("demo.yaml"),
                FILE.replaceFirst("(?s)signature:\n.*?(?=  places: \\{order)",
                        java.util.regex.Matcher.quoteReplacement("signature: " + signature))
                        .replace(part, instead).replace("lost: person, x-ask: find,", "lost: person,"));
        Mistakes mistakes = new Mistakes();
        new Providers(folder, GivenProviders.config(Map.of()), Map.of(), mistakes);
        if (good) {
            mistakes.refuse();
        } else {
            assertThatThrownBy(mistakes::refuse)
                    .hasMessageContaining("webhook.signature.verify-key.fetch: is a key that"
                            + " signs for all customers");
        }
    }

    @Test
    void anIdOfAKeyThatRequestsDoNotHaveIsToldAtTheStart() throws Exception {
        Files.writeString(folder.resolve("demo.yaml"),
                FILE.replace("@url@", url).replace("webhook:\n  signature:", "signature:")
                        .replace("  places: {order", "webhook:\n  places: {order"));
        Mistakes mistakes = new Mistakes();
        new Providers(folder, GivenProviders.config(Map.of()), Map.of(), mistakes);
        assertThatThrownBy(mistakes::refuse).hasMessageContaining("has {key-id}, which deliveries tell");
    }

    private Throwable asked(Duration response) {
        KeyRequest request = new KeyRequest(URI.create(url + "/keys/kid-1"), "GET", Map.of(), new byte[0],
                Duration.ofHours(1));
        KeyDocuments documents = new KeyDocuments(new Timeouts(Duration.ofSeconds(1), response));
        return org.assertj.core.api.Assertions.catchThrowable(() -> documents.ask(request));
    }

    /** A byte at a time, or none, until the test is over. */
    private void await(HttpExchange exchange, boolean drips) throws IOException {
        exchange.sendResponseHeaders(200, 10_000);
        try (OutputStream out = exchange.getResponseBody()) {
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                if (drips) {
                    out.write(' ');
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int status(Webhooks webhooks) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(camel);
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(headers(BODY));
            exchange.setMessage(new HttpMessage(exchange, given(HttpServerRequest.class,
                    Map.of("headers", headers, "uri", "/webhooks/demo/default", "method", HttpMethod.POST, "response",
                            given(HttpServerResponse.class, Map.of("headers", MultiMap.caseInsensitiveMultiMap())))),
                    null));
            exchange.getMessage().setHeader(Exchange.HTTP_PATH, "webhooks/demo/default");
            exchange.getMessage().setBody(BODY.getBytes(StandardCharsets.UTF_8));
            camel.start();
            webhooks.verify(exchange);
            assertThat(exchange.getVariable("delivery")).isNull();
            return exchange.getVariable("answer", Reply.Made.class).status();
        }
    }

    /** One that answers each call without arguments, or with nothing. */
    private static <T> T given(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (self, method, arguments) -> answers.get(method.getName())));
    }

    private Place place() throws IOException {
        return Place.at("webhooks/demo/default", providers());
    }

    private Providers providers() throws IOException {
        Files.writeString(folder.resolve("demo.yaml"), FILE.replace("@url@", url));
        Mistakes mistakes = new Mistakes();
        Providers providers = new Providers(folder,
                GivenProviders.config(Map.of("sluice.providers.demo.accounts.default.secret", "s3cr3t")), Map.of(),
                mistakes);
        mistakes.refuse();
        return providers;
    }

    private Verdict verdict(Place place, String body) throws Exception {
        return place.webhook().signature().verify(
                new Incoming("POST", "/webhooks/demo/default", "", headers(BODY),
                        body.getBytes(StandardCharsets.UTF_8)),
                List.of(place.account().present()::get), clock, keys.of(place));
    }

    private Map<String, String> headers(String body) throws Exception {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(body.getBytes(StandardCharsets.UTF_8));
        return Map.of("X-Key", "kid-1", "X-Signature", java.util.HexFormat.of().formatHex(signature.sign()));
    }

    private String jwk() {
        byte[] der = pair.getPublic().getEncoded();
        return Map.of("kty", "OKP", "crv", "Ed25519", "x", Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length))).entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        } catch (IOException gone) {
            // It has read enough.
        }
    }
}
