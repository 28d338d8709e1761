package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * JSON lines of which one can see later that none is missing and none was changed by accident: the last one has the
 * SHA-256 of all before it, line feeds and all.
 */
public final class Lines {

    private final PrintStream out;
    private final MessageDigest digest;

    public Lines(PrintStream out) {
        this.out = out;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws Problem where it could not be written */
    public void write(JsonNode line) {
        String text = TerminalJson.line(line) + "\n";
        digest.update(text.getBytes(StandardCharsets.US_ASCII));
        print(text);
    }

    /**
     * Writes the last line.
     *
     * @param counts how many there are of what
     */
    public void end(ObjectNode counts) {
        counts.put("sha256", HexFormat.of().formatHex(digest.digest()));
        print(TerminalJson.line(Json.object().set("end", counts)) + "\n");
    }

    private void print(String text) {
        out.print(text);
        if (out.checkError()) {
            throw Problem.failed("standard output takes no more (is the disk full, or its reader gone?): what was"
                    + " written is cut.");
        }
    }
}
