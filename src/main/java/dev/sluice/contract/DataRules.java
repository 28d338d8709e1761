package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What the published schema of a family's results lets stand in {@code data}, member by member. */
public final class DataRules {

    private static final ContractFiles FILES = new ContractFiles("contract");
    private static final Map<String, DataRules> FAMILIES = new ConcurrentHashMap<>();

    private final Map<String, JsonSchema> members = new TreeMap<>();
    private final Set<String> decimals = new TreeSet<>();
    private final Set<String> moments = new TreeSet<>();
    private final boolean open;

    private DataRules(String family) {
        JsonNode data = FILES.json(FILES.resultSchema(family)).at("/$defs/data");
        Schemas schemas = new Schemas(FILES.schemas());
        open = data.path("additionalProperties").asBoolean(true);
        data.path("properties").properties().forEach(member -> {
            String kind = member.getValue().path("$ref").asText();
            if (kind.endsWith("/decimal")) {
                decimals.add(member.getKey());
            } else if (kind.endsWith("/moment")) {
                moments.add(member.getKey());
            }
            members.put(member.getKey(), schemas.compile(family + ".data." + member.getKey(), member.getValue()));
        });
    }

    /** The names that {@code data} may have; empty where any may stand there. */
    public Set<String> names() {
        return open ? Set.of() : members.keySet();
    }

    /** Those of them that are amounts or rates. */
    Set<String> decimals() {
        return decimals;
    }

    /** Those of them that are times. */
    Set<String> times() {
        return moments;
    }

    public static DataRules of(String family) {
        return FAMILIES.computeIfAbsent(family, DataRules::new);
    }

    /** Whether it is an amount or a rate, published digit for digit without an exponent. */
    public boolean isDecimal(String member) {
        return decimals.contains(member);
    }

    public boolean isMoment(String member) {
        return moments.contains(member);
    }

    public boolean allow(String member, JsonNode value) {
        JsonSchema schema = members.get(member);
        return schema == null ? open : schema.validate(value).isEmpty();
    }
}
