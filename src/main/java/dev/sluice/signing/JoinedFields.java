package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fields are ordered, and what stands of each and between them.
 *
 * @param only      the order, where it is listed
 * @param of        what each field becomes, instead of its name, {@code pair}, length and value
 * @param whenEmpty what stands for an empty one
 */
record JoinedFields(SortedFields.Order order, List<String> only, SortedFields.Content content,
        SortedFields.Length length, String pair, String join, @Nullable Message of, @Nullable String whenEmpty,
        FieldRules rules) {

    byte[] joined(Map<String, String> texts, Material material) {
        List<byte[]> each = new ArrayList<>();
        ordered(texts).forEach(field -> each.add(one(field.getKey(), field.getValue(), material)));
        if (order == SortedFields.Order.BY_TEXT) {
            each.sort(Arrays::compareUnsigned);
        }
        return joined(each);
    }

    byte[] joined(List<byte[]> each) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < each.size(); i++) {
            Utf8.write(out, "join", i == 0 ? "" : join);
            out.writeBytes(each.get(i));
        }
        return out.toByteArray();
    }

    /** Whether no field can hold what stands between it and others. */
    boolean tellsFieldsApart() {
        return rules.escape() != FieldRules.Escape.NONE && rules.nested() != FieldRules.NestedRule.JOINED
                && whenEmpty == null && isEscaped(pair) && isEscaped(join);
    }

    private static boolean isEscaped(String between) {
        return between.length() == 1 && !between.matches("[A-Za-z0-9._~*%+-]");
    }

    private byte[] one(String name, String value, Material material) {
        if (whenEmpty != null && value.isEmpty()) {
            return Utf8.bytes(name, whenEmpty);
        }
        if (of != null) {
            return material.of(new Material.Field(rules.escaped(name), value), of);
        }
        return Utf8.bytes(name,
                (content == SortedFields.Content.PAIRS ? rules.escaped(name) + pair : "") + length.of(value) + value);
    }

    private List<Map.Entry<String, String>> ordered(Map<String, String> texts) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(texts.entrySet());
        if (order != SortedFields.Order.WRITTEN && order != SortedFields.Order.BY_TEXT) {
            fields.sort(comparator());
        }
        return fields;
    }

    private Comparator<Map.Entry<String, String>> comparator() {
        return switch (order) {
            case ANY_CASE -> Map.Entry.comparingByKey(String.CASE_INSENSITIVE_ORDER);
            case BY_VALUE -> Map.Entry.comparingByValue();
            case LISTED -> Comparator.comparingInt(field -> listed(field.getKey()));
            default -> Map.Entry.comparingByKey();
        };
    }

    /** What is added stands at the end. */
    private int listed(String name) {
        int at = 0;
        while (at < only.size() && !rules.nested().isAt(only.get(at), name)) {
            at++;
        }
        return at;
    }
}
