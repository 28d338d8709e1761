package dev.sluice.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a PromQL expression names: metrics with the matchers of each, and the labels that it groups or joins by. */
record Expression(Map<String, Map<String, String>> selected, Set<String> grouped) {

    private static final Set<String> WORDS = Set.of("sum", "max", "min", "count", "avg", "topk", "by", "on", "without",
            "ignoring", "group_left", "and", "or", "unless", "bool", "rate", "increase", "absent", "histogram_quantile",
            "label_values", "clamp_min", "time", "vector");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");

    static Expression of(String text) {
        Map<String, Map<String, String>> selected = new TreeMap<>();
        Set<String> grouped = new TreeSet<>();
        for (MatchResult grouping : GROUPING.matcher(text).results().toList()) {
            grouped.addAll(names(grouping.group(1)));
        }
        String rest = GROUPING.matcher(text).replaceAll(" ").replaceAll("\\[[^]]*]", " ").replaceAll("\\b[0-9.]+\\b",
                " ");
        for (MatchResult name : NAME.matcher(rest).results().toList()) {
            if (!WORDS.contains(name.group(1))) {
                Map<String, String> matchers = selected.computeIfAbsent(name.group(1), first -> new TreeMap<>());
                if (name.group(2) != null) {
                    MATCHER.matcher(name.group(2)).results()
                            .forEach(matcher -> matchers.put(matcher.group(1), matcher.group(2)));
                }
            }
        }
        return new Expression(selected, grouped);
    }

    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        for (String name : list.split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }
}
