package dev.sluice.cli.attempt;

import dev.sluice.call.DryRun;
import dev.sluice.outcome.Secrets;
import dev.sluice.text.Shown;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A request as people read it, without the account's secrets. */
final class RequestAsText {

    private static final String BASIC = "Basic ";

    private final DryRun.Request request;
    private final Secrets secrets;
    private final boolean sent;

    /** @param sent whether its secrets are real, so that bytes in which none can be found are not shown */
    RequestAsText(DryRun.Request request, Secrets secrets, boolean sent) {
        this.request = request;
        this.secrets = secrets;
        this.sent = sent;
    }

    /** As HTTP writes it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(request.method() + " " + blanked(request.uri().toString()));
        request.headers().forEach((name, value) -> lines.add(name + ": " + header(name, value)));
        if (request.body().length > 0) {
            lines.add("");
            lines.add(Shown.whole(body()));
        }
        return lines;
    }

    /**
     * As a command that would send it.
     *
     * @param options how the provider is reached
     */
    String curl(Map<String, String> options) {
        StringBuilder command = new StringBuilder("curl -X " + request.method() + " "
                + quoted(blanked(request.uri().toString())));
        options.forEach((option, value) -> command.append(" \\\n  ").append(option).append(' ').append(quoted(value)));
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            command.append(" \\\n  -H ")
                    .append(quoted(header.getKey() + ": " + header(header.getKey(), header.getValue())));
        }
        if (request.body().length > 0) {
            command.append(" \\\n  --data-binary ").append(quoted(body()));
        }
        return command.toString();
    }

    /** User name and password in Base64 are no text that a secret could be found in. */
    private String header(String name, String value) {
        return name.equalsIgnoreCase("Authorization") && value.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? BASIC + "****" : blanked(value);
    }

    private String body() {
        try {
            return secrets
                    .blanked(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body())).toString());
        } catch (CharacterCodingException e) {
            return sent ? "(" + request.body().length + " bytes)"
                    : "(bytes) " + HexFormat.of().formatHex(request.body());
        }
    }

    private String blanked(String text) {
        return Shown.whole(secrets.blanked(text));
    }

    /** For a shell, to the letter; what a terminal would obey as the shell's own escapes. */
    private static String quoted(String text) {
        String quoted = text.replace("'", "'\\''");
        return Shown.whole(text).equals(text) ? "'" + quoted + "'"
                : "$'" + Shown.whole(text.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }
}
