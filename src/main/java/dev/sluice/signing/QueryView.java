package dev.sluice.signing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query as a message sees it: its encoded text, and its parameters without those that carry the signature. */
final class QueryView {
    private final Scheme scheme;
    private final Map<String, String> put = new LinkedHashMap<>();
    private String whole;
    private @Nullable Map<String, Object> fields;

    QueryView(Scheme scheme, String whole) {
        this.scheme = scheme;
        this.whole = whole;
    }

    String text() {
        String text = whole;
        for (Placement placement : scheme.signed()) {
            if (placement.place == Placement.Place.QUERY) {
                text = FormText.without("query", text, placement.name);
            }
        }
        return text;
    }

    Map<String, Object> fields() {
        if (fields == null) {
            fields = FormText.parse("query", text());
        }
        return fields;
    }

    /** One as received, be it the signature or not. */
    @Nullable
    String parameter(String name) {
        return (String) (whole.isEmpty() ? null : FormText.parse("query", whole).get(name));
    }

    void put(String name, String value) {
        whole = FormText.with("query", whole, name, value);
        put.put(name, value);
        fields = null;
    }

    String whole() {
        return whole;
    }

    Map<String, String> put() {
        return put;
    }
}
