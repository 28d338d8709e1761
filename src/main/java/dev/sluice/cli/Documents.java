package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The JSON objects of a file: one, several one after the other (JSON lines), or the members of an array. Each keeps
 * the bytes it has in the file, so that no digit of an amount is written anew.
 */
final class Documents {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

    private Documents() {
    }

    /** @throws NotJson when it is something else */
    static List<byte[]> split(byte[] file) throws NotJson {
        try (JsonParser parser = JSON.createParser(file)) {
            List<byte[]> found = new ArrayList<>();
            boolean array = parser.nextToken() == JsonToken.START_ARRAY;
            if (array) {
                parser.nextToken();
            }
            while (parser.currentToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
                found.add(object(parser, file));
                parser.nextToken();
            }
            if (array && parser.nextToken() != null) {
                throw new NotJson(at(parser) + ": something follows the array");
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new NotJson("line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
                    + ": " + e.getOriginalMessage().lines().findFirst().orElse("it cannot be read"));
        } catch (IOException e) {
            throw new NotJson("it cannot be read as UTF-8");
        }
    }

    private static byte[] object(JsonParser parser, byte[] file) throws IOException, NotJson {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new NotJson(at(parser) + ": a request is an object, {...}");
        }
        int begin = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        if (begin < 0 || end <= begin || file[begin] != '{') {
            throw new NotJson("it is not UTF-8 without a byte order mark");
        }
        return Arrays.copyOfRange(file, begin, end);
    }

    private static String at(JsonParser parser) {
        return "line " + parser.currentTokenLocation().getLineNr()
                + ", column " + parser.currentTokenLocation().getColumnNr();
    }

    /** Where and why it is not; the text says nothing else. */
    static final class NotJson extends Exception {

        NotJson(String message) {
            super(message);
        }
    }
}
