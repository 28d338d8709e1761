package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of described members in the order they are described, such as the header or the claims of a token.
 * What is received may have other members too and in any order, but for {@code crit}: who does not know what must be
 * understood refuses (RFC 7515, 4.1.11).
 */
final class JsonMembers implements Message {
    private static final String MUST_BE_UNDERSTOOD = "crit";

    /** A template whose text is a number. */
    private record Digits(String name, TextTemplate template) {
    }

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    JsonMembers(Description section, String key) {
        members.putAll(section.entries(key, (path, value) -> described(section, path, value)));
        if (members.isEmpty()) {
            throw section.problem(key, "must be a section of members");
        }
    }

    private static Object described(Description section, String path, JsonNode value) {
        if (value.isObject() && value.size() == 2 && value.has("value") && value.has("type")) {
            Description typed = section.at(path, value);
            TextTemplate template = typed.template("value");
            return typed.choice("type", Placement.Type.class) == Placement.Type.NUMBER ? new Digits(path, template)
                    : template;
        }
        if (value.isObject()) {
            Map<String, Object> nested = new LinkedHashMap<>();
            value.properties().forEach(member -> nested.put(member.getKey(),
                    described(section, path + "." + member.getKey(), member.getValue())));
            return nested;
        }
        if (value.isArray()) {
            List<Object> items = new ArrayList<>();
            value.forEach(item -> items.add(described(section, path + "." + items.size(), item)));
            return items;
        }
        if (value.isFloatingPointNumber()) {
            throw new SignatureProblem(path, "must be a whole number, or text");
        }
        return value.isTextual() ? section.template(path, value.textValue()) : value;
    }

    @Override
    public void write(Material material, ByteArrayOutputStream out) {
        Utf8.write(out, "json", JsonText.write(filled(members, material), false));
    }

    private static @Nullable Object filled(@Nullable Object described, Material material) {
        if (described instanceof Map<?, ?> nested) {
            Map<String, @Nullable Object> filled = new LinkedHashMap<>();
            nested.forEach((name, value) -> filled.put((String) name, filled(value, material)));
            return filled;
        }
        if (described instanceof List<?> items) {
            List<@Nullable Object> filled = new ArrayList<>();
            items.forEach(item -> filled.add(filled(item, material)));
            return filled;
        }
        if (described instanceof Digits digits) {
            return digits.template().number(digits.name(), material);
        }
        return described instanceof TextTemplate template ? template.text(material) : constant(described);
    }

    private static @Nullable Object constant(@Nullable Object described) {
        JsonNode node = (JsonNode) Objects.requireNonNull(described);
        return node.isNull() ? null : node.isBoolean() ? node.booleanValue() : new JsonText.Number(node.asText());
    }

    @Override
    public boolean read(byte[] value, Material material, Found found) {
        return read(members, JsonText.parse("json", value), material, found);
    }

    private static boolean read(@Nullable Object described, @Nullable Object value, Material material, Found found) {
        if (described instanceof Map<?, ?> nested) {
            return value instanceof Map<?, ?> received
                    && (nested.containsKey(MUST_BE_UNDERSTOOD) || !received.containsKey(MUST_BE_UNDERSTOOD))
                    && nested.entrySet().stream().allMatch(member -> received.containsKey(member.getKey())
                            && read(member.getValue(), received.get(member.getKey()), material, found));
        }
        if (described instanceof List<?> items) {
            boolean fits = value instanceof List<?> received && received.size() == items.size();
            for (int i = 0; fits && i < items.size(); i++) {
                fits = read(items.get(i), ((List<?>) Objects.requireNonNull(value)).get(i), material, found);
            }
            return fits;
        }
        if (described instanceof Digits digits) {
            return value instanceof JsonText.Number number && digits.template().read(number.digits(), material, found);
        }
        if (described instanceof TextTemplate template) {
            return (value instanceof String || value instanceof JsonText.Escaped)
                    && template.read(value.toString(), material, found);
        }
        return Objects.equals(constant(described), value);
    }

    @Override
    public void visit(Consumer<Variable> variables) {
        templates(members, template -> template.visit(variables));
    }

    @Override
    public void visitAlways(Consumer<Variable> variables) {
        templates(members, template -> template.visitAlways(variables));
    }

    @Override
    public void visitRead(Consumer<Variable> variables) {
        templates(members, template -> template.visitRead(variables));
    }

    private static void templates(@Nullable Object described, Consumer<TextTemplate> each) {
        if (described instanceof Map<?, ?> nested) {
            nested.values().forEach(value -> templates(value, each));
        } else if (described instanceof List<?> items) {
            items.forEach(item -> templates(item, each));
        } else if (described instanceof TextTemplate template) {
            each.accept(template);
        } else if (described instanceof Digits digits) {
            each.accept(digits.template());
        }
    }

    @Override
    public boolean coversBody() {
        boolean[] covers = {false};
        templates(members, template -> covers[0] |= template.coversBody());
        return covers[0];
    }
}
