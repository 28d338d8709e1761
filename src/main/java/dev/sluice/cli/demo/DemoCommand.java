package dev.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.cli.archive.ClassArchive;
import dev.sluice.cli.scratch.ScratchSluice;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sluice demo}: a Sluice of its own with sandbox providers, some requests, and what comes of them; with
 * {@code --inputs} what to send to them for which outcome.
 */
@Command(name = "demo")
public final class DemoCommand implements Callable<Integer> {

    private static final String LOG = "target/demo.log";
    private static final Duration RUN_LIMIT = Duration.ofSeconds(45);

    private final Surroundings surroundings;

    @Option(names = "--inputs")
    private boolean inputs;

    public DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (inputs) {
            InputsTable.print(surroundings);
            return 0;
        }
        Samples samples = Samples.read();
        List<SampleRow> rows = samples.all().stream().map(SampleRow::new).toList();
        try (ScratchSluice sluice = ScratchSluice.start(surroundings, jvm(), surroundings.home().resolve(LOG));
                Board board = board(rows)) {
            Runtime.getRuntime().addShutdownHook(new Thread(board::close));
            sluice.awaitReady(waited -> board
                    .waiting("Starting Sluice with embedded broker, ledger and sandbox (its log: " + LOG + ")",
                            waited));
            board.say("Sluice runs; its broker is 127.0.0.1:" + sluice.brokerPort() + ", its HTTP 127.0.0.1:"
                    + sluice.httpPort() + ".");
            board.say("");
            Summary summary = play(sluice, board, rows, samples);
            return conclude(board, sluice, summary);
        }
    }

    private Summary play(ScratchSluice sluice, Board board, List<SampleRow> rows, Samples samples)
            throws IOException {
        BrokerSettings settings = new BrokerSettings("tcp://127.0.0.1:" + sluice.brokerPort(), null, null);
        try (BrokerClient client = BrokerClient.connect(settings)) {
            Duration took = new DemoRun(client, rows, board, RUN_LIMIT).run(sluice::runs);
            JsonNode effects = sluice.effects();
            return Summary.of(rows, samples, effects, took);
        } catch (Problem | IOException e) {
            if (!sluice.runs()) {
                throw Problem.failed("the Sluice that the demo started has ended; the end of "
                        + sluice.lastWords(), e);
            }
            throw e;
        }
    }

    private int conclude(Board board, ScratchSluice sluice, Summary summary) {
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
        surroundings.err().println("The end of " + sluice.lastWords());
        return Problem.FAILED;
    }

    /** It runs for less than a minute. */
    private List<String> jvm() {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        options.addAll(ClassArchive.of(surroundings.program()).reading());
        return options;
    }

    private Board board(List<SampleRow> rows) {
        RowsTable table = new RowsTable(surroundings.terminal(), rows);
        return surroundings.terminal().moving() && table.fits()
                ? new LiveBoard(surroundings.out(), surroundings.terminal(), table)
                : new PlainBoard(surroundings.out());
    }
}
