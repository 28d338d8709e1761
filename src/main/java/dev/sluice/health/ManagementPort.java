package dev.sluice.health;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * A port of its own for health and metrics, where a setting names one: then they are there and nowhere else, and nothing
 * else is there, so that whoever reaches webhooks sees nothing of them.
 */
@Singleton
public class ManagementPort {

    private static final String PORT = "sluice.management.port";
    private static final int NOT_FOUND = 404;
    private static final int SECONDS_TO_LISTEN = 10;

    private final Optional<Integer> port;
    private final String host;
    private @Nullable Router router;
    private @Nullable HttpServer server;

    ManagementPort(@ConfigProperty(name = "sluice.management.port") Optional<Integer> port,
            @ConfigProperty(name = "sluice.management.host") String host) {
        this.port = port;
        this.host = host;
    }

    /** Tells where it is the port of all else too. */
    public static void check(Config config, Mistakes mistakes) {
        if (config.getOptionalValue(PORT, String.class).map(String::strip)
                .equals(config.getOptionalValue("quarkus.http.port", String.class).map(String::strip))) {
            mistakes.add(SettingPlace.mistake(Rule.UNUSABLE_SETTING, config, PORT,
                    "must be another port than quarkus.http.port"));
        }
    }

    void part(@Observes Router router) {
        this.router = router;
        port.ifPresent(own -> router.route().order(Integer.MIN_VALUE).handler(request -> {
            if (isOfManagement(request.normalizedPath()) == (request.request().localAddress().port() == own)) {
                request.next();
            } else {
                request.response().setStatusCode(NOT_FOUND).putHeader("Connection", "close").end();
            }
        }));
    }

    private static boolean isOfManagement(String path) {
        return path.startsWith("/q/");
    }

    void open(@Observes StartupEvent event, Vertx vertx) throws InterruptedException {
        if (port.isEmpty() || router == null) {
            return;
        }
        HttpServer opened = vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(port.get()))
                .requestHandler(router);
        server = opened;
        try {
            opened.listen().toCompletionStage().toCompletableFuture().get(SECONDS_TO_LISTEN, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ConfigProblem("settings sluice.management.host and sluice.management.port: cannot listen on "
                    + host + ":" + port.get() + "; is another Sluice running? Stop it or set another port");
        }
    }

    void close(@Observes ShutdownEvent event) {
        if (server != null) {
            server.close();
        }
    }
}
