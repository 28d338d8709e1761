package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One placeholder of a template: {@code {timestamp}}, {@code {header:Host}}. */
final class Variable {
    /** What a placeholder stands for. */
    enum Kind {
        TIMESTAMP, NONCE, METHOD, PATH, QUERY, TARGET, BODY, DIGEST, CREDENTIAL, HEADER, FIELD, SIGNATURE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<String> BODY_FORMS = Set.of("raw", "minified", "sorted", "base64");

    final Kind kind;
    final @Nullable String argument;
    private final String name;
    private final @Nullable TimestampFormat format;
    private final @Nullable JsonPath path;

    private Variable(Kind kind, @Nullable String argument, @Nullable TimestampFormat format, @Nullable JsonPath path) {
        this.kind = kind;
        this.argument = argument;
        this.name = argument == null ? kind.label() : kind.label() + ":" + argument;
        this.format = format;
        this.path = path;
    }

    static Variable of(String key, String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String argument = colon < 0 ? null : text.substring(colon + 1);
        Kind kind = Arrays.stream(Kind.values()).filter(k -> k.label().equals(name)).findFirst()
                .orElseThrow(() -> new SignatureProblem(key, "{" + name + "} is not known; known are "
                        + Arrays.stream(Kind.values()).map(k -> "{" + k.label() + "}")
                                .collect(Collectors.joining(" "))));
        boolean fits = switch (kind) {
            case CREDENTIAL, HEADER, FIELD -> argument != null && !argument.isEmpty();
            case TIMESTAMP -> argument == null || !argument.isEmpty();
            case QUERY -> argument == null || !argument.isEmpty();
            case METHOD -> argument == null || argument.equals("lower");
            case BODY -> argument == null || BODY_FORMS.contains(argument);
            default -> argument == null;
        };
        if (!fits) {
            throw new SignatureProblem(key, "{" + text + "} is not a form that {" + name + "} has");
        }
        return new Variable(kind, argument,
                kind == Kind.TIMESTAMP && argument != null ? TimestampFormat.named(key, argument) : null,
                kind == Kind.FIELD && argument != null ? new JsonPath(key, argument) : null);
    }

    /** Whether a delivery's header, parameter or field with this in it says what it is. */
    boolean isRead() {
        return kind == Kind.SIGNATURE || kind == Kind.NONCE || kind == Kind.TIMESTAMP && format == null;
    }

    boolean coversBody() {
        return kind == Kind.BODY || kind == Kind.DIGEST;
    }

    void write(Material material, ByteArrayOutputStream out) {
        if (kind == Kind.BODY && !"base64".equals(argument)) {
            out.writeBytes(material.body().bytes(argument));
        } else {
            Utf8.write(out, name, text(material));
        }
    }

    String text(Material material) {
        return switch (kind) {
            case TIMESTAMP -> format == null ? material.timestamp() : material.timestamp(format);
            case NONCE -> material.nonce();
            case METHOD -> argument == null ? material.method() : material.method().toLowerCase(Locale.ROOT);
            case PATH -> material.path();
            case QUERY -> argument == null ? material.query() : material.given(name, material.parameter(argument));
            case TARGET -> material.query().isEmpty() ? material.path() : material.path() + "?" + material.query();
            case BODY -> "base64".equals(argument) ? TextEncoding.BASE64.encode(material.body().bytes())
                    : Utf8.text("body", material.body().bytes(argument));
            case DIGEST -> material.body().digest();
            case CREDENTIAL -> material.credential(needed(argument));
            case HEADER -> material.given(name, material.header(needed(argument)));
            case FIELD -> material.field(needed(path));
            case SIGNATURE -> material.signature();
        };
    }

    /** Which a variable of this kind has. */
    private <T> T needed(@Nullable T part) {
        return Objects.requireNonNull(part, name);
    }

    @Override
    public String toString() {
        return name;
    }
}
