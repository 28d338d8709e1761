package dev.sluice.contract;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * Patterns as JSON Schema means them (ECMA-262): {@code $} is the very end. Java's own {@code $} also matches before a
 * last line break, which would let {@code "ord-1\n"} pass as a requestId.
 */
final class Patterns {

    private Patterns() {
    }

    static RegularExpression compile(String pattern) {
        Pattern compiled = Pattern.compile(toJava(pattern));
        return text -> compiled.matcher(text).find();
    }

    private static String toJava(String pattern) {
        StringBuilder java = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                java.append(c).append(pattern.charAt(++i));
            } else if (c == '$' && !inClass) {
                java.append("\\z");
            } else {
                inClass = c == '[' || inClass && c != ']';
                java.append(c);
            }
        }
        return java.toString();
    }
}
