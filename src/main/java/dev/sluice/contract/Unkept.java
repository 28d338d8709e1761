package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which fields of an operation the ledger keeps masked or not at all ({@code x-ledger}). */
public final class Unkept {

    private static final Schemas SCHEMAS = new Schemas(new ContractFiles("contract").schemas());
    private static final Map<JsonNode, Set<String>> KNOWN = new ConcurrentHashMap<>();

    private Unkept() {
    }

    /** @param fields the operation's schema of them */
    public static Set<String> of(JsonNode fields) {
        return KNOWN.computeIfAbsent(fields, each -> Set.copyOf(LedgerRules.of(each, SCHEMAS).keySet()));
    }
}
