package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fields of the body or the query, brought into an order and joined: {@code a=1&b=2}. */
final class SortedFields implements Message {
    enum From implements Labelled {
        BODY, QUERY, BODY_AND_QUERY
    }

    /** {@code ASCENDING} compares names by their UTF-16 code units, which is ASCII order for ASCII names. */
    enum Order implements Labelled {
        ASCENDING, ANY_CASE, BY_VALUE, BY_TEXT, WRITTEN, LISTED
    }

    enum Content implements Labelled {
        PAIRS, VALUES
    }

    /** What is put before each value. */
    enum Length implements Labelled {
        NONE, BYTES, CHARACTERS;

        String of(String text) {
            return switch (this) {
                case NONE -> "";
                case BYTES -> Integer.toString(text.getBytes(StandardCharsets.UTF_8).length);
                case CHARACTERS -> Integer.toString(text.length());
            };
        }
    }

    private final From from;
    private final @Nullable JsonPath below;
    private final Length length;
    private final Order order;
    private final Content content;
    private final List<String> only;
    private final Set<String> except;
    private final Map<String, TextTemplate> add;
    private final String pair;
    private final String join;
    private final FieldRules rules;
    private final @Nullable Message of;

    SortedFields(Description fields) {
        this.from = fields.choice("from", From.class, From.BODY);
        this.below = fields.has("below") ? new JsonPath(fields.at("below"), fields.text("below")) : null;
        this.length = fields.choice("length", Length.class, Length.NONE);
        this.order = fields.choice("order", Order.class, Order.ASCENDING);
        this.content = fields.choice("content", Content.class, Content.PAIRS);
        this.only = fields.texts("only");
        this.except = Set.copyOf(fields.texts("except"));
        this.add = fields.entries("add", (key, value) -> fields.template(key, Messages.text(key, value)));
        this.pair = fields.text("pair", "=");
        this.join = fields.text("join", "&");
        this.of = fields.has("of") ? Messages.part(fields, "of") : null;
        FieldRules.Escape escape = fields.choice("escape", FieldRules.Escape.class, FieldRules.Escape.NONE);
        this.rules = new FieldRules(
                fields.choice("null", FieldRules.NullRule.class, FieldRules.NullRule.OMIT),
                fields.choice("empty", FieldRules.EmptyRule.class, FieldRules.EmptyRule.OMIT),
                fields.choice("number", FieldRules.NumberRule.class, FieldRules.NumberRule.LEXEME),
                fields.choice("nested", FieldRules.NestedRule.class, FieldRules.NestedRule.REFUSE),
                fields.choice("boolean", FieldRules.BooleanRule.class, FieldRules.BooleanRule.WORD),
                escape,
                fields.text("reserved", reserved(escape)));
        if (!only.isEmpty() && !except.isEmpty()) {
            throw fields.problem("except", "cannot be given together with only");
        }
        if (order == Order.LISTED && only.isEmpty()) {
            throw fields.problem("order", "listed needs the list in only");
        }
        if (below != null && from == From.QUERY) {
            throw fields.problem("below", "is for fields of the body");
        }
        for (String other : List.of("content", "pair", "length")) {
            if (of != null && fields.has(other)) {
                throw fields.problem(other, "cannot be given together with of, which is what each field becomes");
            }
        }
        if (content == Content.VALUES && fields.has("pair")) {
            throw fields.problem("pair", "has no use where content is values");
        }
    }

    /** What must not be in a value, since it stands between them too. */
    private String reserved(FieldRules.Escape escape) {
        return escape != FieldRules.Escape.NONE || length != Length.NONE ? ""
                : content == Content.VALUES || of != null ? join : pair + join;
    }

    @Override
    public void write(Material material, ByteArrayOutputStream out) {
        out.writeBytes(joined(texts(material), material));
    }

    private byte[] joined(Map<String, String> texts, Material material) {
        List<byte[]> each = new ArrayList<>();
        ordered(texts).forEach(field -> each.add(one(field.getKey(), field.getValue(), material)));
        if (order == Order.BY_TEXT) {
            each.sort(Arrays::compareUnsigned);
        }
        return joined(each);
    }

    private byte[] joined(List<byte[]> each) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < each.size(); i++) {
            Utf8.write(out, "join", i == 0 ? "" : join);
            out.writeBytes(each.get(i));
        }
        return out.toByteArray();
    }

    private byte[] one(String name, String value, Material material) {
        if (of != null) {
            return material.of(new Material.Field(rules.escaped(name), value), of);
        }
        return Utf8.bytes(name,
                (content == Content.PAIRS ? rules.escaped(name) + pair : "") + length.of(value) + value);
    }

    /** What an object or a list comes to in its place: its own fields by the same rules, or its items. */
    private @Nullable String within(String name, Object value, Material material) {
        byte[] text;
        if (value instanceof Map<?, ?> members) {
            Map<String, String> texts = new LinkedHashMap<>();
            members.forEach((inner, each) -> {
                String one = text((String) inner, each, material);
                if (one != null) {
                    texts.put((String) inner, one);
                }
            });
            text = joined(texts, material);
        } else {
            List<byte[]> items = new ArrayList<>();
            for (Object each : (List<?>) value) {
                String one = text(name, each, material);
                if (one != null) {
                    items.add(Utf8.bytes(name, one));
                }
            }
            text = joined(items);
        }
        return rules.composed(name, Utf8.text(name, text));
    }

    private @Nullable String text(String name, @Nullable Object value, Material material) {
        if (rules.nested() == FieldRules.NestedRule.JOINED && (value instanceof Map || value instanceof List)) {
            return within(name, value, material);
        }
        if (material.outbound() && content == Content.PAIRS) {
            rules.refuseReserved(name, name);
        }
        return rules.text(name, value, material.outbound());
    }

    private Map<String, String> texts(Material material) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (from != From.QUERY) {
            take("", material.body().fields(below), material, texts);
        }
        if (from != From.BODY) {
            take("", material.query().fields(), material, texts);
        }
        add.forEach((name, template) -> put(texts, name, rules.escaped(template.text(material))));
        return texts;
    }

    private void take(String above, Map<String, Object> fields, Material material, Map<String, String> texts) {
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            String name = rules.nested().name(above, field.getKey());
            if (except.contains(name)) {
                continue;
            }
            Map<String, Object> parts = rules.nested().parts(field.getValue());
            if (parts != null) {
                take(name, parts, material, texts);
                continue;
            }
            if (!only.isEmpty() && only.stream().noneMatch(wanted -> rules.nested().isAt(wanted, name))) {
                continue;
            }
            String text = text(name, field.getValue(), material);
            if (text != null) {
                put(texts, name, text);
            }
        }
    }

    /** Two different values under one name: one of them would go unsigned. */
    private static void put(Map<String, String> texts, String name, String text) {
        String before = texts.putIfAbsent(name, text);
        if (before != null && !before.equals(text)) {
            throw new CannotSign(name, "has two values");
        }
    }

    private List<Map.Entry<String, String>> ordered(Map<String, String> texts) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(texts.entrySet());
        if (order != Order.WRITTEN && order != Order.BY_TEXT) {
            fields.sort(comparator());
        }
        return fields;
    }

    private Comparator<Map.Entry<String, String>> comparator() {
        return switch (order) {
            case ANY_CASE -> Map.Entry.comparingByKey(String.CASE_INSENSITIVE_ORDER);
            case BY_VALUE -> Map.Entry.comparingByValue();
            case LISTED -> Comparator.comparingInt(
                    field -> only.contains(field.getKey()) ? only.indexOf(field.getKey()) : only.size());
            default -> Map.Entry.comparingByKey();
        };
    }

    @Override
    public void visit(Consumer<Variable> variables) {
        add.values().forEach(template -> template.visit(variables));
        if (from != From.QUERY) {
            variables.accept(Variable.ofBody());
        }
        if (of != null) {
            of.visit(variable -> {
                if (!variable.isOfEachField()) {
                    variables.accept(variable);
                }
            });
        }
    }

    @Override
    public boolean coversBody() {
        return from != From.QUERY && below == null && isOfAll();
    }

    @Override
    public boolean coversQuery() {
        return from != From.BODY && isOfAll();
    }

    private boolean isOfAll() {
        return content == Content.PAIRS && of == null && only.isEmpty() && except.isEmpty();
    }
}
