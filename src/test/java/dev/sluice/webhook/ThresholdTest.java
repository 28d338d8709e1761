package dev.sluice.webhook;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes over HTTP while flows are replaced. */
class ThresholdTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Threshold threshold = new Threshold();
    private final CompletableFuture<Void> slow = new CompletableFuture<>();
    private final CompletableFuture<RoutingContext> came = new CompletableFuture<>();
    private final CompletableFuture<RoutingContext> passed = new CompletableFuture<>();
    private final CompletableFuture<Void> working = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Router router = Router.router(vertx);
        router.route().order(Integer.MIN_VALUE).handler(request -> {
            // Once it stands at the threshold: its handlers are no other thread's before.
            request.vertx().runOnContext(now -> came.complete(request));
            request.next();
        });
        threshold.keep(router);
        router.route().handler(request -> {
            passed.complete(request);
            request.next();
        });
        router.route().handler(BodyHandler.create());
        router.route("/webhooks/slow").handler(request -> {
            working.complete(null);
            slow.thenRun(() -> request.vertx().runOnContext(now -> request.response().end("slow")));
        });
        router.route("/*").handler(request -> request.response().end(String.valueOf(request.body().asString())));
        server = vertx.createHttpServer().requestHandler(router).listen(0).toCompletionStage().toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void end() {
        vertx.close();
    }

    @Test
    void whoComesMeanwhileIsAnsweredAfterwardsWithItsWholeBody() throws Exception {
        threshold.hold();
        CompletableFuture<HttpResponse<String>> held = post("/webhooks/hambit/default", "body");
        came.get(60, TimeUnit.SECONDS);
        assertThat(held).isNotDone();
        assertThat(post("/q/health", "alive").get(60, TimeUnit.SECONDS).body()).isEqualTo("alive");
        assertThat(held).isNotDone();
        threshold.open();
        assertThat(held.get(60, TimeUnit.SECONDS).body()).isEqualTo("body");
        assertThat(threshold.isEmpty(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void whoPassedBeforeIsWaitedFor() throws Exception {
        CompletableFuture<HttpResponse<String>> inside = post("/webhooks/slow", "");
        working.get(60, TimeUnit.SECONDS);
        threshold.hold();
        assertThat(threshold.isEmpty(Duration.ofMillis(50))).isFalse();
        slow.complete(null);
        assertThat(inside.get(60, TimeUnit.SECONDS).body()).isEqualTo("slow");
        assertThat(threshold.isEmpty(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void whoWaitsTooLongIsToldToComeBack() throws Exception {
        threshold.hold();
        HttpResponse<String> refused = post("/webhooks/hambit/default", "body")
                .get(Threshold.LONGEST_MILLIS + 60_000, TimeUnit.MILLISECONDS);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void whoNeverSendsItsWholeBodyIsNotWaitedFor() throws Exception {
        try (Socket socket = begun()) {
            passed.get(60, TimeUnit.SECONDS);
            threshold.hold();
            assertThat(threshold.inHand()).containsExactly("1 × HTTP request");
            await().until(() -> threshold.isEmpty(Duration.ofSeconds(4)));
            assertThat(socket.getInputStream().read()).as("cut off").isEqualTo(-1);
        }
        assertThat(threshold.inHand()).isEmpty();
    }

    @Test
    void whoGoesAwayAsItIsLetInDoesNotStayInside() throws Exception {
        threshold.hold();
        RoutingContext request;
        CompletableFuture<Void> gone = new CompletableFuture<>();
        try (Socket socket = begun()) {
            request = came.get(60, TimeUnit.SECONDS);
            request.addEndHandler(end -> gone.complete(null));
            // The turn of before a threshold that is held again.
            threshold.letIn(request);
            assertThat(threshold.isEmpty(Duration.ZERO)).isTrue();
        }
        gone.get(60, TimeUnit.SECONDS);
        threshold.open();
        threshold.letIn(request);
        assertThat(threshold.isEmpty(Duration.ZERO)).isTrue();
    }

    /** A request whose body does not come. */
    private Socket begun() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write("POST /webhooks/hambit/default HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nb"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private CompletableFuture<HttpResponse<String>> post(String path, String body) {
        return client.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
