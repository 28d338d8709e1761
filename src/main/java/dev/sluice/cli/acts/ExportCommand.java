package dev.sluice.cli.acts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.TerminalJson;
import dev.sluice.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice acts export}: what people did, as lines that are chained by their hashes. */
@Command(name = "export")
final class ExportCommand implements Callable<Integer> {

    /** An act has its time from the clock of whoever wrote it, and is there a little later. */
    static final Duration SETTLED = Duration.ofMinutes(5);

    private final Surroundings surroundings;

    @Option(names = "--after", paramLabel = "FILE")
    private @Nullable String after;

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        ActsFile.End begin = begin();
        long until = Math.max(begin.until(), System.currentTimeMillis() - SETTLED.toMillis());
        Chain chain = new Chain(begin.head());
        write(Json.object().set("acts",
                Json.object().put("after", begin.head()).put("from", Moments.at(begin.until()))));
        LedgerAccess.read(surroundings, ledger -> {
            ledger.walk().acts(begin.until(), until, act -> write(chain.add(Chain.content(act))));
            return chain;
        });
        write(Json.object().set("end", Json.object().put("acts", chain.acts()).put("until", Moments.at(until))
                .put("head", chain.head())));
        return 0;
    }

    private ActsFile.End begin() throws IOException {
        if (after == null) {
            return ActsFile.NONE;
        }
        try (ActsFile file = new ActsFile(surroundings, after)) {
            return file.end();
        }
    }

    private void write(JsonNode line) {
        surroundings.out().print(TerminalJson.line(line) + "\n");
        if (surroundings.out().checkError()) {
            throw Problem.failed("standard output takes no more (is the disk full, or its reader gone?): what was"
                    + " written is cut.");
        }
    }
}
