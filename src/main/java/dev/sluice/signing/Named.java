package dev.sluice.signing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a description gives names to, for its placeholders.
 *
 * @param parts what {@code {part:NAME}} stands for
 * @param times the forms of {@code {timestamp:NAME}} beside those that there are
 */
record Named(Map<String, Message> parts, Map<String, TimestampFormat> times) {
    Named() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }
}
