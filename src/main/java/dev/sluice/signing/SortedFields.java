package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
    private final Order order;
    private final Content content;
    private final List<String> only;
    private final Set<String> except;
    private final Map<String, TextTemplate> add;
    private final FieldRules rules;
    private final @Nullable Message of;
    private final @Nullable JsonPath namedIn;
    private final JoinedFields joining;

    SortedFields(Description fields) {
        this.from = fields.choice("from", From.class, From.BODY);
        this.below = fields.has("below") ? new JsonPath(fields.at("below"), fields.text("below")) : null;
        Length length = fields.choice("length", Length.class, Length.NONE);
        this.content = fields.choice("content", Content.class, Content.PAIRS);
        this.only = fields.texts("only");
        this.except = Set.copyOf(fields.texts("except"));
        this.add = fields.entries("add", (key, value) -> fields.template(key, Messages.text(key, value)));
        String pair = fields.text("pair", "=");
        String join = fields.text("join", "&");
        String whenEmpty = fields.has("when-empty") ? fields.text("when-empty") : null;
        this.namedIn = fields.has("named-in") ? new JsonPath(fields.at("named-in"), fields.text("named-in")) : null;
        this.order = namedIn != null ? Order.WRITTEN : fields.choice("order", Order.class, Order.ASCENDING);
        this.of = fields.has("of") ? Messages.part(fields, "of") : null;
        FieldRules.Escape escape = fields.choice("escape", FieldRules.Escape.class, FieldRules.Escape.NONE);
        this.rules = new FieldRules(
                fields.choice("null", FieldRules.NullRule.class, FieldRules.NullRule.OMIT),
                whenEmpty == null ? fields.choice("empty", FieldRules.EmptyRule.class,
                        namedIn == null ? FieldRules.EmptyRule.OMIT : FieldRules.EmptyRule.KEEP)
                        : FieldRules.EmptyRule.KEEP,
                fields.choice("number", FieldRules.NumberRule.class, FieldRules.NumberRule.LEXEME),
                fields.choice("nested", FieldRules.NestedRule.class, FieldRules.NestedRule.REFUSE),
                fields.choice("boolean", FieldRules.BooleanRule.class, FieldRules.BooleanRule.WORD),
                escape,
                fields.text("reserved", escape != FieldRules.Escape.NONE || length != Length.NONE ? ""
                        : content == Content.VALUES || of != null ? join : pair + join));
        this.joining = new JoinedFields(order, only, content, length, pair, join, of, whenEmpty, rules);
        if (!only.isEmpty() && !except.isEmpty()) {
            throw fields.problem("except", "cannot be given together with only");
        }
        if (order == Order.LISTED && only.isEmpty()) {
            throw fields.problem("order", "listed needs the list in only");
        }
        if (whenEmpty != null && fields.has("empty")) {
            throw fields.problem("when-empty", "cannot be given together with empty");
        }
        for (String other : List.of("order", "except", "add", "from", "below")) {
            if (namedIn != null && fields.has(other)) {
                throw fields.problem("named-in", "is a field of the body that says which fields there are, and in which"
                        + " order: cannot be given together with " + other);
            }
        }
        if (namedIn != null && namedIn.steps().size() > 1 && rules.nested() != FieldRules.NestedRule.DOTTED
                && fields.format() != FieldsFormat.FORM) {
            throw fields.problem("named-in", "is within another field, and so a field of its own with nested: dotted"
                    + " alone");
        }
        if (fields.format() == FieldsFormat.XML && from != From.QUERY && below == null) {
            checkBelowRoot(fields);
        }
        if (below != null && from == From.QUERY) {
            throw fields.problem("below", "is for fields of the body");
        }
        for (String other : List.of("content", "pair", "length")) {
            if (of != null && fields.has(other)) {
                throw fields.problem(other, "cannot be given together with of, which is what each field becomes");
            }
        }
        boolean[] hasValue = {of == null};
        if (of != null) {
            of.visit(variable -> hasValue[0] |= variable.kind == Variable.Kind.VALUE);
        }
        if (!hasValue[0] && !add.isEmpty()) {
            throw fields.problem("add", "has no use where of has no {value}");
        }
        if (content == Content.VALUES && fields.has("pair")) {
            throw fields.problem("pair", "has no use where content is values");
        }
    }

    /** XML is one member, its root: of other names nothing would be signed, whatever the body. */
    private void checkBelowRoot(Description fields) {
        if (rules.nested() == FieldRules.NestedRule.REFUSE) {
            throw fields.problem("below", "is needed, because XML has one field, its root, which holds the others");
        }
        Stream.concat(only.stream(), except.stream()).filter(name -> !rules.nested().isWithin(name)).findFirst()
                .ifPresent(name -> {
                    throw fields.problem("below", "is needed, because XML has one field, its root, and " + name
                            + " is within it; or, with nested: dotted or bracketed, begin the names with the root");
                });
    }

    @Override
    public void write(Material material, ByteArrayOutputStream out) {
        out.writeBytes(joining.joined(texts(material), material));
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
            text = joining.joined(texts, material);
        } else {
            List<byte[]> items = new ArrayList<>();
            for (Object each : (List<?>) value) {
                String one = text(name, each, material);
                if (one != null) {
                    items.add(Utf8.bytes(name, one));
                }
            }
            text = joining.joined(items);
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
        if (namedIn != null) {
            return named(namedIn, material);
        }
        if (from != From.QUERY) {
            take("", material.body().fields(below), this::takes, material, texts);
        }
        if (from != From.BODY) {
            take("", material.query().fields(), this::takes, material, texts);
        }
        add.forEach((name, template) -> put(texts, name, rules.escaped(template.text(material))));
        if (order == Order.LISTED) {
            only.stream().filter(name -> !texts.containsKey(name) && !rules.nested().hasWithin(name, texts.keySet()))
                    .forEach(name -> {
                        String text = rules.text(name, null, material.outbound());
                        if (text != null) {
                            texts.put(name, text);
                        }
                    });
        }
        return texts;
    }

    /** Those that the message itself names, in its order. What it must name is in {@code only}. */
    private Map<String, String> named(JsonPath list, Material material) {
        List<String> names = List.of(material.field(list).split(",", -1));
        Map<String, String> all = new LinkedHashMap<>();
        take("", material.body().fields(below), new HashSet<>(names)::contains, material, all);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : names) {
            String text = all.get(name);
            if (text == null || texts.put(name, text) != null) {
                throw new CannotSign(list.text(), "names a field that is not there, or one twice");
            }
        }
        for (String needed : Stream.concat(only.stream(), Stream.of(list.text())).toList()) {
            if (!texts.containsKey(needed)) {
                throw new CannotSign(list.text(), "does not name " + needed);
            }
        }
        return texts;
    }

    private boolean takes(String name) {
        return only.isEmpty() || only.stream().anyMatch(wanted -> rules.nested().isAt(wanted, name));
    }

    private void take(String above, Map<String, Object> fields, Predicate<String> wanted, Material material,
            Map<String, String> texts) {
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            String name = rules.nested().name(above, field.getKey());
            if (except.contains(name)) {
                continue;
            }
            Map<String, Object> parts = rules.nested().parts(field.getValue());
            if (parts != null) {
                take(name, parts, wanted, material, texts);
                continue;
            }
            if (!wanted.test(name)) {
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
    public void visitAlways(Consumer<Variable> variables) {
        add.values().forEach(template -> template.visitAlways(variables));
    }

    /** Fields that may hold what stands between them can be those of another body. */
    @Override
    public boolean coversBody() {
        return from != From.QUERY && below == null && isOfAll() && joining.tellsFieldsApart();
    }

    @Override
    public boolean coversQuery() {
        return from != From.BODY && isOfAll();
    }

    private boolean isOfAll() {
        return content == Content.PAIRS && of == null && namedIn == null && only.isEmpty() && except.isEmpty();
    }
}
