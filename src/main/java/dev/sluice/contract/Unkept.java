package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Which fields of an operation the ledger keeps masked or not at all ({@code x-ledger}). */
public final class Unkept {

    private static final Schemas SCHEMAS = new Schemas(new ContractFiles("contract").schemas());

    private Unkept() {
    }

    /** @param fields the operation's schema of them */
    public static Set<String> of(JsonNode fields) {
        return Set.copyOf(LedgerRules.of(fields, SCHEMAS).keySet());
    }
}
