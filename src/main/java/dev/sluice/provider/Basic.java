package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Template;
import dev.sluice.outcome.CannotSend;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** User name and password of a call (RFC 7617). */
public record Basic(Template username, Template password) {

    static @Nullable Basic of(JsonNode file, JsonNode call) {
        JsonNode basic = call.has("basic") ? call.get("basic") : file.path("basic");
        return basic.isMissingNode() ? null
                : new Basic(Template.of(basic.path("username")), Template.of(basic.path("password")));
    }

    /** The value of {@code Authorization}. */
    public String header(JsonNode request, Function<String, String> credentials) {
        String name = text(username, request, credentials);
        if (name.indexOf(':') >= 0) {
            boolean ofKey = text(username, request, credential -> "").indexOf(':') < 0;
            throw new CannotSend("basic.username", "must not hold a colon", ofKey);
        }
        return "Basic " + Base64.getEncoder().encodeToString(
                (name + ":" + text(password, request, credentials)).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Template template, JsonNode request, Function<String, String> credentials) {
        JsonNode text = template.fill(request, credentials);
        return text == null ? "" : text.asText();
    }
}
