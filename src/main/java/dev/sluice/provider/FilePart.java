package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.outcome.CannotSend;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * A field of a {@code multipart} body that is sent as a file (RFC 7578); the request has it in Base64 (RFC 4648).
 *
 * @param name  of the file
 * @param type  its media type
 * @param bytes how many it may have
 */
public record FilePart(String name, String type, int bytes) {

    static Map<String, FilePart> all(JsonNode files) {
        Map<String, FilePart> parts = new TreeMap<>();
        files.properties().forEach(file -> parts.put(file.getKey(), new FilePart(file.getValue().path("name").asText(),
                file.getValue().path("type").asText(), file.getValue().path("max-bytes").asInt())));
        return Map.copyOf(parts);
    }

    /**
     * What the file holds.
     *
     * @param field its name in the body
     * @throws CannotSend where that is no Base64, nothing, or more than there may be
     */
    public byte[] content(String field, String base64) {
        byte[] content;
        try {
            content = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new CannotSend(field, "is sent as a file, and must be Base64");
        }
        if (content.length == 0 || content.length > bytes) {
            throw new CannotSend(field, "is sent as a file, which must have 1 to " + bytes + " bytes");
        }
        return content;
    }
}
