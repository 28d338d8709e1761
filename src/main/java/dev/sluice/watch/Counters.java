package dev.sluice.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counters of one name, told apart by the values of their labels, which are few and our own: names of the
 * configuration, words of an enum. Each is looked up in the registry once.
 */
public final class Counters {

    private final MeterRegistry metrics;
    private final String name;
    private final String description;
    private final List<String> labels;
    private final Map<List<String>, Counter> known = new ConcurrentHashMap<>();

    public Counters(MeterRegistry metrics, String name, String description, String... labels) {
        this.metrics = metrics;
        this.name = name;
        this.description = description;
        this.labels = List.of(labels);
    }

    /** The one with these values, in the order of the labels; from its first look on it is there, with 0. */
    public Counter of(String... values) {
        List<String> key = List.of(values);
        Counter counter = known.get(key);
        return counter != null ? counter : known.computeIfAbsent(key, this::register);
    }

    private Counter register(List<String> values) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            tags.add(Tag.of(labels.get(i), values.get(i)));
        }
        return Counter.builder(name).description(description).tags(tags).register(metrics);
    }
}
