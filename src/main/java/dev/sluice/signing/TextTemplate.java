package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Text with placeholders in braces, taken apart once. A brace itself is written twice. */
final class TextTemplate implements Message {
    private final List<Object> parts;

    private TextTemplate(List<Object> parts) {
        this.parts = parts;
    }

    static TextTemplate of(String key, String text, Named named) {
        return of(key, text, named, "");
    }

    /**
     * @param named           what it may name
     * @param signaturePrefix what stands before every {@code {signature}}
     */
    static TextTemplate of(String key, String text, Named named, String signaturePrefix) {
        List<Object> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
                literal.append(c);
                i++;
            } else if (c == '{' && text.indexOf('}', i) > 0) {
                Variable variable = Variable.of(key, text.substring(i + 1, text.indexOf('}', i)), named);
                literal.append(variable.kind == Variable.Kind.SIGNATURE ? signaturePrefix : "");
                close(literal, parts);
                parts.add(variable);
                i = text.indexOf('}', i);
            } else if (c == '{' || c == '}') {
                throw new SignatureProblem(key, "has a brace without its pair (a brace as such is written twice)");
            } else {
                literal.append(c);
            }
        }
        close(literal, parts);
        return new TextTemplate(List.copyOf(parts));
    }

    /** The text between separators that are not inside braces. */
    static List<String> split(String text, String separator) {
        List<String> items = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '{' && text.indexOf('}', i) > 0) {
                i = text.indexOf('}', i);
            } else if (text.startsWith(separator, i)) {
                items.add(text.substring(start, i));
                start = i + separator.length();
                i = start - 1;
            }
        }
        items.add(text.substring(start));
        return items;
    }

    private static void close(StringBuilder literal, List<Object> parts) {
        if (!literal.isEmpty()) {
            parts.add(literal.toString());
            literal.setLength(0);
        }
    }

    @Override
    public void write(Material material, ByteArrayOutputStream out) {
        for (Object part : parts) {
            if (part instanceof Variable variable) {
                variable.write(material, out);
            } else {
                Utf8.write(out, "template", (String) part);
            }
        }
    }

    @Override
    public void visit(Consumer<Variable> variables) {
        parts.forEach(part -> {
            if (part instanceof Variable variable) {
                variables.accept(variable);
                variable.visitPart(variables);
            }
        });
    }

    @Override
    public void visitAlways(Consumer<Variable> variables) {
        parts.forEach(part -> {
            if (part instanceof Variable variable) {
                variables.accept(variable);
                variable.visitAlways(variables);
            }
        });
    }

    @Override
    public void visitRead(Consumer<Variable> variables) {
        parts.forEach(part -> {
            if (part instanceof Variable variable) {
                variables.accept(variable);
                variable.visitRead(variables);
            }
        });
    }

    @Override
    public boolean read(byte[] value, Material material, Found found) {
        return read(Utf8.text("value", value), material, found);
    }

    @Override
    public boolean coversBody() {
        return parts.stream().anyMatch(part -> part instanceof Variable variable && variable.coversBody());
    }

    @Override
    public boolean coversQuery() {
        return parts.stream().anyMatch(part -> part instanceof Variable variable && variable.coversQuery());
    }

    /** The placeholder that it is, where it is one and nothing else. */
    @Nullable
    Variable only() {
        return parts.size() == 1 && parts.get(0) instanceof Variable variable ? variable : null;
    }

    boolean has(Variable.Kind kind) {
        boolean[] has = {false};
        visit(variable -> has[0] |= variable.kind == kind);
        return has[0];
    }

    /** Whether a delivery's time is read from it, as the scheme writes it or in whatever form. */
    boolean tellsTime(boolean asTheSchemeWritesIt) {
        boolean[] tells = {false};
        visitRead(variable -> tells[0] |= variable.kind == Variable.Kind.TIMESTAMP
                && (!asTheSchemeWritesIt || variable.isTheTimestamp()));
        return tells[0];
    }

    /** The text, which must be a whole number where it is sent. */
    JsonText.Number number(String name, Material material) {
        String value = text(material);
        if (material.outbound() && (value.isEmpty() || value.length() > 1 && value.charAt(0) == '0'
                || !value.chars().allMatch(c -> c >= '0' && c <= '9'))) {
            throw new CannotSign(name, "is not a whole number");
        }
        return new JsonText.Number(value);
    }

    String text(Material material) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part instanceof Variable variable ? variable.text(material) : part);
        }
        return text.toString();
    }

    /**
     * Reads a received value by this template: what it should say must be there to the letter, and timestamp, nonce
     * and signature go to {@code found}. A value of known text only is compared in constant time.
     */
    boolean read(String value, Material material, Found found) {
        List<Object> pattern = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (Object part : parts) {
            if (part instanceof Variable variable && variable.isRead(material)) {
                pattern.add(literal.toString());
                pattern.add(variable);
                literal.setLength(0);
            } else {
                literal.append(part instanceof Variable variable ? variable.text(material) : part);
            }
        }
        String end = literal.toString();
        if (pattern.isEmpty()) {
            return MessageDigest.isEqual(Utf8.bytes("value", end), Utf8.bytes("value", value));
        }
        List<String> values = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < pattern.size(); i += 2) {
            String before = (String) pattern.get(i);
            if (!value.startsWith(before, at)) {
                return false;
            }
            at += before.length();
            boolean last = i + 2 == pattern.size();
            String after = last ? end : (String) pattern.get(i + 2);
            int stop = last ? (value.endsWith(after) ? value.length() - after.length() : -1)
                    : after.isEmpty() ? -1 : value.indexOf(after, at);
            if (stop <= at) {
                return false;
            }
            values.add(value.substring(at, stop));
            at = stop;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!((Variable) pattern.get(2 * i + 1)).take(values.get(i), material, found)) {
                return false;
            }
        }
        return true;
    }
}
