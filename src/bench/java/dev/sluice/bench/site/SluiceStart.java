package dev.sluice.bench.site;

import dev.sluice.cli.archive.ClassArchive;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Starts the packaged Sluice with the repository's routes and provider files, and no setting but the run's. */
final class SluiceStart {

    private static final String PROVIDER = "hambit";
    private static final long ASK_READY_MS = 25;
    private static final int HTTP_TIMEOUT_MS = 2_000;

    private SluiceStart() {
    }

    static Running start(Site site, Ledger.Fresh ledger, Path data, String heap) throws IOException {
        copy(site.home(), data, "routes");
        copy(site.home(), data, "config");
        int port = Ports.free();
        Path program = site.home().resolve("target/quarkus-app");
        List<String> arguments = new ArrayList<>(List.of(heap));
        arguments.addAll(ClassArchive.of(program).reading());
        arguments.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-jar", program.resolve("quarkus-run.jar").toString()));
        long began = System.nanoTime();
        Child child = Child.start(Contestant.SLUICE.typed(), data, arguments, environment(site, ledger, data, port),
                "no line is waited for");
        return new Running(child, CompletableFuture.supplyAsync(() -> {
            while (!isReady(port)) {
                if (!child.runs()) {
                    throw new BenchFailure("Sluice ended");
                }
                sleep();
            }
            return System.nanoTime() - began;
        }));
    }

    private static Map<String, String> environment(Site site, Ledger.Fresh ledger, Path data, int port)
            throws IOException {
        Map<String, String> settings = new TreeMap<>();
        settings.put("sluice.data", data.resolve("data").toString());
        settings.put("sluice.broker.embedded", "false");
        settings.put("sluice.broker.url", site.broker().url());
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", Integer.toString(port));
        for (String name : providers(site.home())) {
            settings.put("sluice.providers." + name + ".enabled", Boolean.toString(name.equals(PROVIDER)));
        }
        String provider = "sluice.providers." + PROVIDER + ".";
        settings.put(provider + "base-url", site.provider().url());
        settings.put(provider + "accounts.default.access-key", ProviderProgram.ACCESS_KEY);
        settings.put(provider + "accounts.default.secret-key", ProviderProgram.SECRET_KEY);
        settings.put(provider + "limits.concurrency", Integer.toString(site.consumers()));
        settings.put(provider + "limits.rate", "100000");
        settings.put(provider + "poll.first-delay", site.pollDelay().toMillis() + "ms");
        settings.put(provider + "poll.jitter", "0");
        if (ledger.kind() == Ledger.Kind.POSTGRESQL) {
            settings.put("sluice.ledger.url", ledger.jdbc());
            settings.put("sluice.ledger.username", ledger.user());
        } else {
            settings.put("sluice.ledger.one-process", "true");
        }
        settings.putAll(site.settings());
        Map<String, String> environment = new TreeMap<>();
        settings.forEach((name, value) -> environment
                .put(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value));
        return environment;
    }

    private static List<String> providers(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("config/providers"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length())).toList();
        }
    }

    /** Files of an operator's own, such as {@code config/application.properties}, stay where they are. */
    private static void copy(Path home, Path data, String part) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve(part))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                Path to = data.resolve(home.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    private static boolean isReady(int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI
                    .create("http://127.0.0.1:" + port + "/q/health/ready").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(HTTP_TIMEOUT_MS);
            connection.setReadTimeout(HTTP_TIMEOUT_MS);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(ASK_READY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }
}
