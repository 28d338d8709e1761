package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
        ASCENDING, ANY_CASE, BY_VALUE, WRITTEN, LISTED
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
        if (content == Content.VALUES && fields.has("pair")) {
            throw fields.problem("pair", "has no use where content is values");
        }
    }

    /** What must not be in a value, since it stands between them too. */
    private String reserved(FieldRules.Escape escape) {
        return escape != FieldRules.Escape.NONE || length != Length.NONE ? ""
                : content == Content.VALUES ? join : pair + join;
    }

    @Override
    public void write(Material material, ByteArrayOutputStream out) {
        boolean first = true;
        for (Map.Entry<String, String> field : ordered(texts(material))) {
            if (!first) {
                Utf8.write(out, "join", join);
            }
            first = false;
            if (content == Content.PAIRS) {
                Utf8.write(out, field.getKey(), rules.escaped(field.getKey()));
                Utf8.write(out, field.getKey(), pair);
            }
            Utf8.write(out, field.getKey(), length.of(field.getValue()) + field.getValue());
        }
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
            String text = rules.text(name, field.getValue(), material.outbound());
            if (material.outbound() && content == Content.PAIRS) {
                rules.refuseReserved(name, name);
            }
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
        if (order != Order.WRITTEN) {
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
    }

    @Override
    public boolean coversBody() {
        return from != From.QUERY && content == Content.PAIRS && below == null && only.isEmpty() && except.isEmpty();
    }
}
