package dev.sluice.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.CompletionStage;

/**
 * The doubles on an HTTP server of their own on 127.0.0.1, so that they outlive a killed Sluice: in a test, or as a
 * process by {@code main}.
 */
public final class SandboxServer implements AutoCloseable {

    private final Vertx vertx;
    private final HttpServer server;
    private final Effects effects;

    private SandboxServer(Vertx vertx, HttpServer server, Effects effects) {
        this.vertx = vertx;
        this.server = server;
        this.effects = effects;
    }

    /**
     * Returns once it listens.
     *
     * @param port 0 for a free one
     */
    public static SandboxServer start(int port, SandboxSettings settings) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        Doubles doubles = new Doubles(settings);
        Router router = Router.router(vertx);
        doubles.mount(router, vertx);
        try {
            HttpServer server = await(vertx.createHttpServer().requestHandler(router)
                    .listen(port, "127.0.0.1").toCompletionStage());
            return new SandboxServer(vertx, server, doubles.effects());
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    public int port() {
        return server.actualPort();
    }

    /** What a provider's {@code base-url} has to be. */
    public String baseUrl(String provider) {
        return "http://127.0.0.1:" + port() + Doubles.PREFIX + provider;
    }

    public Effects effects() {
        return effects;
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage());
    }

    /**
     * @param args the port, 0 or none for a free one. The system properties {@code sluice.sandbox.*}, but for
     *             {@code enabled} and {@code webhooks}, are as for Sluice. Prints one line with its address once it
     *             listens, and runs until it is ended
     */
    public static void main(String[] args) {
        SandboxServer server = start(args.length == 0 ? 0 : Integer.parseInt(args[0]),
                SandboxSettings.read(System::getProperty));
        System.out.println("sandbox at http://127.0.0.1:" + server.port() + Doubles.PREFIX);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
