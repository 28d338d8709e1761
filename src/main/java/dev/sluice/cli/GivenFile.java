package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command was given, or {@code -} for standard input. */
public record GivenFile(Surroundings surroundings, String name) {

    /** @throws Problem where it cannot be read */
    public byte[] bytes() {
        try {
            return isInput() ? surroundings.in().readAllBytes() : Files.readAllBytes(path());
        } catch (IOException e) {
            String why = Files.isDirectory(path()) ? "it is a folder"
                    : e instanceof AccessDeniedException ? "reading it is not allowed"
                            : !Files.exists(path()) ? "there is no such file" : String.valueOf(e.getMessage());
            throw Problem.failed("cannot read " + path() + ": " + why + ". Give the path of a file, or - for"
                    + " standard input.", e);
        }
    }

    /** @throws Problem where it is no request */
    public ObjectNode request() {
        try {
            JsonNode read = Json.read(bytes(), Json.Numbers.AMOUNT_AS_TEXT);
            if (read instanceof ObjectNode request) {
                return request;
            }
        } catch (Unreadable e) {
            throw Problem.failed(told() + " is not JSON: " + e.getMessage() + ".", e);
        }
        throw Problem.failed(told() + " is not a JSON object.");
    }

    /** How it is called in a sentence. */
    public String told() {
        return isInput() ? "standard input" : path().toString();
    }

    private boolean isInput() {
        return name.equals("-");
    }

    private Path path() {
        return surroundings.caller().resolve(name);
    }
}
