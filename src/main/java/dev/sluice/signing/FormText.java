package dev.sluice.signing;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code a=1&b=2}: a query, or a body of the type {@code application/x-www-form-urlencoded}. */
final class FormText {
    private FormText() {
    }

    /** A name that comes twice is refused. */
    static Map<String, Object> parse(String where, String form) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        int start = 0;
        while (start < form.length()) {
            int end = form.indexOf('&', start) < 0 ? form.length() : form.indexOf('&', start);
            int equals = form.indexOf('=', start);
            if (end > start) {
                boolean named = equals >= 0 && equals < end;
                String name = decoded(where, form.substring(start, named ? equals : end));
                String value = named ? decoded(where, form.substring(equals + 1, end)) : "";
                if (parameters.putIfAbsent(name, value) != null) {
                    throw new CannotSign(where, "holds a parameter twice");
                }
            }
            start = end + 1;
        }
        return parameters;
    }

    /** The form without the parameters of this name; the others stay as they were written. */
    static String without(String where, String form, String name) {
        StringBuilder kept = new StringBuilder();
        for (String parameter : form.split("&", 0)) {
            if (!nameOf(where, parameter).equals(name)) {
                kept.append(kept.isEmpty() ? "" : "&").append(parameter);
            }
        }
        return kept.toString();
    }

    /** The form with one parameter set: in its place where it is there already, else at the end. */
    static String with(String where, String form, String name, String value) {
        String set = percent(name) + "=" + percent(value);
        StringBuilder out = new StringBuilder();
        boolean found = false;
        for (String parameter : form.isEmpty() ? new String[0] : form.split("&", 0)) {
            boolean here = nameOf(where, parameter).equals(name);
            if (!here || !found) {
                out.append(out.isEmpty() ? "" : "&").append(here ? set : parameter);
            }
            found |= here;
        }
        return found ? out.toString() : out.append(out.isEmpty() ? "" : "&").append(set).toString();
    }

    /** The form without empty parameters, the others by their names, each as it is written by {@link #percent}. */
    static String sorted(String where, String form) {
        return new TreeMap<>(parse(where, form)).entrySet().stream().filter(one -> !one.getValue().equals(""))
                .map(one -> percent(one.getKey()) + "=" + percent((String) one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String nameOf(String where, String parameter) {
        int equals = parameter.indexOf('=');
        return decoded(where, equals < 0 ? parameter : parameter.substring(0, equals));
    }

    /** RFC 3986: everything but letters, digits and {@code - . _ ~}. */
    static String percent(String text) {
        return form(text).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    static String form(String text) {
        Utf8.bytes("query", text);
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String where, String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw new CannotSign(where, "is not URL-encoded");
        }
    }
}
