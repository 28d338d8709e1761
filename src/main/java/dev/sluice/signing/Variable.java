package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One placeholder of a template: {@code {timestamp}}, {@code {header:Host}}. */
final class Variable {
    /** What a placeholder stands for, and the forms in which it is written. */
    enum Kind {
        TIMESTAMP("{timestamp}, {timestamp:FORM}, {timestamp+60}"), NONCE("{nonce}"), KEY_ID("{key-id}"),
        METHOD("{method}, {method:lower}"),
        PATH("{path}"), QUERY("{query}, {query:NAME}"), TARGET("{target}"),
        BODY("{body}, {body:raw}, {body:minified}, {body:sorted}, {body:base64}"), DIGEST("{digest}"),
        CREDENTIAL("{credential:NAME}"), HEADER("{header:NAME}"), FIELD("{field:PATH}"), PART("{part:NAME}"),
        NAME("{name}"), VALUE("{value}"),
        SIGNATURE("{signature}");

        final String forms;

        Kind(String forms) {
            this.forms = forms;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Set<String> BODY_FORMS = Set.of("raw", "minified", "sorted", "base64");
    private static final Pattern LATER = Pattern.compile("(timestamp(?::[a-z-]+)?)([+-])(\\d{1,9})");

    final Kind kind;
    final @Nullable String argument;
    private final String name;
    private @Nullable TimestampFormat format;
    private Duration offset = Duration.ZERO;
    private @Nullable JsonPath path;
    private @Nullable Message part;

    private Variable(Kind kind, @Nullable String argument) {
        this.kind = kind;
        this.argument = argument;
        this.name = argument == null ? kind.label() : kind.label() + ":" + argument;
    }

    /** @param named what it may name */
    static Variable of(String key, String text, Named named) {
        Matcher later = LATER.matcher(text);
        if (later.matches()) {
            Variable variable = of(key, later.group(1), named);
            variable.offset = Duration.ofSeconds(Long.parseLong(later.group(2) + later.group(3)));
            return variable;
        }
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String argument = colon < 0 ? null : text.substring(colon + 1);
        Kind kind = Arrays.stream(Kind.values()).filter(k -> k.label().equals(name)).findFirst()
                .orElseThrow(() -> new SignatureProblem(key, "{" + name + "} is not known; known are "
                        + Arrays.stream(Kind.values()).map(k -> k.forms).collect(Collectors.joining(", "))
                        + ", the last of them in headers, query and body only"));
        boolean fits = switch (kind) {
            case CREDENTIAL, HEADER, FIELD, PART -> argument != null && !argument.isEmpty();
            case TIMESTAMP -> argument == null || !argument.isEmpty();
            case QUERY -> argument == null || !argument.isEmpty();
            case METHOD -> argument == null || argument.equals("lower");
            case BODY -> argument == null || BODY_FORMS.contains(argument);
            default -> argument == null;
        };
        if (!fits) {
            throw new SignatureProblem(key, "{" + text + "} must be " + kind.forms.replace("}, {", "} or {"));
        }
        Variable variable = new Variable(kind, argument);
        if (argument != null) {
            switch (kind) {
                case TIMESTAMP -> variable.format = TimestampFormat.inTemplate(key, argument, named.times());
                case FIELD -> variable.path = JsonPath.orItself(key, argument);
                case PART -> variable.part = part(key, argument, named.parts());
                default -> {
                }
            }
        }
        return variable;
    }

    private static Message part(String key, String name, Map<String, Message> parts) {
        Message part = parts.get(name);
        if (part == null) {
            throw new SignatureProblem(key, "{part:" + name + "} is not known here; "
                    + (parts.isEmpty() ? "there is nothing below parts above it"
                            : "known are " + parts.keySet().stream().map(other -> "{part:" + other + "}")
                                    .collect(Collectors.joining(", "))));
        }
        return part;
    }

    /** That fields of the body are in a message, whichever they are. */
    static Variable ofBody() {
        return new Variable(Kind.FIELD, null);
    }

    /** Whether a delivery's header, parameter or field with this in it says what it is. */
    boolean isRead(Material material) {
        return kind == Kind.SIGNATURE || kind == Kind.NONCE || kind == Kind.KEY_ID || kind == Kind.PART
                || kind == Kind.BODY && material.seeksBody() && !"base64".equals(argument)
                || kind == Kind.TIMESTAMP && (isTheTimestamp() || !material.knowsTheTime());
    }

    /** In the form of the scheme, and not so much later. */
    boolean isTheTimestamp() {
        return kind == Kind.TIMESTAMP && format == null && offset.isZero();
    }

    TimestampFormat format(TimestampFormat ofScheme) {
        return format == null ? ofScheme : format;
    }

    /** The moment that a received text stands for, where it is written like this. */
    @Nullable
    Instant moment(String text, TimestampFormat ofScheme) {
        Instant written = format(ofScheme).parse(text);
        return written == null ? null : written.minus(offset);
    }

    /** One of the forms that only a JSON body has. */
    boolean isOfJson() {
        return kind == Kind.BODY && ("minified".equals(argument) || "sorted".equals(argument));
    }

    /** Whether it stands for the body or something of it. */
    boolean isOfBody() {
        return kind == Kind.BODY || kind == Kind.DIGEST || kind == Kind.FIELD;
    }

    /** Whether it is of each field of several, and has no meaning elsewhere. */
    boolean isOfEachField() {
        return kind == Kind.NAME || kind == Kind.VALUE;
    }

    boolean coversBody() {
        return kind == Kind.BODY || kind == Kind.DIGEST || part != null && part.coversBody();
    }

    boolean coversQuery() {
        return kind == Kind.QUERY && argument == null || kind == Kind.TARGET || part != null && part.coversQuery();
    }

    void write(Material material, ByteArrayOutputStream out) {
        switch (kind) {
            case BODY -> out.writeBytes("base64".equals(argument) ? text(material).getBytes(StandardCharsets.UTF_8)
                    : material.body().bytes(argument));
            case PART -> out.writeBytes(material.part(needed(argument), needed(part)));
            default -> Utf8.write(out, name, text(material));
        }
    }

    String text(Material material) {
        return switch (kind) {
            case TIMESTAMP -> isTheTimestamp() ? material.timestamp() : material.timestamp(format, offset);
            case NONCE -> material.nonce();
            case KEY_ID -> material.keyId();
            case METHOD -> argument == null ? material.method() : material.method().toLowerCase(Locale.ROOT);
            case PATH -> material.path();
            case QUERY ->
                argument == null ? material.query().text() : material.given(name, material.query().parameter(argument));
            case TARGET -> material.query().text().isEmpty() ? material.path()
                    : material.path() + "?" + material.query().text();
            case BODY -> "base64".equals(argument) ? TextEncoding.BASE64.encode(material.body().bytes())
                    : Utf8.text("body", material.body().bytes(argument));
            case DIGEST -> material.body().digest();
            case CREDENTIAL -> material.credential(needed(argument));
            case HEADER -> material.given(name, material.header(needed(argument)));
            case FIELD -> material.field(needed(path));
            case PART -> Utf8.text(name, material.part(needed(argument), needed(part)));
            case NAME -> material.field().name();
            case VALUE -> material.field().value();
            case SIGNATURE -> material.signature();
        };
    }

    /** The variables of the part that it stands for, if it does. */
    void visitPart(Consumer<Variable> variables) {
        if (part != null) {
            part.visit(variables);
        }
    }

    /** The same of those that are in it whatever fields a body has. */
    void visitAlways(Consumer<Variable> variables) {
        if (part != null) {
            part.visitAlways(variables);
        }
    }

    /** Those that a delivery says in it, where it is a part. */
    void visitRead(Consumer<Variable> variables) {
        if (part != null) {
            part.visitRead(variables);
        }
    }

    /** What a delivery has in its place; false where that cannot be. */
    boolean take(String value, Material material, Found found) {
        if (part == null && kind != Kind.BODY) {
            return found.take(this, value);
        }
        byte[] bytes = Utf8.bytes(name, value);
        return part == null ? found.takeBody(bytes)
                : part.read(bytes, material, found) && found.take(needed(argument), bytes);
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
