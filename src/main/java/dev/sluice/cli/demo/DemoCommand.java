package dev.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice demo}: a Sluice of its own with sandbox providers, some requests, and what comes of them. */
@Command(name = "demo")
public final class DemoCommand implements Callable<Integer> {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration RUN_LIMIT = Duration.ofSeconds(45);
    private static final long ASK_READY_MS = 120;
    private static final int LOG_LINES = 25;

    private final Surroundings surroundings;

    public DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = surroundings.home();
        Path log = home.resolve("target/demo.log");
        int http = freePort();
        int broker = freePort();
        Samples samples = Samples.read();
        List<SampleRow> rows = samples.all().stream().map(SampleRow::new).toList();
        try (DemoFolder folder = DemoFolder.make(home, ports(http, broker));
                DemoServer server = DemoServer.start(DemoServer.command(home), folder.path(),
                        surroundings.environment(), http, log);
                Board board = board(rows)) {
            Thread ended = new Thread(() -> {
                board.close();
                server.close();
                folder.close();
            });
            Runtime.getRuntime().addShutdownHook(ended);
            waitUntilReady(server, board, log);
            board.say("Sluice runs; its broker is 127.0.0.1:" + broker + ", its HTTP 127.0.0.1:" + http + ".");
            board.say("");
            Summary summary = play(server, board, rows, samples, broker);
            return conclude(board, server, summary, log);
        }
    }

    private Summary play(DemoServer server, Board board, List<SampleRow> rows, Samples samples, int port)
            throws IOException {
        BrokerSettings settings = new BrokerSettings("tcp://127.0.0.1:" + port, null, null);
        try (BrokerClient client = BrokerClient.connect(settings)) {
            Duration took = new DemoRun(client, rows, board, RUN_LIMIT).run(server::runs);
            JsonNode effects = server.effects();
            return Summary.of(rows, samples, effects, took);
        } catch (Problem | IOException e) {
            if (!server.runs()) {
                throw Problem.failed("the Sluice that the demo started has ended; the end of its log:"
                        + System.lineSeparator() + server.lastWords(LOG_LINES), e);
            }
            throw e;
        }
    }

    private int conclude(Board board, DemoServer server, Summary summary, Path log) {
        Terminal terminal = surroundings.terminal();
        board.say("");
        summary.lines().forEach(board::say);
        if (summary.wrong().isEmpty()) {
            board.say(terminal.paint(Terminal.GREEN, "Everything is as expected.")
                    + " Next: ./sluice run --sandbox, and in another terminal ./sluice help send");
            return 0;
        }
        board.close();
        summary.wrong().forEach(line -> surroundings.err().println(Shown.line("not as expected: " + line)));
        surroundings.err().println("The end of " + log + ":" + System.lineSeparator() + server.lastWords(LOG_LINES));
        return Problem.FAILED;
    }

    private void waitUntilReady(DemoServer server, Board board, Path log) throws InterruptedException {
        long began = System.nanoTime();
        Duration waited = Duration.ZERO;
        while (!server.isReady()) {
            if (!server.runs() || waited.compareTo(START_LIMIT) > 0) {
                throw Problem.failed("Sluice " + (server.runs() ? "is not ready after " + START_LIMIT.toSeconds() + " s"
                        : "ended before it was ready") + "; the end of " + log + ":" + System.lineSeparator()
                        + server.lastWords(LOG_LINES));
            }
            board.waiting("Starting Sluice with embedded broker, ledger and sandbox (its log: target/demo.log)",
                    waited);
            Thread.sleep(ASK_READY_MS);
            waited = Duration.ofNanos(System.nanoTime() - began);
        }
    }

    private Board board(List<SampleRow> rows) {
        RowsTable table = new RowsTable(surroundings.terminal(), rows);
        return surroundings.terminal().moving() && table.fits()
                ? new LiveBoard(surroundings.out(), surroundings.terminal(), table)
                : new PlainBoard(surroundings.out());
    }

    private static Map<String, String> ports(int http, int broker) {
        return Map.of("quarkus.http.host", "127.0.0.1", "quarkus.http.port", Integer.toString(http),
                "sluice.broker.port", Integer.toString(broker));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
