package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.sluice.text.Shown;
import java.util.List;

/** JSON in which nothing is left that a terminal would obey. */
public final class TerminalJson {

    private static final ObjectWriter WRITER = new ObjectMapper().writer();
    private static final ObjectWriter ASCII = WRITER.with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private TerminalJson() {
    }

    /** For a program: on one line, in ASCII. */
    public static String line(JsonNode node) {
        return write(ASCII, node).replace("\u007f", "\\u007f");
    }

    /** For a person: in lines. */
    public static List<String> lines(JsonNode node) {
        return write(WRITER.withDefaultPrettyPrinter(), node).lines().map(Shown::whole).toList();
    }

    private static String write(ObjectWriter writer, JsonNode node) {
        try {
            return writer.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
