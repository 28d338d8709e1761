package dev.sluice.contract;

import dev.sluice.config.Rule;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The {@code fields} of operations in providers' files cannot be used as JSON Schemas, or files name places in a
 * request that there are none of.
 */
public final class WrongFields extends IllegalArgumentException {

    /** @param key dotted path in the provider's file, such as {@code operations.send.fields.properties.mobile.$ref} */
    public record Wrong(Rule rule, String provider, String key, String reason) {
    }

    private final transient List<Wrong> all;

    WrongFields(List<Wrong> all) {
        super(all.stream().map(wrong -> "provider " + wrong.provider() + ": " + wrong.key() + ": " + wrong.reason())
                .collect(Collectors.joining("\n")));
        this.all = List.copyOf(all);
    }

    public List<Wrong> all() {
        return all;
    }
}
