package dev.sluice.cli.acts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A file of an export: where it begins, one act a line, and its head. Read line by line, each hash looked at. */
final class ActsFile implements AutoCloseable {

    /** Where a file ends, or the ledger's first act would be. */
    record End(String head, long until) {
    }

    static final End NONE = new End(Chain.BEGINNING, 0);

    private final String name;
    private final BufferedReader lines;
    private final Chain chain;
    private final End begin;
    private int number;
    private @Nullable End end;

    /** @throws Problem where it is none */
    ActsFile(Surroundings surroundings, String name) {
        this.name = name;
        Path path = surroundings.caller().resolve(name);
        try {
            lines = Files.newBufferedReader(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Problem.failed("cannot read " + path + ": " + e.getMessage() + ".", e);
        }
        JsonNode about = line().path("acts");
        begin = end(about, "after", "from");
        chain = new Chain(begin.head());
    }

    End begin() {
        return begin;
    }

    /** The next act as it stands there, without its hash; nothing at the end. */
    @Nullable
    ObjectNode next() {
        if (end != null) {
            return null;
        }
        ObjectNode line = line();
        if (line.has("end")) {
            end = end(line.path("end"), "head", "until");
            if (!end.head().equals(chain.head()) || line.path("end").path("acts").asLong() != chain.acts()) {
                throw spoilt("it does not end what stands before it: a line was taken out, or put in");
            }
            nothingBehind();
            return null;
        }
        String hash = line.path(Chain.HASH).asText();
        line.remove(Chain.HASH);
        chain.add(line);
        if (!chain.head().equals(hash)) {
            throw spoilt("its hash is not that of the line and of all before it");
        }
        return line;
    }

    /** What stands there is of no chain: an act put in, or a second export. */
    private void nothingBehind() {
        try {
            if (lines.readLine() == null) {
                return;
            }
        } catch (IOException e) {
            // Then something is there, and be it no text.
        }
        number++;
        throw Problem.failed(place() + ": the file goes on behind its last line; what ./sluice acts export wrote ends"
                + " with it, and each export is a file of its own.");
    }

    /** Where it ends, once all of it was read. */
    End end() {
        while (next() != null) {
            // Each line is looked at.
        }
        return end == null ? NONE : end;
    }

    /** Where in the file that is what was read last. */
    String place() {
        return name + " line " + number;
    }

    private ObjectNode line() {
        try {
            String text = lines.readLine();
            if (text == null) {
                throw Problem.failed(name + " is cut: it has no last line with the head.");
            }
            number++;
            return Json.own(text);
        } catch (IOException | IllegalArgumentException e) {
            number += e instanceof IOException ? 1 : 0;
            throw spoilt("it is no line of ./sluice acts export");
        }
    }

    private End end(JsonNode said, String head, String time) {
        try {
            return new End(said.path(head).asText(), Instant.parse(said.path(time).asText()).toEpochMilli());
        } catch (DateTimeParseException e) {
            throw spoilt("it is no line of ./sluice acts export");
        }
    }

    private Problem spoilt(String why) {
        return Problem.failed(place() + " was changed: " + why + ".");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
